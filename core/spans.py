"""Filters by a day or a number from one to another; either end may be open. Days may be counted from the page's own."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta

FROM, UNTIL, WITHIN = "_from", "_until", "_within"
Ends = tuple[Any, Any]
#: A number as any column of the registers can be asked for it.
NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,2})?")


def _month(months: int) -> Callable[[date], Ends]:
    """The first and the last day of the month that is so many after a day's own."""
    return lambda day: (
        day + relativedelta(months=months, day=1),
        day + relativedelta(months=months, day=31),
    )


def _within(days: int) -> Callable[[date], Ends]:
    """The day and so many after it, or before it."""
    return lambda day: (min(day, day + timedelta(days)), max(day, day + timedelta(days)))


def _before(days: int) -> Callable[[date], Ends]:
    """The days that are more than so many ago."""
    return lambda day: (None, day - timedelta(days + 1))


#: What a filter saved in one month still means in the next: what it is called, and from which day to which.
RELATIVE: dict[str, tuple[str, Callable[[date], Ends]]] = {
    "this-month": ("本月", _month(0)),
    "last-month": ("上个月", _month(-1)),
    "next-month": ("下个月", _month(1)),
    **{f"next-{days}": (f"今后{days}天内", _within(days)) for days in (7, 30, 60)},
    **{f"last-{days}": (f"最近{days}天内", _within(-days)) for days in (7, 30, 90)},
    **{f"over-{days}": (f"已超过{days}天", _before(days)) for days in (7, 20, 30, 90, 180)},
    "past": ("今天以前", _before(0)),
}


@dataclass(frozen=True)
class Span:
    """A filter by the values of a column between two that are both in it; `narrow` takes rows, look-ups and the day."""

    name: str
    label: str
    is_day: bool
    narrow: Callable[[Any, dict[str, Any], date], Any]

    def read(self, text: str) -> Any:
        """What an address says of one end; ValueError where that is no day, or no number."""
        if self.is_day:
            return date.fromisoformat(text)
        if not NUMBER.fullmatch(text):
            raise ValueError(text)
        return Decimal(text)

    def shown(self, data: Mapping[str, str]) -> "ShownSpan":
        first, last, within = (data.get(f"{self.name}{end}", "").strip() for end in (FROM, UNTIL, WITHIN))
        typed = ShownSpan(self, first, last, within if self.is_day else "")
        try:
            ends = [self.read(text) if text else None for text in (first, last)]
        except ValueError:
            return typed._replace(wrong=True)
        return typed._replace(ends=(ends[0], ends[1]), wrong=bool(typed.within) and within not in RELATIVE)


class ShownSpan(NamedTuple):
    """A span on a page: what was typed or chosen, what that means, and whether it means nothing."""

    span: Span
    first: str
    last: str
    within: str
    ends: Ends = (None, None)
    wrong: bool = False

    @property
    def is_set(self) -> bool:
        return bool(self.first or self.last or self.within)

    @property
    def keys(self) -> tuple[str, str, str]:
        """What its two ends, and days that are counted from today, are called in an address."""
        return f"{self.span.name}{FROM}", f"{self.span.name}{UNTIL}", f"{self.span.name}{WITHIN}"

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """The days counted from today that may be chosen: value, label, and whether it is."""
        return [(value, label, value == self.within) for value, (label, _) in RELATIVE.items()]

    @property
    def kind(self) -> str:
        """The type of its two inputs."""
        return "date" if self.span.is_day else "number"

    @property
    def words(self) -> str:
        told = [RELATIVE[self.within][0]] if self.within in RELATIVE else []
        if self.first or self.last:
            between = f"{self.first}至{self.last}" if self.last else f"{self.first}起"
            told.append(between if self.first else f"到{self.last}")
        return f"{self.span.label}：{'，'.join(told) or '—'}"

    def narrow(self, rows: Any, on: date) -> Any:
        counted = RELATIVE[self.within][1](on) if self.within else (None, None)
        for first, last in (self.ends, counted):
            looked_up = {f"{self.span.name}__gte": first, f"{self.span.name}__lte": last}
            if asked := {name: end for name, end in looked_up.items() if end is not None}:
                rows = self.span.narrow(rows, asked, on)
        return rows
