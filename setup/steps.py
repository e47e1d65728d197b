"""The steps of the first start in their order, and what is done of them: asked from the facts, so a crash loses none.

Those after the first administrator are open to administrators alone, and what they write bears their name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from core.models import Installation
from core.wall import everywhere
from setup import facts, opening
from setup.models import Setup


@dataclass(frozen=True)
class SetupStep:
    """`done` is asked of the installation on a day; `can_wait` says that one may go on without."""

    name: str
    title: str
    done: Callable[[Installation, date], bool]
    can_wait: bool = True

    @property
    def address(self) -> str:
        return reverse(f"setup:{self.name}")


def _of_town(fact: Callable[[str], bool]) -> Callable[[Installation, date], bool]:
    """Done where the town that was chosen has it."""
    return lambda installation, on: bool(installation.town_id) and fact(str(installation.town_id))


def _has_administrator(installation: Installation, on: date) -> bool:
    return bool(opening.administrators().exists())


def _has_plan(installation: Installation, on: date) -> bool:
    return bool(installation.town_id) and not facts.lacks_plan(str(installation.town_id), on)


STEPS = (
    SetupStep("town", "乡镇", _of_town(bool), can_wait=False),
    SetupStep("villages", "参加的村社区", _of_town(facts.has_villages)),
    SetupStep("administrator", "系统管理员", _has_administrator, can_wait=False),
    SetupStep("start", "启用日", _of_town(facts.has_start)),
    SetupStep("plan", "今年的方案和上年基数", _has_plan),
    SetupStep("leadership", "领导小组", _of_town(facts.has_leadership)),
    SetupStep("channels", "提醒发到哪里", lambda installation, on: facts.has_channel()),
    SetupStep("backups", "备份放在哪里", lambda installation, on: facts.has_backups()),
)
BY_NAME = {step.name: step for step in STEPS}


@dataclass(frozen=True)
class StepState:
    """How a step stands; `is_open` says whether one may go to it now."""

    step: SetupStep
    is_done: bool
    is_put_off: bool
    is_open: bool

    @property
    def is_settled(self) -> bool:
        return self.is_done or self.is_put_off

    @property
    def word(self) -> str:
        if self.is_done:
            return "已完成"
        return "以后再办" if self.is_put_off else "未办"


@everywhere("whoever sets up has no divisions yet")
def states(on: date) -> list[StepState]:
    """How all steps stand. One can't be gone to before those that can't wait and stand above it."""
    installation = Installation.current()
    put_off, found, is_open = Setup.current().put_off, [], True
    for step in STEPS:
        is_done = step.done(installation, on)
        found.append(StepState(step, is_done, step.name in put_off and not is_done, is_open))
        is_open = is_open and (is_done or step.can_wait)
    return found


def following(found: list[StepState], name: str = "") -> str:
    """The address of the first step that is neither done nor put off: after `name`, or before it; else the overview."""
    place = next((number + 1 for number, each in enumerate(found) if each.step.name == name), 0)
    left = [each.step.address for each in (*found[place:], *found[:place]) if not each.is_settled]
    return left[0] if left else reverse("setup:overview")


def put_off(name: str) -> None:
    """Go on without this step."""
    setup, _ = Setup.objects.get_or_create(pk=1)
    setup.put_off = [*dict.fromkeys([*setup.put_off, name])]
    setup.save(update_fields=["put_off"])


def shown(found: list[StepState], name: str) -> Any:
    """The step of a page among them."""
    return next(each for each in found if each.step.name == name)
