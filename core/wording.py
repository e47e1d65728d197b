"""Filters by words in a text column, such as the name of an employer or a place of work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Wording:
    """A filter by a part of a text, never of somebody's name; `narrow` takes rows, the part and the day."""

    name: str
    label: str
    narrow: Callable[[Any, str, date], Any]

    def shown(self, data: Mapping[str, str]) -> "ShownWording":
        return ShownWording(self, data.get(self.name, "").strip())


class ShownWording(NamedTuple):
    """The filter on a page, with what was typed."""

    filter: Wording
    text: str
    wrong: bool = False

    @property
    def is_set(self) -> bool:
        return bool(self.text)

    @property
    def keys(self) -> tuple[str]:
        """What it is called in an address."""
        return (self.filter.name,)

    @property
    def words(self) -> str:
        return f"{self.filter.label}含“{self.text}”"

    def narrow(self, rows: Any, on: date) -> Any:
        return self.filter.narrow(rows, self.text, on)


def words_in(name: str, field: Any) -> Wording:
    """The filter by a part of what stands in a column; of what it names, where it names something, by the name."""
    path = f"{name}__name" if field.is_relation else name
    return Wording(name, str(field.verbose_name), lambda rows, text, on: rows.filter(**{f"{path}__icontains": text}))
