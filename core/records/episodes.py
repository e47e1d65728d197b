"""The line of time of one record: every stretch of a dated column, also those before somebody left and came back."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from core.records.dated import DatedRecord
from core.records.noting import worded
from core.records.status_changes import StatusChange


class Episode(NamedTuple):
    """Something that became so on a day."""

    on: date
    kind: str
    text: str = ""
    note: str = ""


def episodes_of(record: DatedRecord) -> list[Episode]:
    """What became of the dated columns of `record`, newest first."""
    rows: dict[str, list[StatusChange]] = {name: [] for name in record.dated}
    for row in _changes(record):
        rows[row.item].append(row)
    found = [episode for name in record.dated for episode in _of_column(record, name, rows[name])]
    return sorted(found, key=lambda episode: episode.on, reverse=True)


def _changes(record: DatedRecord) -> Any:
    """Its changes up to the day whose values it holds, the oldest first."""
    rows = record.status_changes.order_by("changed_on")  # type: ignore[attr-defined]
    named = [field.name for field in rows.model._meta.fields if field.is_relation and field.name.startswith("was_")]
    return rows.filter(changed_on__lte=record.read_on or date.max).select_related(*named)


def _of_column(record: DatedRecord, name: str, rows: list[StatusChange]) -> Iterator[Episode]:
    field: Any = record._meta.get_field(name)
    values = [*(row.before for row in rows), getattr(record, name)]
    if name in record.happened:
        yield from _days(record, name, values, rows)
        return
    for row, (was, now) in zip(rows, pairwise(values), strict=True):
        text = f"{field.verbose_name}由{worded(field, was)}变为{worded(field, now)}"
        yield Episode(row.changed_on, "变更", text, row.reason)


def _days(record: DatedRecord, name: str, values: list[Any], rows: list[StatusChange]) -> Iterator[Episode]:
    """A column that is itself a day: each day that came, and the day on which it was emptied."""
    begun, emptied = record.happened[name]
    until = [*(row.changed_on for row in rows), date.max]
    came = [day if day and day < end else None for day, end in zip(values, until, strict=True)]
    for day in dict.fromkeys(day for day in came if day):
        yield Episode(day, begun)
    for row, (was, now) in zip(rows, pairwise(came), strict=True):
        if emptied and was and now is None:
            yield Episode(row.changed_on, emptied, note=row.reason)
