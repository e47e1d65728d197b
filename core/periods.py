"""Days, terms and ages: calendar arithmetic that knows nothing of the domain's records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from core.compiled import takes_parameters

#: Month and day of the deadlines of a year that is cut in halves.
HALF_YEARS = ("06-30", "12-31")
#: What the terms of a year are called, by how many there are.
_CALLED = {1: ("",), 2: ("上半年", "下半年"), 4: ("第一季度", "第二季度", "第三季度", "第四季度")}
#: How long each is then.
_LENGTHS = {1: "年度", 2: "半年", 4: "季度"}


@dataclass(frozen=True)
class Term:
    """A stretch of a year at whose last day something has to be done, both days included; prints as 2023H1."""

    year: int
    number: int
    start: date
    end: date
    #: What it is called on a page: 2023年上半年.
    label: str
    #: How long it is, as a page says it: 半年, 季度.
    length: str = ""

    @property
    def name(self) -> str:
        """H1 for the first of its year."""
        return f"H{self.number}"

    def __str__(self) -> str:
        return f"{self.year}{self.name}"


def terms(year: int, deadlines: Sequence[str]) -> Iterator[Term]:
    """The terms of `year` that end at `deadlines` (month-day), one after the other."""
    start = date(year, 1, 1)
    called = _CALLED.get(len(deadlines)) or [f"第{number}期" for number in range(1, len(deadlines) + 1)]
    for number, (deadline, words) in enumerate(zip(deadlines, called, strict=True), start=1):
        end = date.fromisoformat(f"{year}-{deadline}")
        yield Term(year, number, start, end, f"{year}年{words}", _LENGTHS.get(len(deadlines), "期"))
        start = end + timedelta(days=1)


@takes_parameters
def year_of(day: date) -> int:
    return day.year


@takes_parameters
def first_day(year: int) -> date:
    return date(year, 1, 1)


def year_end(day: date) -> date:
    """The last day of the year of `day`."""
    return date(day.year, 12, 31)


def year_to(day: date) -> tuple[date, date]:
    """The year of `day` as far as it has passed: its first day, and `day`."""
    return date(day.year, 1, 1), day


@takes_parameters
def last_year_end(day: date) -> date:
    """The last day of the year before that of `day`."""
    return date(day.year - 1, 12, 31)


def cut_at_years(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days from `first` to `last` in parts that each lie in one year: their first and last days."""
    for year in range(first.year, last.year + 1):
        yield max(first, date(year, 1, 1)), min(last, date(year, 12, 31))


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day + relativedelta(day=31)


def days_of_month(day: date) -> list[date]:
    """Every day of the month of `day`."""
    return [day.replace(day=number) for number in range(1, month_end(day).day + 1)]


def month_ends_before(day: date) -> Iterator[date]:
    """The last days of the months before that of `day`, the newest first."""
    while True:
        day = day_before(day.replace(day=1))
        yield day


@takes_parameters
def years_before(day: date, years: int) -> date:
    """The latest birth date of somebody who has completed `years` at `day`.

    Born on 29 February, a year is completed on 1 March of a common year.
    """
    return day - relativedelta(years=years)


def full_years(born: date, day: date) -> int:
    """Completed years of age at `day`."""
    # not relativedelta, for which who was born on 29 February is a year older on 28 February
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def year_back(day: date) -> date:
    """The day after which the twelve months up to `day` begin."""
    return years_before(day, 1)


def month_and_day(day: date) -> str:
    """How a page names a day of the year that it is about: 5月20日."""
    return f"{day.month}月{day.day}日"


def day_before(day: date) -> date:
    return day - timedelta(days=1)
