"""What a score is asked for: a division and a day; everything else follows from the two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.assessment import labor_force_on
from core.periods import Term, last_year_end, terms, year_back, years_before
from core.scoping import next_code


@dataclass(frozen=True)
class Scope:
    """Facts of `division` as known at the end of the day `on`."""

    division: str
    on: date

    @property
    def year(self) -> int:
        return self.on.year

    @property
    def base_year(self) -> int:
        return self.year - 1

    @property
    def year_start(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last_year_end(self) -> date:
        return last_year_end(self.on)

    def ended_terms(self, deadlines: Sequence[str]) -> Iterator[Term]:
        """The terms of the year that end at `deadlines` (month-day), as far as they have ended: 2023H1, 2023H2."""
        return (term for term in terms(self.year, deadlines) if term.end <= self.on)

    def values(self, deadlines: Sequence[str]) -> tuple[str | int | date, ...]:
        """Everything that a rule may ask the database for by this scope, always in the same order."""
        ended = list(self.ended_terms(deadlines))
        days = (self.on, *(term.end for term in ended))
        force = labor_force_on(self.on)
        ages = (years_before(day, age) for day in days for age in (force.youngest, force.too_old))
        starts = (self.year_start, self.last_year_end, year_back(self.on), *(term.start for term in ended))
        return (self.division, next_code(self.division), self.year, self.base_year, *days, *starts, *ages)
