"""Lists of records as tables: columns said once, sorted and paged as the URL asks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Any, ClassVar, NamedTuple

from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from core.fields import SensitiveCharField
from core.pages.display import field_at, format_value, page_of, plain_value, value_reader
from core.pages.returning import joined, next_place, way_back, without_place
from core.records.as_they_were import as_they_were
from core.scoping import ScopedQuerySet
from core.states import State

PAGE_SIZE = 25
#: By so many columns a list is sorted at once.
SORTED_BY = 3
CHUNK = 1000
#: Cells of these kinds need no caption on a phone.
UNCAPTIONED = {"lead", "same-line", "own-line"}
#: Cells of these kinds are there to be pressed, and say nothing that somebody would take along.
PRESSED = {"tap", "tick", "its-page"}
KINDS = {models.DateField: "date", models.DecimalField: "number", models.IntegerField: "number"}
Find = Callable[[Any, date], Any]
#: What rows are sorted by: a field, falling where it begins with "-", or an expression of the day.
Order = str | Callable[[date], Any]


class Cell(NamedTuple):
    """What stands in one place of a table: its classes, the page that it leads to, the colour of a state."""

    caption: str
    text: str
    kind: str
    address: str | None
    tone: str | None


class Heading(NamedTuple):
    """A column's heading; `query` sorts by it, `direction` says how it sorts now, and `place` as the how-manieth.

    A place is told only where the list is sorted by several.
    """

    label: str
    kind: str
    query: str
    direction: str
    place: str


#: Words, or what finds them for the day of the page.
Label = str | Callable[[date], str]


@dataclass(frozen=True)
class Column:
    """A value of each record. `sort` tells what it sorts by, `links` whether it leads to a page.

    `of_today` leaves the day of the page alone: ages at days of the reader's choosing would tell a birth date.
    """

    name: str
    label: Label
    find: Find
    sort: tuple[Order, ...] = ()
    kind: str = ""
    links: bool = False
    of_today: bool = False

    @property
    def leads(self) -> bool:
        """Whether it heads a row: its name, and what leads to its page."""
        return self.links and bool(UNCAPTIONED & set(self.kind.split()))

    @property
    def key(self) -> str:
        """What it is called where a user chooses columns."""
        return self.name or str(self.label)

    def label_on(self, day: date) -> str:
        """What stands above it on a page of that day."""
        return self.label(day) if callable(self.label) else self.label

    def caption(self, on: date) -> str:
        """What a card on a phone puts before the value; some speak for themselves."""
        return "" if UNCAPTIONED & set(self.kind.split()) else self.label_on(on)

    def cell(self, record: Any, on: date, user: Any) -> Cell:
        value = self.find(record, on)
        if isinstance(value, State):
            return Cell(self.caption(on), value.text, self.kind, None, value.tone)
        subject = value if isinstance(value, models.Model) else record
        text = format_value(value, user)
        address = page_of(subject, user) if self.links and text else None
        return Cell(self.caption(on), text or "—", self.kind, address, None)


def itself(record: Any, on: date) -> Any:
    return record


def its_kind(record: Any, on: date) -> str:
    return str(record._meta.verbose_name)


#: Leads to a row's own page where nothing in the row is its name: a registration of a person, a check of a day.
ITS_PAGE = Column("its_page", "记录", its_kind, kind="same-line its-page", links=True)


class RegisterTable:
    """Rows of a register on a page; those that sort alike keep one order, so that no page repeats another's.

    A page is cut by the keys of the rows; only its own rows are read with all that their columns need.
    """

    columns: ClassVar[tuple[Column, ...]] = ()

    def __init__(self, rows: ScopedQuerySet, request: HttpRequest, on: date, **options: Any) -> None:
        self.request, self.on, self.today = request, on, timezone.localdate()
        self.empty = options.get("empty", "")
        #: What names a row of a list to which one comes back from what is done about it; blank where one does not.
        self.back_to = options.get("back_to", "")
        prefix = options.get("prefix", "")
        self.sort_field, self.page_field = f"{prefix}sort", f"{prefix}page"
        self.sorted_by = request.GET.get(self.sort_field, "").split(",")[:SORTED_BY]
        self.paginator = Paginator(self._in_order(rows).values_list("pk", flat=True), options.get("size", PAGE_SIZE))
        self.page = self.paginator.get_page(request.GET.get(self.page_field))
        # the keys are chosen already, those of voided records only where they were asked for
        self.source = type(rows)(rows.model).visible_to(request.user)

    def read(self, rows: Any) -> Iterable[Any]:
        """The rows of a page with what their columns need along."""
        return rows

    @property
    def headings(self) -> Iterator[Heading]:
        keys = [key.removeprefix("-") for key in self.sorted_by]
        for column in self.columns:
            at = keys.index(column.name) if column.sort and column.name in keys else None
            direction = "" if at is None else "desc" if self.sorted_by[at].startswith("-") else "asc"
            place = str(at + 1) if at is not None and len(keys) > 1 else ""
            query = self._query(self._turned(column.name, direction)) if column.sort else ""
            yield Heading(column.label_on(self.on), column.kind, query, direction, place)

    @property
    def lines(self) -> Iterator[Sequence[Cell]]:
        """The rows of the page that is open."""
        user = self.request.user
        for place, record in enumerate(self._shown):
            line = [column.cell(record, self._day(column), user) for column in self.columns]
            yield [self._leading_back(cell, place, record) for cell in line] if self.back_to else line

    @cached_property
    def _shown(self) -> list[Any]:
        return list(self._records(list(self.page)))

    @property
    def here(self) -> int | None:
        """The line to which one comes back."""
        if not self.back_to:
            return None
        return next_place(self.request, [getattr(record, self.back_to) for record in self._shown])

    @property
    def leading(self) -> int:
        """The column by which a line is opened."""
        return next((place for place, column in enumerate(self.columns) if column.links), 0)

    def _leading_back(self, cell: Cell, place: int, record: Any) -> Cell:
        if not cell.address or cell.kind == "tap":
            return cell
        return cell._replace(address=joined(cell.address, way_back(self.request, place, getattr(record, self.back_to))))

    def values(self, columns: Sequence[Column], related: Sequence[str], *, whole: bool) -> Iterator[list[Any]]:
        """What `columns` say of the rows of all pages, read some at a time: days and numbers as such, or text.

        `related` is what the columns need along; `whole` numbers of people are not masked.
        """
        say = partial(plain_value, user=self.request.user, whole=whole)
        finders = [(column.find, self._day(column)) for column in columns]
        keys = list(self.paginator.object_list)
        for start in range(0, len(keys), CHUNK):
            for record in self._records(keys[start : start + CHUNK], related):
                yield [say(find(record, day)) for find, day in finders]

    def _records(self, keys: Sequence[Any], related: Sequence[str] = ()) -> Iterator[Any]:
        """The records of these keys in their order, with what the columns need along."""
        chosen = self.source.filter(pk__in=keys)
        rows = self.read(chosen.select_related(*related) if related else chosen)
        found = {record.pk: record for record in (as_they_were(rows, self.on) if self.on < self.today else rows)}
        yield from (found[key] for key in keys if key in found)

    def _day(self, column: Column) -> date:
        return self.today if column.of_today else self.on

    def _query(self, sort: str) -> str:
        given = without_place(self.request.GET.copy())
        given.pop(self.page_field, None)
        if sort:
            given[self.sort_field] = sort
        else:
            given.pop(self.sort_field, None)
        return f"?{given.urlencode(safe=',')}"

    def _turned(self, name: str, direction: str) -> str:
        """What sorts by `name` before all else: rising, then falling, then not by it; what was first comes after it."""
        others = [key for key in self.sorted_by if key and key.removeprefix("-") != name]
        first = {"": [name], "asc": [f"-{name}"], "desc": []}[direction]
        return ",".join((*first, *others)[:SORTED_BY])

    def _in_order(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        columns = {column.name: column for column in self.columns}
        asked = [
            ordered(order, self._day(columns[name]), falling=key.startswith("-"))
            for key in self.sorted_by
            if (name := key.removeprefix("-")) in columns
            for order in columns[name].sort
        ]
        usual = rows.query.order_by or rows.model._meta.ordering
        return rows.order_by(*(asked or usual), "pk")


def ordered(order: Order, day: date, *, falling: bool) -> Any:
    """What a queryset is ordered by: `order`, turned round where the rows are to fall."""
    if callable(order):
        return order(day).desc() if falling else order(day).asc()
    name = order.removeprefix("-")
    return f"-{name}" if falling != order.startswith("-") else name


@cache
def record_table(
    model: type[models.Model], paths: tuple[str, ...], related: tuple[str, ...], base: type[RegisterTable]
) -> type[RegisterTable]:
    """A table with a column a look-up; the first one leads, and heads the record's card on a phone.

    Where it leads to another record, the person whose job it is, the first of the row's own columns leads to its page,
    or one that names the kind of record: a link is a name, never a day or a number.
    """
    if base.columns:
        columns = [*base.columns, *(record_column(model, path) for path in paths)]
    else:
        columns = _columns_with_a_link(model, paths)

    def read(self: RegisterTable, rows: Any) -> Iterable[Any]:
        return base.read(self, rows.select_related(*related))

    return type(f"{model.__name__}Table", (base,), {"columns": tuple(columns), "read": read})


def _columns_with_a_link(model: type[models.Model], paths: Sequence[str]) -> list[Column]:
    own = next((path for path in paths if not _leads_away(model, path)), "")
    if isinstance(field_at(model, own or paths[0]), models.CharField | models.ForeignKey):
        return [record_column(model, path, (paths[0], own)) for path in paths]
    if own == paths[0]:
        return [replace(ITS_PAGE, kind="lead its-page"), *(record_column(model, path) for path in paths)]
    first, *others = (record_column(model, path, (paths[0],)) for path in paths)
    return [first, ITS_PAGE, *others]


def _leads_away(model: type[models.Model], path: str) -> bool:
    field = field_at(model, path)
    return field is not None and field.is_relation


def record_column(model: type[models.Model], path: str, leading: tuple[str, ...] = ()) -> Column:
    """The column of a look-up; those `leading` lead to the record's page."""
    field = field_at(model, path)
    if field is None:
        return Column(path, "状态", getattr(model, path))
    kinds = (kind for kind_of_field, kind in KINDS.items() if isinstance(field, kind_of_field))
    kind = "lead" if path in leading[:1] else next(kinds, "")
    sort = () if field.is_relation or isinstance(field, SensitiveCharField) else (path,)
    return Column(path, str(field.verbose_name), _reader(path), sort, kind, links=path in leading or field.is_relation)


def _reader(path: str) -> Find:
    read = value_reader(path)
    return lambda record, on: read(record)
