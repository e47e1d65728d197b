"""Columns of a sheet. A column knows how to read a cell, and which fields of the model its value fills."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from django.db import models
from import_export.fields import Field
from import_export.widgets import Widget

from core.fields import NameField, SensitiveCharField
from core.models import Division
from core.personal_data import identity
from labor.models import Household, Person
from labor.people.models import FROM_NAME, FROM_NUMBER
from ledger import cells
from ledger.cells import BLANK_WORDS, CLEAR, CLEAR_WORD, Fault
from workshops.models import Workshop


class Lookups(Protocol):
    """What resolving a value may ask for: the rows of the file and of the database."""

    def rows(self, model: type[models.Model], codes: Iterable[str]) -> Mapping[str, Any]: ...
    def places(self, names: Iterable[str]) -> Mapping[str, str | None]: ...


class SheetColumn(Field):
    """One column. Its widget and whether it is required follow from the model's field, unless told.

    `key` columns together identify a row (bold in the contract). `outputs` are the model attributes that the
    column's value fills; `expand` turns cleaned values into them.
    """

    #: The model's; None where the column stands for those of several models.
    field: Any = None

    def __init__(self, header: str, *, key: bool = False, widget: Widget | None = None) -> None:
        super().__init__(column_name=header)
        self.key = key
        self.own_widget = widget

    def bind(self, name: str, model: type[models.Model]) -> "SheetColumn":
        """Learn from the model's field what the declaration left out."""
        self.attribute = name
        self.field = model._meta.get_field(name)
        self.required = not self.field.blank
        self.blank = None if self.field.null else ""
        self.widget = self.own_widget or _widget_for(self.field, self.column_name)
        return self

    @property
    def outputs(self) -> tuple[str, ...]:
        return (self.field.attname,)

    @property
    def kept(self) -> tuple[str, ...]:
        """Outputs that a stored row keeps as they are: the file says less than is known."""
        return ()

    @property
    def targets(self) -> tuple[type[models.Model], ...]:
        """The models whose rows the column may name."""
        return ()

    @property
    def export_path(self) -> Any:
        """The look-up, or the expression, that gives the value to export."""
        return self.attribute

    def value_of(self, values: tuple[Any, ...], at: int) -> Any:
        """What a row says in this column, whose outputs begin `at` there."""
        return values[at]

    def plain(self, value: Any) -> Any:
        """A stored value as it stands in a cell: text, a number or a date; None and blank text leave it empty."""
        if isinstance(self.widget, cells.CodeList | cells.YesNo):
            return self.widget.render(value)
        return getattr(value, "plain", value)

    def text(self, value: Any) -> str:
        """A stored value as a report shows it."""
        plain = self.plain(value)
        if isinstance(plain, Decimal):
            return format(plain.normalize(), "f")
        return "" if plain is None else str(plain)

    @property
    def is_text(self) -> bool:
        """Whether a spreadsheet has to keep the column as text, lest it turn codes into numbers."""
        return not isinstance(self.widget, cells.Count | cells.Money | cells.Day)

    @property
    def choices(self) -> list[str]:
        """What a drop-down list in the template offers; empty for free text."""
        if isinstance(self.widget, cells.CodeList):
            return list(self.widget.labels)
        return ["是", "否"] if isinstance(self.widget, cells.YesNo) else []

    def parse(self, value: Any) -> Any:
        """A normalised cell's meaning; raises Fault."""
        if value == "" and self.required:
            raise Fault("必填，不能为空")
        if self.means_blank(value):
            return self.blank
        if value == CLEAR_WORD and not self.may_be_cleared:
            raise Fault("这一列不能清空" + ("：它是用来认出记录的" if self.key else "：必填"))
        return CLEAR if value == CLEAR_WORD else self.widget.clean(value)

    @property
    def may_be_cleared(self) -> bool:
        """Whether a row may empty it, and whether a blank leaves what is stored."""
        return not self.required and not self.key

    def means_blank(self, value: Any) -> bool:
        """Whether a normalised cell says nothing: it is empty, or bears a sign for it in an optional column."""
        if self.required or value == "":
            return bool(value == "")
        return value in BLANK_WORDS and not (value == "无" and isinstance(self.widget, cells.YesNo))

    def expand(self, values: Iterable[Any], lookups: Lookups) -> dict[Any, tuple[Any, ...] | None] | None:
        """Cleaned value → the values of `outputs`, None where it refers to nothing; no dict at all: as they are."""
        return None


class Derived(SheetColumn):
    """A column whose value also fills fields that follow from it alone."""

    def __init__(self, header: str, also: Mapping[str, Callable[[Any], Any]], **kwargs: Any) -> None:
        super().__init__(header, **kwargs)
        self.also = also

    @property
    def outputs(self) -> tuple[str, ...]:
        return (self.field.attname, *self.also)

    def expand(self, values: Iterable[Any], lookups: Lookups) -> dict[Any, tuple[Any, ...] | None]:
        return {value: (value, *(derive(value) for derive in self.also.values())) for value in values}


