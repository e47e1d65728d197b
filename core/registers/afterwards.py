"""What a record that was just saved leads on to, said to who saved it."""

from collections.abc import Callable, Iterable
from datetime import date
from types import FunctionType
from typing import Any, NamedTuple

from django.contrib import messages

from core.contributions import Slot
from core.pages.display import page_of
from core.records import Record


class Afterword(NamedTuple):
    """A sentence, and the page on which there is more of it."""

    text: str
    address: str


class Afterwards(NamedTuple):
    """Finds what there is to say."""

    find: Callable[[Record, Any, date], Iterable[Afterword]]


AFTERWARDS = Slot(FunctionType, Afterwards)


def say_afterwards(request: Any, record: Record, address: str, on: date) -> None:
    """Say it to whom the saving leads to `address`, unless that is a page of the record, which speaks for itself."""
    if address.partition("?")[0] in (page_of(each, request.user) for each in (record, record.subject)):
        return
    for each in AFTERWARDS:
        for text, page in each.find(record, request.user, on):
            messages.info(request, text, extra_tags=page)
