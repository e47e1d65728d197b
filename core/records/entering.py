"""补录: when a record was entered, which its history knows, and whether that was after the day that it is about."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import CharField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan, IsNull
from django.utils import timezone

from core.records.record import Record

ENTERED = "+"


def day_of(model: type[Record]) -> Any:
    """The column with the day that a record is about: the first day that it must have; None where it has none."""
    return next((field for field in _days(model) if not field.null), None)


def days_told(model: type[Record]) -> list[str]:
    """The columns whose days decide on which days a record counts: what it is about, and what ends or settles it."""
    first = day_of(model)
    return [first.name, *(field.name for field in _days(model) if field.null)] if first else []


def _days(model: type[Record]) -> list[Any]:
    fields = (field for field in model._meta.concrete_fields if isinstance(field, models.DateField) and field.editable)
    return [field for field in fields if not isinstance(field, models.DateTimeField)]


def entered_after(rows: Any, on: date, known: date) -> Any:
    """Of rows about a day up to `on` those that the history did not know then as they count now.

    They were entered later, or a day of theirs up to `on` was: an end, a payment. What moved in together on the day
    `known` was all entered late, and nobody had looked at a score without it.
    """
    model: type[Record] = rows.model
    since = timezone.make_aware(datetime.combine(max(on, known) + timedelta(days=1), time.min))
    return rows.filter(~Exists(_lines_as_counted(model, on).filter(history_date__lt=since)), **_begun(model, on))


def counted_since(records: Iterable[Any], on: date) -> dict[Any, date]:
    """For records of one kind the day since which the history knows them as they count on the day `on`; one query."""
    found = {record.pk: record for record in records}
    if not found:
        return {}
    model = type(next(iter(found.values())))
    rows: Any = model._default_manager.everywhere("they were found for the user")
    first = _lines_as_counted(model, on).order_by("history_date").values("history_date")[:1]
    moments = rows.filter(pk__in=found).order_by().annotate(moment=Subquery(first)).values_list("pk", "moment")
    return {found[key]: timezone.localdate(moment) for key, moment in moments}


def _begun(model: type[Record], on: date) -> dict[str, date]:
    return {f"{day_of(model).name}__lte": on}


def _lines_as_counted(model: type[Record], on: date) -> Any:
    """Inside a query of the model: the row's lines of history that say of its days up to `on` what it says now."""
    key = model._meta.pk.attname
    lines = model.history.filter(**{key: OuterRef("pk")})
    for name in days_told(model):
        own = OuterRef(name)
        lines = lines.filter(Q(**{name: own}) | IsNull(own, True) | GreaterThan(own, Value(on)))
    return lines


def entered_on(records: Iterable[Record]) -> dict[Record, date]:
    """The day on which each was entered; one query, whatever kinds they are."""
    wanted: dict[type[Record], dict[str, Record]] = defaultdict(dict)
    for record in records:
        wanted[type(record)][str(record.pk)] = record
    parts = [_lines(model, list(found)) for model, found in wanted.items()]
    lines = parts[0].union(*parts[1:], all=True) if parts else ()
    found = {model._meta.label: rows for model, rows in wanted.items()}
    return {found[label][key]: timezone.localdate(moment) for label, key, moment in lines}


def _lines(model: type[Record], keys: list[str]) -> Any:
    key = model._meta.pk.attname
    rows = model.history.filter(**{f"{key}__in": keys}, history_type=ENTERED).order_by()
    label = Value(model._meta.label, output_field=CharField())
    return rows.annotate(label=label, key=Cast(key, CharField())).values_list("label", "key", "history_date")


def as_last_entered(model: type[Record], user: Any, names: Collection[str]) -> dict[str, Any]:
    """What the record of this kind that `user` entered last says in `names`."""
    entered = model.history.filter(history_user=user, history_type=ENTERED).order_by("-history_id")
    return entered.values(*names).first() or {}
