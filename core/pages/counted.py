"""Numbers that open their rows: what a page counts on a day is named once, and the list behind it asks for the name.

/cases/?counts=cleared&as_of=2023-09-15&division=430529104 lists the very rows that a page counted that day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from core.pages.days import DAY
from core.periods import month_and_day
from core.records.places import belonging

#: How an address names the number and the place that it was counted in.
NAME, PLACE = "counts", "division"
_counted: dict[str, "Counted"] = {}


@dataclass(frozen=True)
class Counted:
    """Rows that count on a day, told as `label` says then; they stand for a `number` of things, such as people.

    `page` is the route of the list that shows such rows.
    """

    name: str
    page: str
    rows: Callable[[date], Any]
    label: Callable[[date], str]
    unit: Callable[[date], str]
    number: Any

    def address(self, place: str, on: date) -> str:
        """Where the rows of a place on a day are listed."""
        return f"{reverse(self.page)}?{urlencode({NAME: self.name, DAY: on.isoformat(), PLACE: place})}"


@dataclass(frozen=True)
class Opened:
    """A number that somebody opened: the rows of a list are those that were counted in a place on a day."""

    counted: Counted
    place: str
    on: date
    label: str
    unit: str

    @property
    def title(self) -> str:
        """What was opened, and of which day: 计入方案目标“求职登记清零”，2023年9月15日."""
        return f"{self.label}，{self.on.year}年{month_and_day(self.on)}"

    def among(self, rows: Any) -> Any:
        """Those of `rows` that are counted."""
        return rows.filter(pk__in=self._of_place.order_by().values("pk"))

    def number(self, user: Any) -> int:
        """What the rows stand for, as far as the user sees them."""
        return self._number(self._of_place.visible_to(user))

    def elsewhere(self, user: Any) -> int:
        """How many more count in a place of the user's, who have gone to where the user sees nothing."""
        if not self.place.startswith(tuple(user.division_codes)):
            return 0
        return self._number(self._of_place.everywhere("a number of the user's own place")) - self.number(user)

    def _number(self, rows: Any) -> int:
        found: int | None = rows.order_by().aggregate(found=self.counted.number)["found"]
        return found or 0

    @property
    def _of_place(self) -> Any:
        return belonging(self.counted.rows(self.on), self.place, self.on)

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What an address says of it: forms carry it on."""
        return [(NAME, self.counted.name), (DAY, self.on.isoformat()), (PLACE, self.place)]


def count_as(counted: Counted) -> Counted:
    """Let addresses name what is counted."""
    _counted[counted.name] = counted
    return counted


def opened(asked: Any, model: Any, on: date) -> Opened | None:
    """The number that an address names; None where it names none. LookupError where `model` has no such number."""
    if not (name := asked.get(NAME, "")):
        return None
    counted, place = _counted[name], asked.get(PLACE, "")
    if counted.rows(on).model is not model or not (place.isascii() and place.isdecimal()):
        raise LookupError(name)
    return Opened(counted, place, on, counted.label(on), counted.unit(on))
