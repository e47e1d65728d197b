"""Where a list leads besides: each app says what else can be made of the rows that a page lists."""

from collections.abc import Callable, Iterable
from types import FunctionType
from typing import Any

from core.contributions import Slot

Lead = tuple[str, str]
FindLeads = Callable[[str, Any], Iterable[Lead]]


def found_by(find: FindLeads) -> FindLeads:
    """Finds labels with addresses, for the name of a page's route and a user."""
    return find


LEADS = Slot(FunctionType, found_by)


def leads_of(route: str, user: Any) -> list[Lead]:
    """In the order of the apps."""
    return [lead for find in LEADS for lead in find(route, user)]
