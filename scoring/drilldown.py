"""From a lost point to the records behind it: the same rows that were counted, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from core.models import Division, Village
from scoring.catalogue import Entry
from scoring.engine import Survey
from scoring.results import Indicator
from scoring.tallies import Tally


@dataclass(frozen=True)
class Line:
    """A record of a list, where it belongs, and what it is listed for."""

    record: Any
    place: str
    reason: str


@dataclass(frozen=True)
class Drilldown:
    """A sub-item in one town or village."""

    survey: Survey
    entry: Entry
    place: str
    indicator: Indicator

    @classmethod
    def find(cls, survey: Survey, code: str, place: str) -> "Drilldown | None":
        """The sub-item with `code` in the surveyed town or one of its villages; None where there is no such item."""
        entry = next((entry for entry in survey.rubric.entries if entry.code == code), None)
        if entry is None:
            return None
        result = survey.result(place) if len(place) == Division.Level.TOWN else survey.share(place, "")
        return cls(survey, entry, place, result.indicators[code])

    @property
    def numbers(self) -> list[tuple[str, int | None]]:
        """The rule's numbers with their names; a base figure that nobody entered is None."""
        counted, facts = self.survey.counts[self.entry.code], self.indicator.facts
        return [(label, facts.get(name)) for name, label in self.entry.numbers.items() if name in counted]

    @property
    def listed(self) -> tuple[str, ...]:
        """The names of the tallies whose rows are the cases."""
        return self.indicator.listed if self.indicator.count else ()

    def records(self, user: Any) -> "Records":
        """All cases that the user may see, by village, one tally after the other."""
        tallies, numbers = self.entry.rule.tallies(self.survey.scope), self.entry.numbers
        parts = [
            Part(numbers[name], self._rows(tallies[name], user), self.indicator.facts[name]) for name in self.listed
        ]
        names = dict(Village.objects.visible_to(user).within(self.place).values_list("code", "name")) if parts else {}
        return Records(parts, names)

    def _rows(self, tally: Tally, user: Any) -> QuerySet[Any]:
        seen = tally.within(self.place).visible_to(user).with_subject()  # type: ignore[attr-defined]
        rows: QuerySet[Any] = seen.annotate(place=F(seen.model.division_path)).order_by("place", "pk")
        return rows


@dataclass(frozen=True)
class Part:
    """The rows of one tally, and how many the survey counted."""

    reason: str
    rows: QuerySet[Any]
    count: int


class Records:
    """Several querysets as one sequence, so that a page of it costs no more than its rows."""

    def __init__(self, parts: list[Part], names: Mapping[str, str]) -> None:
        self._parts = parts
        self._names = names

    def __len__(self) -> int:
        return sum(part.count for part in self._parts)

    def __getitem__(self, wanted: slice) -> list[Line]:
        lines: list[Line] = []
        start, stop, _ = wanted.indices(len(self))
        for part in self._parts:
            if start < part.count and stop > 0:
                found = part.rows[max(start, 0) : stop]
                lines += [Line(record, self._names.get(record.place, "全镇"), part.reason) for record in found]
            start, stop = start - part.count, stop - part.count
        return lines
