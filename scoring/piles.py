"""What lies in an inbox before a row of it is read: keys by the day that they are due, and the points in them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Count, Model, Value

from core.models import Division
from labor.models import Employment, JobSeekingCase, SpotCheck, Verification
from oversight.models import Policy, PolicyPayment, SupervisionTask
from platforms.models import HouseholdHelp, Service
from scoring.catalogue import Rubric
from scoring.duties import Duty, duties_of
from scoring.engine import Survey
from scoring.memo import remembered
from scoring.prepared import count
from scoring.scope import Scope
from workshops.models import Inspection

#: The records that settle duties, by the day of the deed.
DEEDS = (
    (Verification, "verified_on"),
    (Employment, "started_on"),
    (JobSeekingCase, "ended_on"),
    (Service, "served_on"),
    (HouseholdHelp, "helped_on"),
    (SpotCheck, "rectified_on"),
    (Inspection, "rectified_on"),
    (Policy, "done_on"),
    (PolicyPayment, "paid_on"),
    (SupervisionTask, "completed_on"),
)


class Run(NamedTuple):
    """Keys of rows that are due on the same day; None is now."""

    due: date | None
    keys: tuple[Any, ...]


@dataclass(frozen=True)
class Pile:
    """The rows of a duty in a division, and the points that are at stake in all of them, and in one."""

    #: The key of the duty.
    duty: tuple[str, date]
    model: type[Model]
    runs: tuple[Run, ...]
    points: Decimal
    points_each: Decimal

    @property
    def size(self) -> int:
        return sum(len(run.keys) for run in self.runs)


@dataclass(frozen=True)
class Piles:
    """All piles of a division, in the order of the rubric, and how many deeds there were this week."""

    piles: tuple[Pile, ...]
    done: int


def piles_of(division: str, today: date) -> Piles:
    """The piles of a division as things stand on the day `today`, gathered anew only when the data have changed."""
    return remembered("piles", division, today, lambda rubric: gather(rubric, division, today))


def gather(rubric: Rubric, division: str, today: date) -> Piles:
    """The same without a memo."""
    duties = {duty: _runs(duty, division) for duty in duties_of(rubric, today)}
    town = division[: Division.Level.TOWN]
    codes: dict[date, set[str]] = defaultdict(set)
    for duty, runs in duties.items():
        if runs:
            codes[duty.on].add(duty.code)
    surveys = {
        on: Survey(town, on, rubric, counts=count(rubric, Scope(town, on), asked)) for on, asked in codes.items()
    }
    piles = (_pile(duty, runs, surveys[duty.on]) for duty, runs in duties.items() if runs)
    return Piles(tuple(piles), done_in_week(division, today))


def _runs(duty: Duty, division: str) -> tuple[Run, ...]:
    rows: Any = duty.rows
    keys = rows.within(division).order_by("deadline", rows.model.division_path, "pk").values_list("deadline", "pk")
    return tuple(Run(due, tuple(key for _, key in run)) for due, run in groupby(keys, key=itemgetter(0)))


def _pile(duty: Duty, runs: tuple[Run, ...], survey: Survey) -> Pile:
    town, size = survey.scope.division, sum(len(run.keys) for run in runs)
    facts, rows = survey.facts(survey.rubric.entry(duty.code), town), duty.settleable
    everything = facts[duty.tally]  # counted already, where nothing is past settling
    settleable = rows.within(town).count() if duty.where else everything  # type: ignore[attr-defined]
    return Pile(duty.key, rows.model, runs, duty.stake(facts, settleable, size), duty.stake(facts, settleable, 1))


def done_in_week(division: str, today: date) -> int:
    """How many deeds of this week, from Monday to today, there are in a division."""
    week = (today - timedelta(days=today.weekday()), today)
    first, *others = (
        model.objects.within(division)
        .filter(**{f"{day}__range": week})
        .order_by()
        .values(which=Value(f"{model.__name__}.{day}"))
        .annotate(number=Count("pk"))
        for model, day in DEEDS
    )
    return sum(row["number"] for row in first.union(*others))
