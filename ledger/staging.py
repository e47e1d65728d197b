"""Writing what an import found, in one short transaction.

Rows are numbered and copied into temporary tables first, while others go on writing; the transaction itself is a
few statements a sheet that the database carries out alone. See docs/adr for the measurements.
"""
# ruff: noqa: S608  (every identifier in these statements comes from our own models)

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, models, transaction

from ledger.matching import SheetChanges


class WrittenMeanwhile(IntegrityError):
    """Somebody wrote a row after it was compared with the file: what the file means for it is to be found out again."""


class Staged:
    """One sheet's rows in a temporary table, ready to be merged into the table of their model."""

    def __init__(self, change: SheetChanges, numbers: dict[type[models.Model], Sequence[int]]) -> None:
        self.model, self.seen = change.sheet.model, change.seen
        self.fields = [field for field in self.model._meta.concrete_fields if not field.generated]
        self.touched = [field for field in self.fields if field.attname in change.attributes]
        self.table = f"staged_{self.model._meta.db_table}"
        self._create()
        for kind, rows in (("+", change.added), ("~", change.changed)):
            if rows:
                self._copy(kind, self._columns(kind, rows, change.attributes, numbers))

    def _create(self) -> None:
        columns = quoted_names(self.fields)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {self.table}")
            cursor.execute(
                f"CREATE TEMPORARY TABLE {self.table} AS SELECT '+' AS history_type, {columns}"
                f" FROM {quoted(self.model)} WHERE 1 = 0"
            )

    def _columns(self, kind: str, rows: list[Any], attributes: tuple[str, ...], numbers: Any) -> list[list[Any]]:
        """The fields' values for the database, a list a field."""
        by_name = dict(zip(("pk", *attributes), map(list, zip(*rows, strict=True)), strict=True))
        by_name.setdefault(self.model._meta.pk.attname, by_name["pk"])
        columns = []
        for field in self.fields:
            values = by_name.get(field.attname)
            if values is None:
                values = [field.get_default() if kind == "+" else None for _ in rows]
            given = numbers.get(self.model if field.primary_key else field.related_model)
            columns.append(_prepared(field, _numbered(values, given) if given else values))
        return columns

    def _copy(self, kind: str, columns: list[list[Any]]) -> None:
        rows = zip([kind] * len(columns[0]), *columns, strict=True)
        names = f"history_type, {quoted_names(self.fields)}"
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                text = io.StringIO("".join(map(_copy_line, rows)))
                cursor.copy_expert(f"COPY {self.table} ({names}) FROM STDIN", text)
            else:
                marks = ", ".join(["%s"] * (len(columns) + 1))
                cursor.executemany(f"INSERT INTO {self.table} ({names}) VALUES ({marks})", rows)

    def merge(self, at: datetime, user_id: int | None, reason: str) -> None:
        """Insert what is new, update what changed (reviving what was voided), and write the history of both."""
        target, names = quoted(self.model), quoted_names(self.fields)
        key = f'"{self.model._meta.pk.column}"'
        updates = [f"{name} = staged.{name}" for name in map(quoted_name, self.touched) if name != key]
        updates += ['"voided_at" = NULL', "\"void_reason\" = ''"]
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {target} ({names}) SELECT {names} FROM {self.table} WHERE history_type = '+'")
            cursor.execute(
                f"UPDATE {target} SET {', '.join(updates)} FROM {self.table} AS staged"
                f" WHERE staged.history_type = '~' AND {target}.{key} = staged.{key}"
            )
            self._refuse_overtaken(cursor)
            self._write_history(cursor, at, user_id, reason)

    def _refuse_overtaken(self, cursor: Any) -> None:
        """Asked when the rows are already locked: whoever wrote one of them has told its history."""
        key = f'"{self.model._meta.pk.column}"'
        history = quoted(self.model.history.model)
        cursor.execute(
            f"SELECT 1 FROM {history} AS entry JOIN {self.table} AS staged ON entry.{key} = staged.{key}"
            " WHERE staged.history_type = '~' AND entry.history_id > %s LIMIT 1",
            [self.seen],
        )
        if cursor.fetchone():
            raise WrittenMeanwhile

    def _write_history(self, cursor: Any, at: datetime, user_id: int | None, reason: str) -> None:
        history = self.model.history.model
        kept = [field for field in self.fields if field.attname in {f.attname for f in history._meta.concrete_fields}]
        columns = f"{quoted_names(kept)}, history_type, history_date, history_user_id, history_change_reason"
        when = connection.ops.adapt_datetimefield_value(at)
        key = f'"{self.model._meta.pk.column}"'
        sources = {
            "+": (quoted_names(kept), f"{self.table} AS staged"),
            "~": (
                ", ".join(f"target.{quoted_name(field)}" for field in kept),
                f"{self.table} AS staged JOIN {quoted(self.model)} AS target ON target.{key} = staged.{key}",
            ),
        }
        for kind, (values, source) in sources.items():
            cursor.execute(
                f"INSERT INTO {quoted(history)} ({columns})"
                f" SELECT {values}, history_type, %s, %s, %s FROM {source} WHERE history_type = %s",
                [when, user_id, reason, kind],
            )

    def drop(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {self.table}")


def stage(changes: Iterable[SheetChanges]) -> list[Staged]:
    """Number the new rows and copy everything that changes into temporary tables."""
    written = [change for change in changes if change.added or change.changed]
    numbers = {
        change.sheet.model: _reserve(change.sheet.model, len(change.added))
        for change in written
        if change.added and isinstance(change.sheet.model._meta.pk, models.AutoField | models.BigAutoField)
    }
    return [Staged(change, numbers) for change in written]


def _reserve(model: type[models.Model], count: int) -> Sequence[int]:
    """Primary keys that nobody else will be given."""
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            numbers = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(numbers, [table, count])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()[0]
        return range(last - count + 1, last + 1)


def _numbered(values: list[Any], numbers: Sequence[int]) -> list[Any]:
    """Put reserved numbers in the place of provisional ones: -1 is the first row that is new."""
    return [numbers[-value - 1] if value is not None and value < 0 else value for value in values]


def _prepared(field: Any, values: list[Any]) -> list[Any]:
    """Values as the database driver takes them, each distinct one prepared once."""
    if isinstance(field, models.AutoField | models.BigAutoField):
        return values
    prepared = {value: field.get_db_prep_save(value, connection) for value in set(values)}
    return [prepared[value] for value in values]


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copy_line(row: tuple[Any, ...]) -> str:
    """A line of PostgreSQL's COPY text format."""
    return "\t".join("\\N" if value is None else str(value).translate(_ESCAPES) for value in row) + "\n"


def quoted(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'


def quoted_name(field: Any) -> str:
    return f'"{field.column}"'


def quoted_names(fields: Iterable[Any]) -> str:
    return ", ".join(map(quoted_name, fields))
