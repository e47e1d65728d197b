"""Days, half-years and ages: calendar arithmetic that knows nothing of the domain's records."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class HalfYear:
    """One of the two halves of a calendar year; prints as 2023H1."""

    year: int
    half: int

    @property
    def start(self) -> date:
        return date(self.year, 1, 1) if self.half == 1 else date(self.year, 7, 1)

    @property
    def end(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def label(self) -> str:
        """How the half-year is called on a page: 2023年上半年."""
        return f"{self.year}年{'上' if self.half == 1 else '下'}半年"

    @property
    def before(self) -> "HalfYear":
        """The half-year before this one."""
        return HalfYear(self.year, 1) if self.half == 2 else HalfYear(self.year - 1, 2)

    @classmethod
    def containing(cls, day: date) -> "HalfYear":
        return cls(day.year, 1 if day.month <= 6 else 2)

    def __str__(self) -> str:
        return f"{self.year}H{self.half}"


def half_years(year: int) -> Iterator[HalfYear]:
    """Both halves of `year`, the earlier one first."""
    yield HalfYear(year, 1)
    yield HalfYear(year, 2)


def year_end(day: date) -> date:
    """The last day of the year of `day`."""
    return date(day.year, 12, 31)


def year_to(day: date) -> tuple[date, date]:
    """The year of `day` as far as it has passed: its first day, and `day`."""
    return date(day.year, 1, 1), day


def last_year_end(day: date) -> date:
    """The last day of the year before that of `day`."""
    return date(day.year - 1, 12, 31)


def cut_at_years(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days from `first` to `last` in parts that each lie in one year: their first and last days."""
    for year in range(first.year, last.year + 1):
        yield max(first, date(year, 1, 1)), min(last, date(year, 12, 31))


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_ends_before(day: date) -> Iterator[date]:
    """The last days of the months before that of `day`, the newest first."""
    while True:
        day = day_before(day.replace(day=1))
        yield day


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = month_end(date(year, month + 1, 1))
    return last if day.day > last.day else last.replace(day=day.day)


def add_month(day: date) -> date:
    """The same day of the next month, or that month's last day."""
    return add_months(day, 1)


def years_before(day: date, years: int) -> date:
    """The latest birth date of somebody who has completed `years` at `day`.

    Born on 29 February, a year is completed on 1 March of a common year.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def full_years(born: date, day: date) -> int:
    """Completed years of age at `day`."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def year_back(day: date) -> date:
    """The day after which the twelve months up to `day` begin."""
    return years_before(day, 1)


def day_before(day: date) -> date:
    return day - timedelta(days=1)
