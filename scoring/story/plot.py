"""Where the points of a course stand on paper: a drawing of fixed size that the server makes, without scripts."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import cached_property

from core.periods import first_day, month_and_day, year_end
from scoring.result import decimal_text
from scoring.story.course import Course, Point

#: The drawing's size, and the room for what is written around it.
WIDTH, HEIGHT = 760, 190
LEFT, RIGHT, TOP, BOTTOM = 46, 96, 14, 24
#: What the lowest line of the grid may be at most, and how far lines lie apart.
FLOOR_AT_MOST, APART = 80, 10
FULL = 100
#: Where a label stands from its point.
LABEL_ABOVE, LABEL_BELOW = -8, 18


@dataclass(frozen=True)
class Dot:
    """A point in its place; `label` is written at it, where there is room for one."""

    point: Point
    x: float
    y: float
    label: bool = True

    @property
    def drop(self) -> int:
        """How far below the point its label is written: above it, but at the top of the drawing."""
        return LABEL_BELOW if self.y < TOP + LABEL_BELOW else LABEL_ABOVE


@dataclass(frozen=True)
class Plot:
    """The drawing of a course of a year."""

    course: Course
    year: int

    width, height = WIDTH, HEIGHT
    #: Where the grid begins and ends, and how high it is.
    left, right, top, depth = LEFT, WIDTH - RIGHT, TOP, HEIGHT - TOP - BOTTOM

    @cached_property
    def floor(self) -> int:
        """The lowest line of the grid: a ten below all totals."""
        lowest = min((point.total for point in self.course.points), default=Decimal(FULL))
        return max(min(int(lowest) // APART * APART, FLOOR_AT_MOST), 0)

    @property
    def grid(self) -> list[tuple[int, float]]:
        return [(number, self._y(Decimal(number))) for number in range(self.floor, FULL + 1, APART)]

    @property
    def months(self) -> list[tuple[int, float]]:
        """The months, each in the middle of its days."""
        return [(month, self._x(date(self.year, month, 15))) for month in range(1, 13)]

    @cached_property
    def dots(self) -> list[Dot]:
        """The known points; what is no turn of the line is not labelled."""
        known = self.course.known
        return [self._dot(point, label=_turns(known, index)) for index, point in enumerate(known)]

    @property
    def now(self) -> Dot | None:
        """The last known point, where more of the year is ahead."""
        return self.dots[-1] if self.dots and self.course.expected else None

    @property
    def end(self) -> Dot | None:
        last = self.course.at_year_end
        return self._dot(last) if last else None

    @property
    def ahead_width(self) -> float:
        """How wide what is ahead is."""
        return round(self.end.x - self.now.x, 1) if self.end and self.now else 0

    @property
    def words(self) -> str:
        """What the drawing says, for whoever does not see it."""
        known = "，".join(f"{month_and_day(dot.point.on)}{decimal_text(dot.point.total)}" for dot in self.dots)
        ahead = self.end and f"；预计{month_and_day(self.end.point.on)}{decimal_text(self.end.point.total)}"
        return f"{self.year}年得分：{known}{ahead or ''}"

    @property
    def known_line(self) -> str:
        return _line((dot.x, dot.y) for dot in self.dots)

    @property
    def expected_line(self) -> str:
        """As steps: a total holds until the day of the next."""
        ahead = [self._dot(point) for point in self.course.expected]
        corners = [(later.x, earlier.y) for earlier, later in itertools.pairwise(ahead)]
        places = [(dot.x, dot.y) for dot in ahead]
        return (
            _line(place for pair in zip(places, [*corners, places[-1]], strict=True) for place in pair) if ahead else ""
        )

    def _dot(self, point: Point, *, label: bool = True) -> Dot:
        return Dot(point, self._x(point.on), self._y(point.total), label)

    def _x(self, day: date) -> float:
        first, last = first_day(self.year), year_end(day)
        share = (day - first).days / (last - first).days
        return round(self.left + share * (self.right - self.left), 1)

    def _y(self, total: Decimal) -> float:
        share = float(FULL - total) / (FULL - self.floor)
        return round(self.top + share * self.depth, 1)


def _turns(points: Sequence[Point], index: int) -> bool:
    """Whether the line is highest or lowest at a point, or begins or ends there."""
    if index in (0, len(points) - 1):
        return True
    before, here, after = (points[each].total for each in (index - 1, index, index + 1))
    return (here - before) * (here - after) > 0


def _line(places: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in places)
