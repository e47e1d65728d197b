"""What a rule for doubtful data finds, and where its function is contributed."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import FunctionType
from typing import Any, NamedTuple

from django.db.models import Choices

from core.contributions import Slot


class Doubt(NamedTuple):
    """A doubt about something: its number, the key of the row, the village whose list it stands on, and what was found.

    `values` are what the rule's message names in braces, as text.
    """

    subject: str
    key: str
    village: str
    values: Mapping[str, str]


Find = Callable[..., Iterable[Doubt]]


class DoubtFinder(NamedTuple):
    """The function that finds the hits of the rule `code`. Its keyword arguments are the rule's parameters."""

    find: Find
    code: str


DOUBTS = Slot(FunctionType, DoubtFinder)


def values(**named: Any) -> dict[str, str]:
    """What a message names, as text: days in ISO form, numbers as short as they are, blank where there is nothing."""
    return {name: _text(value) for name, value in named.items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Choices):
        return str(value.label)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return str(value)
