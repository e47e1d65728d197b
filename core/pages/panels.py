"""What a record's page shows beneath its facts: each app contributes those rows of its own that belong there.

So the page of a workshop lists its workers without the app of workshops knowing that there are people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import FunctionType
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from core.contributions import Slot
from core.pages.figures import figures_of
from core.permissions import KEEP
from core.records import Record
from core.tables import RegisterTable, record_table

ROWS_A_PANEL = 15


@dataclass(frozen=True)
class Panel:
    """Rows that belong to a record, as of a day; `columns` are look-ups, `related` is what they need along.

    A `table` of its own reads what no look-up leads to, and has the columns for it in front of the others.
    `add` names the route that adds a row to the record, for those who have the `permission`; `key` is the field
    that names the record there, `add_label` what it is called.
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
    permission: str = KEEP
    add_label: str = "登记"


class PanelOn(NamedTuple):
    """A panel of the pages of a model; a `spare` one stands in where no other adds the same."""

    panel: Panel
    page: type[Record]
    spare: bool = False


#: contribute(PANELS, Workshop)(Panel(…)): beneath the facts of a workshop, after those of the apps below.
PANELS = Slot(Panel, PanelOn)


@dataclass(frozen=True)
class ShownPanel:
    """A panel of one page: the rows that the user sees, how many are somebody else's, and where one is added."""

    panel: Panel
    table: RegisterTable
    elsewhere: int
    add_address: str

    @property
    def count(self) -> int:
        return self.table.paginator.count


@dataclass(frozen=True)
class Piece:
    """A part of a page that is no list of rows: a template of its own, which knows what it shows as `content`."""

    template: str
    content: Any


Find = Callable[[Any, HttpRequest, date], Any]


class PieceOn(NamedTuple):
    find: Find
    pages: tuple[type[Record], ...]
    template: str
    first: bool


def piece_on(find: Find, *pages: type[Record], template: str, first: bool = False) -> PieceOn:
    """What `find` finds for a record of `pages`, above their panels; nothing found, no piece.

    What says how things stand comes `first`, before what apps below offer to do about it.
    """
    return PieceOn(find, pages, template, first)


PIECES = Slot(FunctionType, piece_on)


def pieces_of(record: Record, request: HttpRequest, on: date) -> list[Piece]:
    """Figures before all else; what finds nothing is not there."""
    here = sorted((each for each in PIECES if type(record) in each.pages), key=lambda each: not each.first)
    figures = Piece("core/figures.html", figures_of(record, request.user, on))
    found = (figures, *(Piece(each.template, each.find(record, request, on)) for each in here))
    return [piece for piece in found if piece.content]


def panels_of(record: Record, request: HttpRequest, on: date) -> list[ShownPanel]:
    here = sorted((each for each in PANELS if each.page is type(record)), key=lambda each: each.spare)
    added = {each.panel.add for each in here if not each.spare}
    wanted = [each.panel for each in here if not each.spare or each.panel.add not in added]
    return [_shown(panel, record, request, on) for panel in wanted]


def _shown(panel: Panel, record: Record, request: HttpRequest, on: date) -> ShownPanel:
    rows: Any = panel.rows(record, on)
    make = record_table(rows.model, panel.columns, panel.related, panel.table)  # type: ignore[arg-type]
    seen, everybody = rows.visible_to(request.user), rows.everywhere("how many more there are stands below")
    table = make(seen, request, on, prefix=f"{panel.name}-", size=ROWS_A_PANEL, empty=panel.empty)
    may_add = panel.add and not record.is_voided and request.user.has_perm(panel.permission)
    add_address = reverse(panel.add, args=[getattr(record, panel.key)]) if may_add else ""
    return ShownPanel(panel, table, everybody.count() - table.paginator.count, add_address)
