"""Lines of a page that is no register's list, as something to take along."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from core.pages.display import plain_value
from core.tables import Column

CHUNK = 1000


class LinesTable:
    """As much of a `RegisterTable` as taking along needs; `lines` are all that a paginator asks for."""

    def __init__(self, lines: Any, columns: Sequence[Column], request: HttpRequest, on: date) -> None:
        self.columns, self.request, self.on = columns, request, on
        self.paginator = Paginator(lines, CHUNK)

    def values(self, columns: Sequence[Column], related: Sequence[str], *, whole: bool) -> Iterator[list[Any]]:
        """What `columns` say of each line; nothing is `related`, for lines have what they need."""
        say = partial(plain_value, user=self.request.user, whole=whole)
        for page in self.paginator:
            yield from ([say(column.find(line, self.on)) for column in columns] for line in page.object_list)
