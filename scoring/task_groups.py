"""What there is to do in a division, as keys: the rows of each duty by the day and the place in which they are due.

Nothing of a row is read yet. What is not touched by a write is remembered.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Model

from core.history import tables_read
from core.memo import remembered
from core.models import Division
from core.wall import everywhere
from scoring.actions import SETTLING, Settling, count_settled
from scoring.catalogue import duties_of, rubric_for
from scoring.duties import ANYWHERE, Decline, Duty, DutyKey, Loss
from scoring.score import Score, count
from scoring.tallies import Scope
from scoring.years import Rubric


@dataclass(frozen=True)
class TaskGroup:
    """The rows of a duty in a place that are due on the same day, None being now: their keys, before they are read.

    `points` are at stake in all rows of the duty, whenever they are due, `points_each` in one of them.
    """

    duty: DutyKey
    model: type[Model]
    due: date | None
    place: str
    keys: tuple[Any, ...]
    points: Decimal
    points_each: Decimal


def task_groups(division: str, today: date) -> tuple[tuple[TaskGroup, ...], int]:
    """The groups of a division as things stand on the day `today`, in the order of the rubric; and what is settled.

    The second is how many things were settled this week. What is not touched by a write is remembered.
    """
    rubric = rubric_for(today.year)
    duties = {duty.key: duty for duty in duties_of(rubric, today)}

    def find(names: Collection[Any]) -> dict[Any, Any]:
        groups = gather(rubric, [duties[name] for name in names if name in duties], division)
        return {**groups, **count_settled([name for name in names if name in SETTLING], division, today)}

    parts = {key: duty.tables for key, duty in duties.items()} | {kind: _tables(kind) for kind in SETTLING}
    stored = all(duty.stored for duty in duties.values())  # asked before the versions: a change may lie between them
    found = remembered(parts, (rubric.digest, division, today, stored), find)
    return tuple(group for key in duties for group in found[key]), sum(found[kind] for kind in SETTLING)


@cache
def _tables(kind: Settling) -> frozenset[str]:
    return tables_read(kind[0].objects.within(ANYWHERE))


@everywhere("counted for a place, whoever looks")
def gather(rubric: Rubric, duties: Iterable[Duty], division: str) -> dict[DutyKey, tuple[TaskGroup, ...]]:
    """The groups of each duty, by its key, in a division."""
    keys = {duty: duty.keys(division) for duty in duties}
    town = division[: Division.Level.TOWN]
    codes: dict[date, set[str]] = defaultdict(set)
    for duty in (duty for duty in keys if keys[duty]):
        for day in (duty.on, duty.since) if isinstance(duty, Decline) else (duty.on,):
            codes[day].add(duty.code)
    counted = {on: count(rubric, Scope(town, on), wanted) for on, wanted in codes.items()}
    scores = {on: Score(town, on, rubric, counts=counts) for on, counts in counted.items()}
    return {duty.key: _groups(duty, each, scores) if each else () for duty, each in keys.items()}


def _groups(
    duty: Duty, keys: Sequence[tuple[Any, date | None, str]], scores: Mapping[date, Score]
) -> tuple[TaskGroup, ...]:
    """What does not decline is no task, whoever comes and goes."""
    if isinstance(duty, Decline):
        points, each = _decline(duty, scores)
        if not points:
            return ()
    else:
        points, each = _stakes(duty, scores[duty.on], len(keys))
    if isinstance(duty, Loss):
        days = duty.days_lost([key for key, *_ in keys])
        keys = sorted(((key, days[key], place) for key, _, place in keys), key=itemgetter(1))
    model: type[Model] = duty.rows.model
    return tuple(
        TaskGroup(duty.key, model, due, place, tuple(key for key, *_ in rows), points, each)
        for (due, place), rows in groupby(keys, key=itemgetter(1, 2))
    )


def _stakes(duty: Duty, score: Score, size: int) -> tuple[Decimal, Decimal]:
    """The points that are at stake in so many rows, and in one."""
    facts = _facts(duty, score)
    # counted already, where nothing is past settling
    settleable = duty.size(score.scope.division) if duty.where else facts[duty.tally]
    before = score.lost_before(score.rubric.sub_item(duty.code), score.scope.division)
    return duty.stake(facts, settleable, size, before), duty.stake(facts, settleable, 1, before)


def _decline(duty: Decline, scores: Mapping[date, Score]) -> tuple[Decimal, Decimal]:
    """The points that the town loses between the two days by all rows together, and by one; 0 where it loses none."""
    before, facts = (_facts(duty, scores[day]) for day in (duty.since, duty.on))
    points = duty.rule.lost(facts) - duty.rule.lost(before)
    if points <= 0:
        return Decimal(0), Decimal(0)
    sizes = duty.sizes(scores[duty.on].scope.division)
    # what differs from row to row is told of all together
    return points, duty.stake(facts, sum(sizes), sizes[0]) if len(set(sizes)) == 1 else Decimal(0)


def _facts(duty: Duty, score: Score) -> dict[str, int]:
    return score.facts(score.rubric.sub_item(duty.code), score.scope.division)
