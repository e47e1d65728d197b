"""When a job goes on, as a condition on a job reached by any path, on any day; and when somebody left the register."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q


def going_on(on: Any, job: str = "") -> Q:
    """A job that covers the day; its last day still counts."""
    still = Q(**{f"{job}ended_on__isnull": True}) | Q(**{f"{job}ended_on__gte": on})
    return still & Q(**{f"{job}started_on__lte": on})


def first_day_out(exits: Iterable[tuple[date, date | None]], since: date) -> date | None:
    """The first day from `since` on which somebody had left the register, as of that day; None where there is none.

    `exits` are the days of leaving that were known, each with the day of the change that ended it, the earliest first;
    the stored one comes last and ends never (`date.max`).
    """
    begun = since
    for changed, left in exits:
        if left is not None and max(begun, left) < changed:
            return max(begun, left)
        begun = max(begun, changed)
    return None
