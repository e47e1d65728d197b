"""补录: when a record was entered, which its history knows, and whether that was after the day that it is about."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast
from django.utils import timezone

from core.records.record import Record

ENTERED = "+"


def day_of(model: type[Record]) -> Any:
    """The column with the day that a record is about: the first day that it must have; None where it has none."""
    fields = (field for field in model._meta.concrete_fields if isinstance(field, models.DateField) and field.editable)
    return next((field for field in fields if not field.null and not isinstance(field, models.DateTimeField)), None)


def entered_after(rows: Any, on: date, known: date) -> Any:
    """Of rows about a day up to `on` those that were entered later, after the day `known` on which all moved in.

    What moved in together was all entered late, and nobody had looked at a score without it.
    """
    model: type[Record] = rows.model
    since = timezone.make_aware(datetime.combine(max(on, known) + timedelta(days=1), time.min))
    key = model._meta.pk.attname
    line = model.history.filter(**{key: OuterRef("pk")}, history_type=ENTERED, history_date__gte=since)
    return rows.filter(Exists(line), **{f"{day_of(model).name}__lte": on})


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
