"""Numbers of a record on its page: each app says how its own things stand there, and where they are listed.

So the page of a village tells of its people, their work and its points, whoever keeps those.
"""

from collections.abc import Callable, Iterable
from datetime import date
from types import FunctionType
from typing import Any, NamedTuple

from core.contributions import Slot
from core.records import Record
from core.states import Tone


class Figure(NamedTuple):
    """A number in words, with the list that has so many rows; `remark` puts it into proportion."""

    label: str
    number: int
    unit: str
    address: str
    remark: str = ""
    tone: Tone | None = None


class FiguresOn(NamedTuple):
    """Finds figures of records of a model for a user and a day."""

    find: Callable[[Any, Any, date], Iterable[Figure]]
    page: type[Record]


FIGURES = Slot(FunctionType, FiguresOn)


def figures_of(record: Record, user: Any, on: date) -> list[Figure]:
    """In the order of the apps."""
    return [figure for each in FIGURES if each.page is type(record) for figure in each.find(record, user, on)]
