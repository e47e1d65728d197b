"""Columns of the sheet 状态变更: whose value it was, which one, and what it was."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf

from core.records.dated import before_column
from core.records.status_changes import StatusChange
from ledger import cells
from ledger.cells import CLEAR, CLEAR_WORD, Fault
from ledger.columns import Lookups, Reference, SheetColumn, Subject, natural_key

#: A value that was read: the header of its column, and what the cell means.
Before = tuple[str, Any]
LONGEST_NUMBER = 40


class ChangedNumber(SheetColumn):
    """对象编号: the number of a person, a household or a workshop; whose it is, is found out row by row."""

    def bind(self, name: str, model: type[models.Model]) -> "SheetColumn":
        self.attribute, self.required, self.blank, self.widget = name, True, "", Subject(LONGEST_NUMBER)
        return self

    @property
    def outputs(self) -> tuple[str, ...]:
        return (self.attribute,)


class ChangedItem(SheetColumn):
    """项目: the header of a column that has a day."""

    def __init__(self, header: str, items: Iterable[str], **kwargs: Any) -> None:
        super().__init__(header, widget=cells.CodeList((item, item) for item in dict.fromkeys(items)), **kwargs)


class ItemColumn(SheetColumn):
    """项目 of one kind of object, exported by its header."""

    @property
    def export_path(self) -> Any:
        labels = (When(item=value, then=Value(label)) for value, label in self.field.flatchoices)
        return Case(*labels, output_field=CharField())


class BeforeCell(SheetColumn):
    """变更前 as it stands in the file; it is read once the row's 项目 is known."""

    def bind(self, name: str, model: type[models.Model]) -> "SheetColumn":
        self.attribute, self.required, self.blank, self.widget = name, False, None, cells.Text(100)
        return self

    @property
    def outputs(self) -> tuple[str, ...]:
        return (self.attribute,)

    def parse(self, value: Any) -> Any:
        return None if self.means_blank(value) else value

    def text(self, value: Any) -> str:
        return "" if value is None else str(value)


def reader(column: SheetColumn) -> Callable[[Any], Any]:
    """A function that reads 变更前 as `column` is read; whether it may be blank, the row as stored decides."""

    def read(value: Any) -> Any:
        if value == CLEAR_WORD:
            if column.required:
                raise Fault(f"这一列不能清空：{column.column_name}必填")
            return CLEAR
        return (column.column_name, column.widget.clean(value))

    return read


class BeforeColumn(SheetColumn):
    """变更前 of one kind of object: `columns` are those of its own sheet that have a day, by header."""

    def __init__(self, header: str, columns: Iterable[SheetColumn]) -> None:
        super().__init__(header)
        self.columns = {column.column_name: column for column in columns}

    def bind(self, name: str, model: type[models.Model]) -> "SheetColumn":
        self.attribute, self.required, self.blank, self.widget = name, False, None, cells.Text(100)
        own = (before_column(column.field) for column in self.columns.values())
        fields: list[Any] = [model._meta.get_field(name) for name in dict.fromkeys(own)]
        self.places = {field.name: field.attname for field in fields}
        self.empty = tuple("" if attname == "was_text" else None for attname in self.places.values())
        return self

    @property
    def outputs(self) -> tuple[str, ...]:
        return tuple(self.places.values())

    @property
    def targets(self) -> tuple[type[models.Model], ...]:
        return tuple(column.target for column in self.columns.values() if isinstance(column, Reference))

    def expand(self, values: Iterable[Any], lookups: Lookups) -> dict[Any, tuple[Any, ...] | None]:
        known = list(values)
        meaning: dict[Any, tuple[Any, ...] | None] = {None: self.empty}
        for header, column in self.columns.items():
            own = [value for value in known if value and value[0] == header]
            found = column.expand([code for _, code in own], lookups)
            for value in own:
                stored = (value[1],) if found is None else found[value[1]]
                meaning[value] = stored and self._in_place(column, stored[0])
        return meaning

    def _in_place(self, column: SheetColumn, value: Any) -> tuple[Any, ...]:
        own = before_column(column.field)
        return tuple(value if name == own else none for name, none in zip(self.places, self.empty, strict=True))

    def value_of(self, values: tuple[Any, ...], at: int) -> Any:
        """The one that is filled, with the column that it stands in."""
        found = zip(self.places, values[at : at + len(self.places)], strict=True)
        return next(((name, value) for name, value in found if value not in (None, "")), None)

    def text(self, value: Any) -> str:
        """A stored value as a report shows it."""
        name, plain = value or ("", "")
        for column in self.columns.values():
            if isinstance(column, Reference) and before_column(column.field) == name:
                rows = column.target.with_voided.filter(pk=plain)
                return str(rows.values_list(natural_key(column.target), flat=True).get())
            if isinstance(column.widget, cells.CodeList) and plain in column.widget.values:
                return column.widget.render(plain)
        return str(plain)

    @property
    def export_path(self) -> Any:
        """The value as text, as a cell shows it."""
        labels = [
            When(item=column.attribute, was_text=code, then=Value(label))
            for column in self.columns.values()
            if isinstance(column.widget, cells.CodeList)
            for code, label in column.widget.values.items()
        ]
        paths = [f"{name}__{natural_key(column.target)}" for name, column in self._references().items()]
        text = Case(*labels, default=F("was_text"), output_field=CharField())
        own = [Cast("was_on", CharField()), *map(F, paths)]
        return Coalesce(NullIf(text, Value("")), *own, Value(""), output_field=CharField())

    def _references(self) -> dict[str, Reference]:
        columns = (column for column in self.columns.values() if isinstance(column, Reference))
        return {before_column(column.field): column for column in columns}


def names_inside(model: type[StatusChange], inside: Callable[[str], Q]) -> Q:
    """The value before, where it is a village, a site or a household, lies in the division of `inside`."""
    whole = Q()
    for name in ("was_village", "was_site", "was_household"):
        if any(field.name == name for field in model._meta.fields):
            path = f"{name}_id" if name == "was_village" else f"{name}__village_id"
            whole &= Q(**{f"{name}__isnull": True}) | inside(path)
    return whole
