"""What lies in an inbox before a row of it is read: keys by the day that they are due, and the points in them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Model

from core.history import tables_read
from core.memo import remembered
from core.models import Division
from labor.models import Employment, JobSeekingCase, SpotCheck, Verification
from oversight.models import Policy, PolicyPayment, SupervisionTask
from platforms.models import HouseholdHelp, Service
from scoring.catalogue import Rubric, duties_of, rubric_for
from scoring.duties import ANYWHERE, Decline, Duty, DutyKey, Loss
from scoring.score import Score, count
from scoring.tallies import Scope
from workshops.models import Inspection

Deed = tuple[Any, str]
#: The records that settle duties, each with its day.
DEEDS: tuple[Deed, ...] = (
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
    duty: DutyKey
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
    """The piles of a division as things stand on the day `today`; what is not touched by a write is remembered."""
    rubric = rubric_for(today.year)
    duties = {duty.key: duty for duty in duties_of(rubric, today)}

    def find(names: Collection[Any]) -> dict[Any, Any]:
        piles = gather(rubric, [duties[name] for name in names if name in duties], division)
        return {**piles, **count_deeds([name for name in names if name in DEEDS], division, today)}

    parts = {key: duty.tables for key, duty in duties.items()} | {deed: _tables(deed) for deed in DEEDS}
    found = remembered(parts, (rubric.digest, division, today), find)
    piles = (found[key] for key in duties)
    return Piles(tuple(pile for pile in piles if pile.runs), sum(found[deed] for deed in DEEDS))


def gather(rubric: Rubric, duties: Iterable[Duty], division: str) -> dict[DutyKey, Pile]:
    """The pile of each duty, by its key, in a division."""
    runs = {duty: _runs(duty, division) for duty in duties}
    town = division[: Division.Level.TOWN]
    codes: dict[date, set[str]] = defaultdict(set)
    for duty in (duty for duty in runs if runs[duty]):
        for day in (duty.on, duty.since) if isinstance(duty, Decline) else (duty.on,):
            codes[day].add(duty.code)
    counted = {on: count(rubric, Scope(town, on), asked) for on, asked in codes.items()}
    scores = {on: Score(town, on, rubric, counts=counts) for on, counts in counted.items()}
    return {duty.key: _pile(duty, each, scores) for duty, each in runs.items()}


def _runs(duty: Duty, division: str) -> tuple[Run, ...]:
    rows: Any = duty.rows
    keys = rows.within(division).order_by("deadline", rows.model.division_path, "pk").values_list("deadline", "pk")
    return _grouped(keys)


def _by_day_lost(duty: Loss, runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The same keys by the day from which they cost points."""
    keys = [key for run in runs for key in run.keys]
    days = duty.days_lost(keys)
    return _grouped(sorted(((days[key], key) for key in keys), key=itemgetter(0)))


def _grouped(keys: Iterable[tuple[Any, Any]]) -> tuple[Run, ...]:
    return tuple(Run(due, tuple(key for _, key in run)) for due, run in groupby(keys, key=itemgetter(0)))


def _pile(duty: Duty, runs: tuple[Run, ...], scores: Mapping[date, Score]) -> Pile:
    """There is no score where there are no rows. What does not decline is no pile, whoever comes and goes."""
    rows: Any = duty.settleable
    score = scores.get(duty.on)
    decline = _decline(duty, score, scores[duty.since]) if isinstance(duty, Decline) and score and runs else None
    if not (score and runs) or decline == 0:
        return Pile(duty.key, rows.model, (), Decimal(0), Decimal(0))
    town, size = score.scope.division, sum(len(run.keys) for run in runs)
    facts = score.facts(score.rubric.sub_item(duty.code), town)
    if isinstance(duty, Loss):
        runs = _by_day_lost(duty, runs)
    if isinstance(duty, Decline) and decline is not None:
        sizes = duty.sizes(town)
        # what differs from row to row is told of all together
        each = duty.stake(facts, sum(sizes), sizes[0]) if len(set(sizes)) == 1 else Decimal(0)
        return Pile(duty.key, rows.model, runs, decline, each)
    # counted already, where nothing is past settling
    settleable = rows.within(town).count() if duty.where else facts[duty.tally]
    return Pile(duty.key, rows.model, runs, duty.stake(facts, settleable, size), duty.stake(facts, settleable, 1))


def _decline(duty: Decline, score: Score, before: Score) -> Decimal:
    """The points that the town loses between the two days, all rows together; 0 where it loses none."""
    sub_item = score.rubric.sub_item(duty.code)
    now, then = (sub_item.rule.lost(each.facts(sub_item, each.scope.division)) for each in (score, before))
    return max(now - then, Decimal(0))


def count_deeds(deeds: Iterable[Deed], division: str, today: date) -> dict[Deed, int]:
    """How many deeds of each kind there are in a division this week, from Monday to today."""
    week = (today - timedelta(days=today.weekday()), today)
    return {
        (model, day): model.objects.within(division).filter(**{f"{day}__range": week}).count() for model, day in deeds
    }


@cache
def _tables(deed: Deed) -> frozenset[str]:
    return tables_read(deed[0].objects.within(ANYWHERE))
