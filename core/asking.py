"""Questions about one record that are put together once and asked of many, each for a yes or a no.

Django takes several times as long to put such a query together as a database to answer it, and for the next record it
is the same but for the key.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists

from core.records import Record

#: Stands for the key of whoever is asked about.
SOMEBODY = -1


@dataclass(frozen=True)
class Question:
    """Whether there are rows of each of some querysets; one query."""

    sql: str
    parameters: tuple[Any, ...]

    @classmethod
    def about(cls, model: type[Record], rows: Iterable[Any]) -> "Question":
        """Of a record of `model`: each of `rows` is narrowed down to what belongs to SOMEBODY."""
        flags = {f"is_{number}": Exists(found) for number, found in enumerate(rows)}
        somebody = model.with_voided.filter(pk=SOMEBODY).order_by().annotate(**flags)
        sql, parameters = somebody.values_list(*flags).query.sql_with_params()
        return cls(sql, tuple(parameters))

    @classmethod
    def whether_there_are(cls, model: type[Record], kinds: Iterable[tuple[type[Record], str]]) -> "Question":
        """Of a record of `model`: each kind of record, by the path that leads from there to it."""
        return cls.about(model, [kind.objects.filter(**{path: SOMEBODY}) for kind, path in kinds])

    def of(self, key: Any) -> list[bool]:
        """The answers for the record with this key, in the order of the querysets."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [key if each == SOMEBODY else each for each in self.parameters])
            return list(map(bool, cursor.fetchone()))
