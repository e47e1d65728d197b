"""The stored rows that the rows of a file may meet, found by key."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import Max

from ledger.reach import path_of
from ledger.sheets import Sheet

CHUNK = 5_000


@dataclass
class StoredRow:
    """A row of the database: `values` in the order of the attributes asked for, `extra` what orders need besides."""

    pk: Any
    values: tuple[Any, ...]
    place: str
    voided: bool
    extra: dict[str, Any]


class Stored:
    """The stored rows that `lines` may meet: those that share the narrowest part of their key.

    `seen` is the newest entry of the history that they certainly tell of.
    """

    def __init__(self, sheet: type[Sheet], attributes: list[str], lines: list[Any]) -> None:
        self._key = [attributes.index(column.outputs[0]) for column in sheet.key_columns()]
        self._rows: dict[tuple[Any, ...], StoredRow] = {}
        self.seen = latest_entry(sheet.model)
        involved = {name for order in sheet.orders() for name in (order.earlier, order.later)}
        extra = sorted(involved - set(attributes))
        narrow = self._narrowest(attributes)
        columns = ("pk", path_of(sheet.model), "voided_at", *attributes, *extra)
        for chunk in chunks({line[narrow] for line in lines if not _is_new(line[narrow])}):
            found = sheet.model.with_voided.filter(**{f"{attributes[narrow]}__in": chunk}).values_list(*columns)
            for pk, place, voided_at, *values in found.iterator(chunk_size=CHUNK):
                plain = tuple(getattr(value, "plain", value) for value in values)
                own, rest = plain[: len(attributes)], dict(zip(extra, plain[len(attributes) :], strict=True))
                self._rows[self._key_of(own)] = StoredRow(pk, own, place, voided_at is not None, rest)

    def find(self, line: tuple[Any, ...]) -> StoredRow | None:
        return self._rows.get(self._key_of(line))

    def live(self) -> Iterator[StoredRow]:
        return (row for row in self._rows.values() if not row.voided)

    def _key_of(self, line: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(line[i] for i in self._key)

    def _narrowest(self, attributes: list[str]) -> int:
        """The key column by which stored rows are fetched: an owner if there is one, else the first."""
        owners = [i for i in self._key if attributes[i].endswith("_id")]
        return owners[0] if owners else self._key[0]


def latest_entry(model: type[models.Model]) -> int:
    """The number of the newest entry in the history of all rows."""
    newest = model.history.aggregate(newest=Max("history_id"))
    return newest["newest"] or 0


def _is_new(value: Any) -> bool:
    return isinstance(value, int) and value < 0


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(values)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk
