"""Why the score differs between two days: by sub-item, and by the cause that moved several of them at once.

The points of the causes add up to the difference of the totals exactly: each sub-item belongs to one cause.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.wall import everywhere
from scoring.result import SubItemResult
from scoring.score import Score, score_of
from scoring.tallies import Scope
from scoring.years import SubItem

#: A record by its kind and its key.
Key = tuple[str, Any]


@dataclass(frozen=True)
class Move:
    """What became of a sub-item: `points` won or lost, and the rows of its numbers that have come or gone.

    They are its cases where it `lists` any, else all that its numbers count.
    """

    sub_item: SubItem
    points: Decimal
    came: frozenset[Key]
    went: frozenset[Key]
    lists: bool

    def label(self, which: str) -> str:
        """What became of the rows that came or went."""
        if self.lists:
            return "新增的扣分记录" if which == "came" else "不再扣分的记录"
        return "新算进来的" if which == "came" else "不再算进来的"

    @property
    def parts(self) -> list[tuple[str, str, int]]:
        """What an address calls the rows that came and those that went, what became of them, and how many they are."""
        both = (("came", self.came), ("went", self.went))
        return [(which, self.label(which), len(rows)) for which, rows in both if rows]


@dataclass(frozen=True)
class Cause:
    """Sub-items that one record moved together, or a single one; `record` moved more than half of the rows of each."""

    moves: tuple[Move, ...]
    record: Key | None = None

    @property
    def points(self) -> Decimal:
        return sum((move.points for move in self.moves), Decimal(0))


@dataclass(frozen=True)
class ScoreDifference:
    """Two totals of a town, and what lies between them: what cost most first, what won most last."""

    town: str
    since: date
    until: date
    before: Decimal
    after: Decimal
    causes: tuple[Cause, ...]

    @property
    def points(self) -> Decimal:
        return self.after - self.before


def difference(town: str, since: date, until: date) -> ScoreDifference:
    """What moved a town's score from the end of one day to that of another, of the same year's rubric."""
    first, second = (score_of(town, day) for day in (since, until))
    before, after = first.result(town), second.result(town)
    moves, traces = [], {}
    for code, result in after.sub_items.items():
        points = (result.score or Decimal(0)) - (before.sub_items[code].score or Decimal(0))
        if points:
            move, traced = _move(first, second, before.sub_items[code], result, points)
            moves.append(move)
            traces[code] = traced
    causes = sorted(_causes(moves, traces), key=lambda cause: (cause.points, cause.moves[0].sub_item.code))
    then, now = (each.total or Decimal(0) for each in (before, after))
    return ScoreDifference(town, since, until, then, now, tuple(causes))


@everywhere("counted for a place, whoever looks")
def _move(
    first: Score, second: Score, before: SubItemResult, after: SubItemResult, points: Decimal
) -> tuple[Move, list[Key]]:
    """The move, and to what each of its rows is traced."""
    sub_item, town = after.sub_item, second.scope.division
    listed = {*before.listed, *after.listed}
    came: dict[Key, Key] = {}
    went: dict[Key, Key] = {}
    for name in sorted(listed or _counted(second, sub_item)):
        then = _rows(first, sub_item, name, town) if name in before.listed or not listed else {}
        now = _rows(second, sub_item, name, town) if name in after.listed or not listed else {}
        traced = _traced(sub_item, name, then.keys() ^ now.keys(), first.scope, second.scope)
        came |= {key: traced.get(key, now[key]) for key in now.keys() - then.keys()}
        went |= {key: traced.get(key, then[key]) for key in then.keys() - now.keys()}
    move = Move(sub_item, points, frozenset(came), frozenset(went), bool(listed))
    return move, [*came.values(), *went.values()]


def _counted(score: Score, sub_item: SubItem) -> Collection[str]:
    """The rule's numbers that rows make up; a figure that somebody entered does not come or go."""
    return [name for name, tally in sub_item.rule.tallies(score.scope).items() if not tally.total]


def _rows(score: Score, sub_item: SubItem, name: str, town: str) -> dict[Key, Key]:
    """The rows of a number on the score's day, each with what it is about at last."""
    rows = score.tally(sub_item.code, name).since_start.within(town)
    model, path = _subject(rows.model)
    own, subject = rows.model._meta.label_lower, model._meta.label_lower
    return {(own, key): (subject, about) for key, about in rows.order_by().values_list("pk", path)}


def _subject(model: Any) -> tuple[Any, str]:
    """What records of a kind are about at last, and the path to its key: a job-seeker's case leads to the person."""
    path = []
    while about := getattr(model, "about", ""):
        path.append(about)
        model = model._meta.get_field(about).related_model
    return model, "__".join([*path, "pk"])


def _traced(sub_item: SubItem, name: str, rows: Collection[Key], before: Scope, after: Scope) -> dict[Key, Key]:
    """The rows that came or went with something else, as the rule knows, with what that is."""
    if not rows:
        return {}
    label = next(iter(rows))[0]
    found = sub_item.rule.came_with(name, {key for _, key in rows}, before, after)
    return {(label, key): (record._meta.label_lower, record.pk) for key, record in found.items()}


def _causes(moves: Iterable[Move], traces: Mapping[str, list[Key]]) -> list[Cause]:
    """Moves of which the same record moved most are one cause; any other is its own."""
    groups: dict[Any, list[Move]] = defaultdict(list)
    for move in moves:
        groups[_mostly(traces[move.sub_item.code]) or move.sub_item.code].append(move)
    return [Cause(tuple(some), key if isinstance(key, tuple) else None) for key, some in groups.items()]


def _mostly(traced: Collection[Key]) -> Key | None:
    """What more than half of the rows are traced to; None where there is no such thing."""
    return next((key for key, number in Counter(traced).most_common(1) if 2 * number > len(traced)), None)