def person_id_number(header: str) -> Derived:
    """The identity number of the person the row is about, who was born on the day that it says."""
    return Derived(header, FROM_NUMBER, key=True)


def person_name(header: str) -> Derived:
    return Derived(header, FROM_NAME)


class Reference(SheetColumn):
    """The code of a row of another sheet (or of a town)."""

    def bind(self, name: str, model: type[models.Model]) -> "SheetColumn":
        super().bind(name, model)
        self.target = self.field.related_model
        self.target_key = natural_key(self.target)
        self.widget = self.own_widget or self._widget_of_target()
        return self

    def _widget_of_target(self) -> Widget:
        if self.target is Division:
            return cells.Code(int(Division.Level.TOWN))
        return _widget_for(self.target._meta.get_field(self.target_key), self.column_name)

    @property
    def targets(self) -> tuple[type[models.Model], ...]:
        return (self.target,)

    @property
    def export_path(self) -> str:
        return f"{self.attribute}__{self.target_key}"

    def expand(self, values: Iterable[Any], lookups: Lookups) -> dict[Any, tuple[Any, ...] | None]:
        codes = [value for value in values if value]
        found: dict[Any, tuple[Any, ...] | None] = dict.fromkeys(codes)
        found |= {code: (row.pk,) for code, row in lookups.rows(self.target, codes).items()}
        return {**found, self.blank: (None,)}


class VillageCode(SheetColumn):
    """The code that registers a village; it begins with the code of a known town."""

    def expand(self, values: Iterable[Any], lookups: Lookups) -> dict[Any, tuple[Any, ...] | None]:
        towns = lookups.rows(Division, {value[: Division.Level.TOWN] for value in values})
        return {value: (value,) if value[: Division.Level.TOWN] in towns else None for value in values}


class SubjectReference(SheetColumn):
    """对象编号: a person, a household or a workshop; kept as text with its kind."""

    SUBJECTS = (("person", Person), ("household", Household), ("workshop", Workshop))

    @property
    def targets(self) -> tuple[type[models.Model], ...]:
        return tuple(model for _, model in self.SUBJECTS)

    @property
    def kept(self) -> tuple[str, ...]:
        """A household and a workshop may have the same number, which the file does not tell apart."""
        return ("subject_kind",)

    @property
    def outputs(self) -> tuple[str, ...]:
        return (self.field.attname, "subject_kind")

    def expand(self, values: Iterable[Any], lookups: Lookups) -> dict[Any, tuple[Any, ...] | None]:
        found: dict[Any, tuple[Any, ...] | None] = dict.fromkeys(values)
        for kind, model in reversed(self.SUBJECTS):
            found |= {code: (code, kind) for code in lookups.rows(model, list(found))}
        return found


class Subject(cells.Text):
    """A subject's code; one that reads as an identity number is written as one."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = super().clean(value)
        try:
            return identity.normalise(text)
        except identity.InvalidIdentityNumber:
            return text


class Workplace(SheetColumn):
    """就业地: kept as written, with its division where code or name tells just one."""

    @property
    def outputs(self) -> tuple[str, ...]:
        return (self.field.attname, f"{self.field.attname}_division_id")

    def expand(self, values: Iterable[Any], lookups: Lookups) -> dict[Any, tuple[Any, ...] | None]:
        return {name: (name, code) for name, code in lookups.places(values).items()}


MISSING = "所指的记录不存在：请先在对应的表中登记"
REFUSED = "所指的记录在本文件中被拒绝：请先改正那一行"


def natural_key(model: type[models.Model]) -> str:
    """The field by which the ledger names a row of `model`."""
    return "id_number" if model is Person else "code"


def _widget_for(field: Any, header: str) -> Widget:
    if field.is_relation:
        return Widget()
    if field.choices:
        return cells.CodeList(field.flatchoices)
    if isinstance(field, models.BooleanField):
        return cells.YesNo()
    if isinstance(field, models.DateField):
        return cells.Day(header)
    if isinstance(field, models.DecimalField):
        return cells.Money()
    if isinstance(field, models.IntegerField):
        return cells.Year() if header == "年度" else cells.Count(_most(field))
    return _text_widget(field)


def _text_widget(field: Any) -> Widget:
    if isinstance(field, SensitiveCharField) and field.mask == "id_number":
        return cells.IdNumber()
    return (cells.Name if isinstance(field, NameField) else cells.Text)(field.max_length)


def _most(field: Any) -> int:
    return 2**15 - 1 if isinstance(field, models.PositiveSmallIntegerField) else 2**31 - 1
