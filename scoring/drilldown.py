"""From a lost point to the records behind it: the same rows that were counted, a page at a time."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from core.models import Division
from scoring.catalogue import Entry
from scoring.engine import Survey
from scoring.results import Indicator
from scoring.tallies import Tally


@dataclass(frozen=True)
class Line:
    """A record of a list: what it is about, and what is said of it."""

    record: Any
    label: str


@dataclass(frozen=True)
class Drilldown:
    """A sub-item in one place."""

    survey: Survey
    entry: Entry
    place: str
    indicator: Indicator

    @classmethod
    def find(cls, survey: Survey, code: str, place: str) -> "Drilldown | None":
        """The sub-item with `code` in a town or village; None where there is no such thing."""
        entry = next((entry for entry in survey.rubric.entries if entry.code == code), None)
        if entry is None:
            return None
        result = survey.result(place) if len(place) == Division.Level.TOWN else survey.share(place, "")
        return cls(survey, entry, place, result.indicators[code])

    @property
    def numbers(self) -> list[tuple[str, int | None]]:
        """The rule's numbers with their names; a base figure that nobody entered is None."""
        counted = self.survey.counts[self.entry.code]
        facts = self.indicator.facts
        return [(label, facts.get(name)) for name, label in self.entry.numbers.items() if name in counted]

    @property
    def tallies(self) -> list[tuple[str, Tally]]:
        """The tallies whose rows are the cases, with their names."""
        named = self.entry.rule.tallies(self.survey.scope)
        return [(name, named[name]) for name in self.indicator.listed if self.indicator.count]

    def records(self, user: Any) -> "Records":
        """All cases that the user may see, in order of village, one tally after the other."""
        return Records([(self.entry.numbers.get(name, ""), self._rows(tally, user)) for name, tally in self.tallies])

    def _rows(self, tally: Tally, user: Any) -> QuerySet[Any]:
        rows = tally.within(self.place)
        path = rows.model.division_path
        related = [name for name in ("person", "household", "village", "workshop") if _has(rows.model, name)]
        seen: QuerySet[Any] = rows.visible_to(user).select_related(*related)
        return seen.annotate(place=F(path)).order_by("place", "pk")


class Records:
    """Several querysets as one sequence, so that a page of it costs no more than its rows."""

    def __init__(self, parts: list[tuple[str, QuerySet[Any]]]) -> None:
        self._parts = parts
        self._counts = [rows.count() for _, rows in parts]

    def __len__(self) -> int:
        return sum(self._counts)

    def __getitem__(self, wanted: slice) -> list[Line]:
        lines: list[Line] = []
        start, stop, _ = wanted.indices(len(self))
        for (label, rows), count in zip(self._parts, self._counts, strict=True):
            if start < count and stop > 0:
                lines += [Line(record, label) for record in rows[max(start, 0) : stop]]
            start, stop = start - count, stop - count
        return lines


def _has(model: Any, name: str) -> bool:
    return any(field.name == name and field.is_relation for field in model._meta.get_fields())
