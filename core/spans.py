"""Filters by a day or a number from one to another; either end may be open."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

FROM, UNTIL = "_from", "_until"
#: A number as any column of the registers can be asked for it.
NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,2})?")


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
        first, last = (data.get(f"{self.name}{end}", "").strip() for end in (FROM, UNTIL))
        try:
            ends = [self.read(text) if text else None for text in (first, last)]
        except ValueError:
            return ShownSpan(self, first, last, (None, None), wrong=True)
        return ShownSpan(self, first, last, (ends[0], ends[1]), wrong=False)


class ShownSpan(NamedTuple):
    """A span on a page: what was typed, what that means, and whether it means nothing."""

    span: Span
    first: str
    last: str
    ends: tuple[Any, Any]
    wrong: bool

    @property
    def is_set(self) -> bool:
        return bool(self.first or self.last)

    @property
    def keys(self) -> tuple[str, str]:
        """What its two ends are called in an address."""
        return f"{self.span.name}{FROM}", f"{self.span.name}{UNTIL}"

    @property
    def kind(self) -> str:
        """The type of its two inputs."""
        return "date" if self.span.is_day else "number"

    @property
    def words(self) -> str:
        if self.first and self.last:
            return f"{self.span.label}：{self.first}至{self.last}"
        return f"{self.span.label}：{self.first}起" if self.first else f"{self.span.label}：到{self.last}"

    def narrow(self, rows: Any, on: date) -> Any:
        first, last = self.ends
        looked_up = {f"{self.span.name}__gte": first, f"{self.span.name}__lte": last}
        return self.span.narrow(rows, {name: end for name, end in looked_up.items() if end is not None}, on)
