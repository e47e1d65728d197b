"""Days as the demo town counts them: backwards from the day it is loaded, or by the calendar of its two years."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.assessment import term_before, term_of
from core.periods import Term

TWO_YEARS = 730
WEEKDAYS = 5


@dataclass(frozen=True)
class Days:
    """Offices work from Monday to Friday, so official acts fall on a working day."""

    today: date

    @property
    def year(self) -> int:
        return self.today.year

    @property
    def start(self) -> date:
        return self.ago(TWO_YEARS)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def ahead(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def office_ago(self, days: int) -> date:
        """So many days ago, or on the Friday before."""
        return working_day(self.ago(days))

    def known(self, day: date | None) -> date | None:
        """The day if it has come, else None: a blank cell."""
        return day if day and day <= self.today else None

    @property
    def years(self) -> Iterator[int]:
        """The years that the two years of facts touch."""
        yield from range(self.start.year, self.year + 1)

    def yearly(self, month: int, day: int) -> Iterator[date]:
        """That working day of every year, as far as it lies within the two years."""
        for year in self.years:
            found = working_day(date(year, month, day))
            if self.start <= found <= self.today:
                yield found

    def monthly(self, day: int) -> list[date]:
        """That working day of every month within the two years."""
        return sorted(found for month in range(1, 13) for found in self.yearly(month, day))

    @property
    def terms(self) -> list[Term]:
        """The term of today and those before it that began within the two years, the earliest first."""
        found = [term_of(self.today)]
        while (earlier := term_before(found[-1])).start > self.start:
            found.append(earlier)
        return found[::-1]


def working_day(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - WEEKDAYS + 1))


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)
