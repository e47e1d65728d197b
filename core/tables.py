"""Lists of records as tables: columns said once, sorted and paged as the URL asks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, ClassVar, NamedTuple

from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from core.display import field_at, page_of, shown, value_at
from core.states import State

PAGE_SIZE = 30
NUMBERS = (models.DateField, models.DecimalField, models.IntegerField)
Find = Callable[[Any, date], Any]


class Cell(NamedTuple):
    """What stands in one place of a table; `kind` is its class, `address` the page that it leads to."""

    label: str
    text: str
    kind: str
    address: str | None


class Heading(NamedTuple):
    """A column's heading; `query` sorts by it, `direction` says how it sorts now."""

    label: str
    kind: str
    query: str
    direction: str


@dataclass(frozen=True)
class Column:
    """A value of each record. `sort` names the fields that it sorts by, `links` whether it leads to a page."""

    name: str
    label: str
    find: Find
    sort: tuple[str, ...] = ()
    kind: str = ""
    links: bool = False

    def cell(self, record: Any, on: date, user: Any) -> Cell:
        value = self.find(record, on)
        if isinstance(value, State):
            return Cell(self.label, value.text, value.tone, None)
        subject = value if isinstance(value, models.Model) else record
        address = page_of(subject, user) if self.links else None
        return Cell(self.label, shown(value, user) or "—", self.kind, address)


def itself(record: Any, on: date) -> Any:
    return record


class RegisterTable:
    """Rows of a register on a page; those that sort alike keep one order, so that no page repeats another's."""

    columns: ClassVar[tuple[Column, ...]] = ()

    def __init__(
        self, rows: Any, *, request: HttpRequest, on: date, prefix: str = "", size: int = PAGE_SIZE, empty: str = ""
    ) -> None:
        self.request, self.on, self.empty = request, on, empty
        self.sort_field, self.page_field = f"{prefix}sort", f"{prefix}page"
        self.sorted_by = request.GET.get(self.sort_field, "")
        self.paginator = Paginator(self._in_order(rows) if isinstance(rows, QuerySet) else rows, size)
        self.page = self.paginator.get_page(request.GET.get(self.page_field))

    @property
    def headings(self) -> Iterator[Heading]:
        for column in self.columns:
            falling = self.sorted_by == column.name
            direction = "asc" if falling else "desc" if self.sorted_by == f"-{column.name}" else ""
            query = self._query(f"-{column.name}" if falling else column.name) if column.sort else ""
            yield Heading(column.label, column.kind, query, direction)

    @property
    def lines(self) -> Iterator[Sequence[Cell]]:
        user = self.request.user
        for record in self.page:
            yield [column.cell(record, self.on, user) for column in self.columns]

    def _query(self, sort: str) -> str:
        given = self.request.GET.copy()
        given.pop(self.page_field, None)
        given[self.sort_field] = sort
        return f"?{given.urlencode()}"

    def _in_order(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = {column.name: column.sort for column in self.columns}.get(self.sorted_by.removeprefix("-"), ())
        if self.sorted_by.startswith("-"):
            asked = tuple(name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in asked)
        usual = rows.query.order_by or rows.model._meta.ordering
        return rows.order_by(*(asked or usual), "pk")


class ListTable(RegisterTable):
    """Rows already found, in the order that they were found in."""

    @property
    def headings(self) -> Iterator[Heading]:
        return (Heading(column.label, column.kind, "", "") for column in self.columns)


@cache
def record_table(model: type[models.Model], paths: tuple[str, ...]) -> type[RegisterTable]:
    """A table with a column a look-up; the first one leads, and heads the record's card on a phone."""
    columns = tuple(_column(model, path, lead=path == paths[0]) for path in paths)
    return type(f"{model.__name__}Table", (RegisterTable,), {"columns": columns})


def _column(model: type[models.Model], path: str, *, lead: bool) -> Column:
    field = field_at(model, path)
    if field is None:
        return Column(path, "状态", getattr(model, path))
    kind = "lead" if lead else "number" if isinstance(field, NUMBERS) else ""
    sort = () if field.is_relation else (path,)
    return Column(path, str(field.verbose_name), _reader(path), sort, kind, links=lead or field.is_relation)


def _reader(path: str) -> Find:
    return lambda record, on: value_at(record, path)
