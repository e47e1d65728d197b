"""What is done about a person at a tap: each app contributes its buttons to the page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import FunctionType
from typing import Any, NamedTuple

from django.urls import reverse

from core.contributions import Slot, contribute
from core.permissions import ENTER, KEEP
from labor.employment.regions import is_placed
from labor.employment.registers import CaseRegister, EmploymentRegister, going_on
from labor.models import Person
from labor.people.summary import PersonSummary
from labor.placement.registers import FollowUpRegister, ParticipantRegister
from labor.posts.registers import PublicBenefitPostRegister
from labor.verification.registers import SpotCheckRegister


@dataclass(frozen=True)
class QuickAction:
    """A button; whoever lacks the permission `needs` does not see it, and what is `seldom` done is folded away."""

    label: str
    address: str
    needs: str = ENTER
    seldom: bool = False


class Offer(NamedTuple):
    """Finds buttons for a person's page, after those of the apps below."""

    find: Callable[[PersonSummary], Iterable[QuickAction]]


QUICK_ACTIONS = Slot(FunctionType, Offer)


def quick_actions(summary: PersonSummary, user: Any) -> list[QuickAction]:
    """What `user` may do about somebody on the register; what only staff may do comes last."""
    if not summary.on_register or summary.person.is_voided:
        return []
    found = [action for offer in QUICK_ACTIONS for action in offer.find(summary) if user.has_perm(action.needs)]
    return sorted(found, key=lambda action: action.needs == KEEP)


def adding(route: str, person: Person) -> str:
    """Where a fact is added to a person."""
    return reverse(route, kwargs={"public_id": person.public_id})


@contribute(QUICK_ACTIONS)
def _verification(summary: PersonSummary) -> Iterable[QuickAction]:
    if summary.person.to_verify and not summary.person.verified:
        yield QuickAction("核实", adding("labor:verify", summary.person))


@contribute(QUICK_ACTIONS)
def _work(summary: PersonSummary) -> Iterable[QuickAction]:
    jobs = [job for job in summary.person.current_jobs if going_on(job, summary.on)]
    yield QuickAction("登记就业", adding(EmploymentRegister.route("add"), summary.person))
    for job in jobs:
        name = f"（{job.employer}）" if len(jobs) > 1 else ""
        yield QuickAction(f"结束就业{name}", EmploymentRegister.address(job, "action", action="end"))


@contribute(QUICK_ACTIONS)
def _follow_ups(summary: PersonSummary) -> Iterable[QuickAction]:
    """For the work that somebody was sent to, and work outside the county."""
    jobs = [job for job in summary.person.current_jobs if is_placed(job, summary.person.village_id)]
    for job in jobs:
        name = f"（{job.employer}）" if len(jobs) > 1 else ""
        yield QuickAction(f"稳岗回访{name}", reverse(FollowUpRegister.route("add"), args=[job.pk]))


@contribute(QUICK_ACTIONS)
def _cases(summary: PersonSummary) -> Iterable[QuickAction]:
    if not summary.person.open_cases:
        yield QuickAction("登记求职", adding(CaseRegister.route("add"), summary.person))
    for case in summary.person.open_cases:
        yield QuickAction("终结求职", CaseRegister.address(case, "action", action="end"))


@contribute(QUICK_ACTIONS)
def _export(summary: PersonSummary) -> Iterable[QuickAction]:
    yield QuickAction("参加劳务输出", adding(ParticipantRegister.route("add"), summary.person), seldom=True)


@contribute(QUICK_ACTIONS)
def _public_benefit_post(summary: PersonSummary) -> Iterable[QuickAction]:
    address = adding(PublicBenefitPostRegister.route("add"), summary.person)
    yield QuickAction("公益性岗位", address, needs=KEEP, seldom=True)


@contribute(QUICK_ACTIONS)
def _spot_check(summary: PersonSummary) -> Iterable[QuickAction]:
    yield QuickAction("抽查", adding(SpotCheckRegister.route("add"), summary.person), needs=KEEP, seldom=True)
