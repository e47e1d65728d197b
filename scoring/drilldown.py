"""From a lost point to the records behind it: the same rows that were counted, a page at a time."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any, Self

from django.db.models import Count, F, QuerySet

from core.models import Division
from core.records.dated import anything_changed
from scoring.result import SubItemResult
from scoring.rules import AllOrNothing
from scoring.score import Score
from scoring.tallies import Tally
from scoring.years import SubItem


@dataclass(frozen=True)
class Line:
    """A record of a list, where it belongs, and what it is listed for."""

    record: Any
    place: str
    reason: str


@dataclass(frozen=True)
class Drilldown:
    """A sub-item in one town or village."""

    score: Score
    sub_item: SubItem
    place: str
    result: SubItemResult
    #: Lists what had ended before the town began, and not what counts.
    before: bool = False
    #: The number whose rows are listed; blank for the cases.
    opened: str = ""

    @classmethod
    def find(cls, score: Score, code: str, place: str, *, before: bool = False, opened: str = "") -> "Drilldown | None":
        """The sub-item with `code` in the town or one of its villages; None where it or the opened number is not."""
        sub_item = next((sub_item for sub_item in score.rubric.sub_items if sub_item.code == code), None)
        if sub_item is None or (opened and opened not in score.counts[code]):
            return None
        result = score.result(place) if len(place) == Division.Level.TOWN else score.share(place, "")
        return cls(score, sub_item, place, result.sub_items[code], before, opened)

    @property
    def numbers(self) -> list[tuple[str, str, int | None]]:
        """The rule's numbers, each with its name and label; a base figure that nobody entered is None.

        What only the town is measured by has none in a village.
        """
        counted, facts = self.score.counts[self.sub_item.code], self.result.facts
        named = ((name, label) for name, label in self.sub_item.numbers.items() if name in counted)
        return [(name, label, facts.get(name)) for name, label in named] if self.result.count is not None else []

    @property
    def title(self) -> str:
        """What is listed: a number that was opened, or the cases."""
        return self.sub_item.numbers.get(self.opened, "扣分的记录")

    @property
    def listed(self) -> tuple[str, ...]:
        """The names of the tallies whose rows are the cases."""
        if self.before:
            return tuple(name for name, number in self.score.ended(self.sub_item, self.place).items() if number)
        if self.opened:
            return (self.opened,)
        return self.result.listed if self.result.count else ()

    @property
    def started_on(self) -> date | None:
        """The town's start day, where it lies within the year."""
        return self.score.starts.get(self.place[: Division.Level.TOWN])

    def records(self, user: Any, names: Mapping[str, str]) -> "Records":
        """All cases that the user may see, by village, one tally after the other; `names` are those of villages."""
        tallies, numbers = self.sub_item.rule.tallies(self.score.scope), self.sub_item.numbers
        parts = [self._part(numbers.get(name, name), name, tallies, user) for name in self.listed]
        return Records(parts, {code: name for code, name in names.items() if len(code) == Division.Level.VILLAGE})

    def proofs(self, user: Any) -> list[Any] | None:
        """The records that are the proof in the town, as far as the user sees them; None where cases are counted."""
        rule = self.sub_item.rule
        if not isinstance(rule, AllOrNothing):
            return None
        of_town = len(self.place) == Division.Level.TOWN
        return list(self._rows(rule.tallies(self.score.scope)["proofs"], user)) if of_town else []

    def _part(self, reason: str, name: str, tallies: Mapping[str, Tally], user: Any) -> "Part":
        """The rows of a number. Whoever has gone to another town since is counted, and not shown here."""
        tally = tallies[name]
        rows, counts = self._rows(tally, user), self._counts(name)
        if tally.total:  # a figure is a row, whatever it says
            return Part(reason, rows, {self.place: rows.count()})
        if other := self.sub_item.rule.left_out.get(name):
            rows = rows.exclude(pk__in=tallies[other].before_start(self.place).order_by().values("pk"))
            counts = {self.place: self.result.facts[name]} if name in self.result.facts else counts
        if not (tally.path or (tally.place and anything_changed())):
            return Part(reason, rows, counts)
        return Part.as_seen(reason, rows, sum(counts.values()))

    def _counts(self, name: str) -> dict[str, int]:
        """How many rows of a tally each village has, in order; or the town, where they are the town's."""
        counted = self.score.by_place(self.sub_item.code, name, before=self.before)
        inside = {place: number for place, number in sorted(counted.items()) if place.startswith(self.place)}
        return {place: number for place, number in inside.items() if place != self.place} or inside

    def _rows(self, tally: Tally, user: Any) -> QuerySet[Any]:
        rows: Any = tally.before_start(self.place) if self.before else tally.since_start.within(self.place)
        seen = rows.visible_to(user).with_subject()
        return seen.annotate(place=_place_of(tally, seen)).order_by("place", "pk")


@dataclass(frozen=True)
class Part:
    """The rows of one tally, in the order of their places, and how many there are in each."""

    reason: str
    rows: QuerySet[Any]
    counts: dict[str, int]
    #: How many more count, of whom the user may not see.
    hidden: int = 0

    @classmethod
    def as_seen(cls, reason: str, rows: QuerySet[Any], count: int) -> Self:
        """The rows that a user sees, each with its `place`, of so many that count."""
        seen = dict(rows.order_by("place").values_list("place").annotate(Count("pk")))
        return cls(reason, rows, seen, count - sum(seen.values()))

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    def between(self, start: int, stop: int) -> QuerySet[Any]:
        """These of the rows, looked for where they are known to be."""
        ends = list(accumulate(self.counts.values()))
        first, last = bisect_right(ends, start), bisect_left(ends, stop)
        places, before = list(self.counts), (0, *ends)[first]
        rows = self.rows
        if len(places) > 1:
            rows = rows.filter(place__gte=places[first], place__lte=places[min(last, len(places) - 1)])
        return rows[start - before : stop - before]


class Records:
    """Several querysets as one sequence, so that a page of it costs no more than its rows."""

    def __init__(self, parts: list[Part], names: Mapping[str, str]) -> None:
        self._parts = parts
        self._names = names

    @property
    def hidden(self) -> int:
        """How many more records count that the user may not see: of people who have gone to another town."""
        return sum(part.hidden for part in self._parts)

    def __len__(self) -> int:
        return sum(part.count for part in self._parts)

    def __getitem__(self, wanted: slice) -> list[Line]:
        lines: list[Line] = []
        start, stop, _ = wanted.indices(len(self))
        for part in self._parts:
            if start < part.count and stop > 0:
                found = part.between(max(start, 0), stop)
                lines += [Line(record, self._names.get(record.place, "全镇"), part.reason) for record in found]
            start, stop = start - part.count, stop - part.count
        return lines


def _place_of(tally: Tally, rows: QuerySet[Any]) -> Any:
    """Where a listed row stands: people are listed by where they live, records by where they counted."""
    return F(rows.model.division_path) if tally.distinct else tally.place_of(rows)
