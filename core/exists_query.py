"""Queries about one record that answer yes or no, compiled once and run for the key of any record."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists

from core.compiled import CompiledQuery, QueryParameter
from core.records import Record

#: The key of the record that the query is about.
RECORD = QueryParameter("record")


@dataclass(frozen=True)
class ExistsQuery:
    """Whether there are rows of each of some querysets; one query."""

    query: CompiledQuery

    @classmethod
    def about(cls, model: type[Record], rows: Iterable[Any]) -> "ExistsQuery":
        """About a record of `model`: each of `rows` is narrowed down to what belongs to RECORD."""
        flags = {f"is_{number}": Exists(found) for number, found in enumerate(rows)}
        record = model.with_voided.filter(pk=RECORD).order_by().annotate(**flags)
        return cls(CompiledQuery.of(record.values_list(*flags)))

    @classmethod
    def of_kinds(cls, model: type[Record], kinds: Iterable[tuple[type[Record], str]]) -> "ExistsQuery":
        """About a record of `model`: each kind of record, by the path that leads from there to it."""
        return cls.about(model, [kind.objects.filter(**{path: RECORD}) for kind, path in kinds])

    def of(self, key: Any) -> list[bool]:
        """The answers for the record with this key, in the order of the querysets."""
        (answers,) = self.query.rows(record=key)
        return list(map(bool, answers))
