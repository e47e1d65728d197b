"""What a record's page shows beneath its facts: each app says in its `panels.py` which rows of its own belong there.

So the page of a workshop lists its workers without the app of workshops knowing that there are people.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from core.records import Record
from core.tables import RegisterTable, record_table

ROWS_A_PANEL = 15
_panels: dict[type[Record], list["Panel"]] = defaultdict(list)
#: What registers say belongs to a record; shown where no panel above adds the same.
_belonging: dict[type[Record], list["Panel"]] = defaultdict(list)


@dataclass(frozen=True)
class Panel:
    """Rows that belong to a record, as of a day; `columns` are look-ups, `related` is what they need along.

    A `table` of its own reads what no look-up leads to, and has the columns for it in front of the others.
    `add` names the route that adds a row to the record, for those who have the permission `keeps`; `key` is the field
    that names the record there.
    """

    name: str
    title: str
    rows: Callable[[Any, date], QuerySet[Any]]
    columns: tuple[str, ...]
    related: tuple[str, ...] = ()
    table: type[RegisterTable] = RegisterTable
    empty: str = "没有记录"
    add: str = ""
    key: str = "pk"
    keeps: str = "core.keep"


@dataclass(frozen=True)
class ShownPanel:
    """A panel of one page: the rows that the user sees, how many are somebody else's, and where one is added."""

    panel: Panel
    table: RegisterTable
    elsewhere: int
    add_address: str

    @property
    def count(self) -> int:
        count: int = self.table.paginator.count
        return count


@dataclass(frozen=True)
class Piece:
    """A part of a page that is no list of rows: a template of its own, which knows what it shows as `content`."""

    template: str
    content: Any


Find = Callable[[Any, HttpRequest, date], Any]
_pieces: dict[type[Record], list[tuple[str, Find]]] = defaultdict(list)


def piece_on(*pages: type[Record], template: str, first: bool = False) -> Callable[[Find], Find]:
    """Have `pages` show what the function finds for a record, above their panels; nothing found, no piece.

    What says how things stand comes `first`, before what apps below offer to do about it.
    """

    def register(find: Find) -> Find:
        for page in pages:
            _pieces[page].insert(0 if first else len(_pieces[page]), (template, find))
        return find

    return register


def pieces_of(record: Record, request: HttpRequest, on: date) -> list[Piece]:
    found = (Piece(template, find(record, request, on)) for template, find in _pieces[type(record)])
    return [piece for piece in found if piece.content]


def show_on(page: type[Record], *panels: Panel) -> None:
    """Have the pages of `page` show `panels`, after those of the apps below."""
    _panels[page].extend(panels)


def list_on(page: type[Record], panel: Panel) -> None:
    """Have the pages of `page` show the panel of a register, unless an app shows one of its own that adds the same."""
    _belonging[page].append(panel)


def panels_of(record: Record, request: HttpRequest, on: date) -> list[ShownPanel]:
    own = _panels[type(record)]
    added = {panel.add for panel in own}
    further = [panel for panel in _belonging[type(record)] if panel.add not in added]
    return [_shown(panel, record, request, on) for panel in (*own, *further)]


def _shown(panel: Panel, record: Record, request: HttpRequest, on: date) -> ShownPanel:
    rows: Any = panel.rows(record, on)
    make = record_table(rows.model, panel.columns, panel.related, panel.table)  # type: ignore[arg-type]
    seen = rows.visible_to(request.user)
    table = make(seen, request, on, prefix=f"{panel.name}-", size=ROWS_A_PANEL, empty=panel.empty)
    may_add = panel.add and not record.is_voided and request.user.has_perm(panel.keeps)
    add_address = reverse(panel.add, args=[getattr(record, panel.key)]) if may_add else ""
    return ShownPanel(panel, table, rows.count() - table.paginator.count, add_address)
