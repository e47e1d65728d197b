"""What a score is asked for: a division and a day; everything else follows from the two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.compiled import QueryParameter
from core.periods import Term, last_year_end, terms, year_of

DIVISION, DAY = QueryParameter("division"), QueryParameter("on")


@dataclass(frozen=True)
class Scope:
    """Facts of `division` as known at the end of the day `on`."""

    division: str
    on: date

    @property
    def year(self) -> int:
        return year_of(self.on)

    @property
    def base_year(self) -> int:
        return year_of(self.last_year_end)

    @property
    def last_year_end(self) -> date:
        return last_year_end(self.on)

    def ended_terms(self, deadlines: Sequence[str]) -> Iterator[Term]:
        """The terms of the year that end at `deadlines` (month-day), as far as they have ended: 2023H1, 2023H2."""
        return (term for term in terms(self.year, deadlines) if term.end <= self.on)


@dataclass(frozen=True)
class OpenScope(Scope):
    """Any division and day on which so many terms of the year have ended: parameters that a compiled query binds."""

    division: Any = DIVISION
    on: Any = DAY
    ended: int = 0

    def ended_terms(self, deadlines: Sequence[str]) -> Iterator[Term]:
        year: Any = self.year
        for number in range(self.ended):
            start, end = (year.derived(_term_day, deadlines, number, name) for name in ("start", "end"))
            yield Term(year, number + 1, start, end, label="")


def _term_day(year: int, deadlines: Sequence[str], number: int, name: str) -> date:
    day: date = getattr(list(terms(year, deadlines))[number], name)
    return day
