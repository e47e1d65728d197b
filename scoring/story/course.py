"""The course of a town's score through a year: the end of each month, today, and what stored days will make of it.

Every number is the engine's, counted from what is known today; what lies ahead says what happens if nobody acts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.functional import cached_property

from core.periods import days_of_month, month_end, year_end
from scoring.catalogue import first_year
from scoring.score import score_of
from scoring.task_groups import task_groups

#: So many days ahead are looked at besides the ends of months: those on which the most points are due.
STEPS = 3


@dataclass(frozen=True)
class Point:
    """A town's total at the end of a day; what is not over yet is `expected`, if nothing more is entered."""

    on: date
    total: Decimal
    is_expected: bool = False


@dataclass(frozen=True)
class Course:
    """A town's totals on the days of a year, in their order."""

    town: str
    today: date
    points: tuple[Point, ...]

    @property
    def known(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if not point.is_expected)

    @property
    def expected(self) -> tuple[Point, ...]:
        """The days ahead, from the last that is known."""
        ahead = tuple(point for point in self.points if point.is_expected)
        return (*self.known[-1:], *ahead) if ahead else ()

    @cached_property
    def at_year_end(self) -> Point | None:
        """What the year will end with if nobody acts; None when it is over."""
        return self.expected[-1] if self.expected else None


def year_course(town: str, year: int, today: date) -> Course:
    """The ends of the months of a year; in the current one today and what is ahead too. Nothing before the rubrics."""
    days = {month_end(date(year, month, 1)) for month in range(1, 13)}
    if year == today.year:
        days |= {today, *steps_ahead(town, today)}
    return Course(town, today, tuple(points_on(town, sorted(days), today)))


def month_course(town: str, month: date, today: date) -> Course:
    """Every day of the month in which the day `month` lies."""
    return Course(town, today, tuple(points_on(town, days_of_month(month), today)))


def points_on(town: str, days: Iterable[date], today: date) -> list[Point]:
    """The totals at the end of days; none of years before the first rubric or after the current one."""
    years = range(first_year(), today.year + 1)
    scored = [day for day in days if day.year in years]
    return [Point(day, _total(town, day), day > today) for day in scored]


def _total(town: str, day: date) -> Decimal:
    total = score_of(town, day).result(town).total
    return total or Decimal(0)


def steps_ahead(town: str, today: date) -> list[date]:
    """The days from which the most points are lost between today and the year's end."""
    points: dict[date, Decimal] = {}
    groups, _ = task_groups(town, today)
    for group in groups:
        if group.due and today < group.due < year_end(today):
            after = group.due + timedelta(days=1)
            points[after] = max(points.get(after, Decimal(0)), group.points)
    return sorted(sorted(points, key=lambda day: (-points[day], day))[:STEPS])
