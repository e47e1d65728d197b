"""Records in memory as they were on a day, for pages and lists of a past day: read, never to be saved."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model

from core.records.dated import DatedRecord, before_attname


def as_they_were(records: Iterable[Any], on: date) -> list[Any]:
    """The records, with what has a day as it was on the day; what is loaded of those whom they name, too."""
    records = list(records)
    if records and isinstance(records[0], DatedRecord):
        _read_back(type(records[0]), records, on)
    named: dict[type[DatedRecord], list[Any]] = defaultdict(list)
    for record in records:
        for value in record._state.fields_cache.values():
            if isinstance(value, DatedRecord):
                named[type(value)].append(value)
    for each in named.values():
        as_they_were(each, on)
    return records


def read_as_of(record: DatedRecord, on: date) -> None:
    """The same for one record, with the household that it names."""
    for name, _ in record._owners():
        getattr(record, name)  # what is loaded is read back along
    as_they_were([record], on)


def _read_back(kind: type[DatedRecord], records: list[Any], on: date) -> None:
    """Put the value of the earliest change after the day into each column that changed; one may be there twice."""
    by_key: dict[Any, list[Any]] = defaultdict(list)
    for record in records:
        record.read_on = on
        by_key[record.pk].append(record)
    owner, found = f"{kind._owner()}_id", defaultdict(set)
    changes = kind.changes_of().everywhere("changes of rows that the user was shown").order_by("-changed_on")
    for change in changes.filter(**{f"{owner}__in": by_key, "changed_on__gt": on}):
        field: Any = kind._meta.get_field(change.item)
        value = getattr(change, before_attname(field))
        for record in by_key[getattr(change, owner)]:
            setattr(record, field.attname, value)
        if field.is_relation and value is not None:
            found[field].add(value)
    for field, keys in found.items():
        _look_up(field, keys, records)


def _look_up(field: Any, keys: set[Any], records: Iterable[Model]) -> None:
    """Fetch what the records named then, all at once."""
    rows: Any = field.related_model._default_manager.filter(pk__in=keys)
    named = {each.pk: each for each in rows.everywhere("the record named it")}
    for record in records:
        if field.name not in record._state.fields_cache and (key := getattr(record, field.attname)) in named:
            setattr(record, field.name, named[key])
