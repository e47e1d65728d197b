"""How values stand on pages: one way for facts, tables and histories."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import NoReverseMatch
from django.utils import timezone

from core.audit import division_of
from core.personal_data.masking import Sensitive, may_reveal, scrub
from core.personal_data.names import display_name
from core.states import State


def format_value(value: Any, user: Any) -> str:
    """A value as `user` reads it; what is blank shows nothing."""
    if isinstance(value, str):
        return value if may_reveal(user) else scrub(value)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:,.2f}".removesuffix(".00")
    return display_name(value, user)


def plain_value(value: Any, user: Any, *, whole: bool = False) -> Any:
    """A value in a cell of a workbook: a day, a number or an amount as such, anything else as `user` reads it."""
    if isinstance(value, Sensitive):
        return value.plain if whole else str(value)  # whoever asks for whole numbers has said why, and it is audited
    if isinstance(value, State):
        return value.text
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, int | Decimal | date) and not isinstance(value, bool):
        return value
    return format_value(value, user)


def page_of(record: Any, user: Any) -> str | None:
    """Where the page of `record` is, if it has one and lies inside the user's divisions."""
    find = getattr(record, "get_absolute_url", None)
    if not find or not division_of(record).startswith(tuple(user.division_codes)):
        return None
    try:
        return find()
    except NoReverseMatch:  # a part that its whole's page tells of: what was otherwise before a day
        return None


def field_at(model: type[models.Model], path: str) -> Any:
    """The field at the end of the look-up `path`; None where it ends in a property."""
    field: Any = None
    for step in path.split("__"):
        try:
            field = (field.related_model if field else model)._meta.get_field(step)
        except FieldDoesNotExist:
            return None
    return field


def value_at(record: Any, path: str) -> Any:
    """The value at the end of the look-up `path`; of a choice, its label; of a name, who has it."""
    return value_reader(path)(record)


def value_reader(path: str) -> Callable[[Any], Any]:
    """`value_at` for many records: what the path says is taken apart once."""
    *steps, last = path.split("__")

    def read(record: Any) -> Any:
        for step in steps:
            record = getattr(record, step, None)
        if last in getattr(record, "name_fields", ()):
            return record
        kind: Any = type(record)
        value, labels = getattr(record, last, None), labels_of(kind, last)
        return labels.get(value, value) if labels else value

    return read


@cache
def labels_of(model: Any, name: str) -> dict[Any, str]:
    """What the choices of the field are called; nothing where there are none, or no such field."""
    fields = {field.name: field for field in model._meta.fields} if hasattr(model, "_meta") else {}
    return {value: str(label) for value, label in fields[name].flatchoices} if name in fields else {}


@dataclass(frozen=True)
class Fact:
    """Something that is true of a record now."""

    label: str
    value: Any


def facts_of(record: Any, wanted: tuple[str | tuple[str, str], ...]) -> list[Fact]:
    """The facts that fields, or properties with a name, say of `record`."""
    named = ((each if isinstance(each, tuple) else (_label(record, each), each)) for each in wanted)
    return [Fact(label, value_at(record, path)) for label, path in named]


def _label(record: Any, path: str) -> str:
    return str(field_at(type(record), path).verbose_name)
