"""What is said of a deadline, in the words of its rule: by a reminder that is sent, and by a page that is made now."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from core.assessment import term_of
from core.periods import month_and_day
from reminders.models import ReminderRule

#: Villages that a text names before it says how many more there are.
MOST_NAMED = 12


class VillageLeft(NamedTuple):
    """So many people of a village are left and, where that is told, of how many."""

    code: str
    name: str
    left: int
    total: int | None = None


def sentence(
    rule: ReminderRule, stage: int, *, place: str, count: int, deadline: date, on: date, villages: Sequence[VillageLeft]
) -> str:
    """What the rule says at a stage, on the day `on`."""
    filled = {
        "区划": place,
        "数量": count,
        "截止日期": month_and_day(deadline),
        "剩余": f"还剩{(deadline - on).days}天" if deadline > on else "今天到期",
        "各村": _named(villages),
        "期间": term_of(deadline).length,
    }
    return rule.wording(stage).format_map(filled)


def _named(villages: Sequence[VillageLeft]) -> str:
    """The villages with what is open there, those with most first."""
    first = sorted(villages, key=lambda each: (-each.left, each.code))[:MOST_NAMED]
    told = (f"{each.name}{each.left}人" + (f"（共{each.total}人）" if each.total is not None else "") for each in first)
    return "、".join(told) + (f"，等{len(villages)}个村" if len(villages) > MOST_NAMED else "")
