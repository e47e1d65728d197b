"""PostgreSQL: one file a table, all of one moment; without its programs, whose version would have to match."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.db import DatabaseError, OperationalError, connection, transaction

from core import schema
from wutuan.backups.manifest import Manifest

FOLDER = "database"
ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
#: Columns that number their rows, by table.
NUMBERED = (
    "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE is_identity = 'YES' AND table_schema = current_schema()"
)


@contextmanager
def snapshot(backup: Path) -> Iterator[tuple[Any, dict[str, int]]]:
    """Write every table to `backup`; yields a cursor that sees the same moment, and the numbers of rows.

    Sessions stay out, or whoever finds a backup could walk in with them.
    """
    (backup / FOLDER).mkdir()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(ONE_MOMENT)
        names = sorted({*connection.introspection.table_names(cursor)} - {Session._meta.db_table})
        yield cursor, {name: _write(cursor, name, backup / FOLDER / f"{name}.csv") for name in names}


def _write(cursor: Any, table: str, path: Path) -> int:
    """Without a list of columns COPY leaves out those that the database computes."""
    with path.open("w", encoding="utf-8", newline="") as file:
        cursor.copy_expert(f"COPY {_quoted(table)} TO STDOUT WITH (FORMAT csv, HEADER, ENCODING 'UTF8')", file)
    return int(cursor.rowcount)


def load(backup: Path, manifest: Manifest) -> None:
    """Put the backup in the place of the database, in one transaction."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '10s'")  # a service that still runs is told of, not waited for
        _drop_all(cursor)
        schema.create_as_of(manifest.migrations)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with a check still waiting can't be emptied
        cursor.execute(f"TRUNCATE {_listed(connection.introspection.table_names(cursor))}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, rows in manifest.tables.items():
            if _read(cursor, table, backup / FOLDER / f"{table}.csv") != rows:
                raise DatabaseError(f"{table} 的行数与备份清单不符")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _go_on_numbering(cursor)


def _drop_all(cursor: Any) -> None:
    tables = connection.introspection.table_names(cursor)
    if tables:
        cursor.execute(f"DROP TABLE {_listed(tables)} CASCADE")


def _read(cursor: Any, table: str, path: Path) -> int:
    """Columns are named: a table may have them in another order than it had."""
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader([file.readline()]))
        file.seek(0)
        into = f"{_quoted(table)} ({_listed(columns)})"
        cursor.copy_expert(f"COPY {into} FROM STDIN WITH (FORMAT csv, HEADER, ENCODING 'UTF8')", file)
    return int(cursor.rowcount)


def _go_on_numbering(cursor: Any) -> None:
    """New rows get numbers after those that came with the backup."""
    cursor.execute(NUMBERED)
    for table, column in cursor.fetchall():
        last = f"(SELECT max({_quoted(column)}) FROM {_quoted(table)})"  # noqa: S608 -- names of our own tables
        counter = "pg_get_serial_sequence(%s, %s)"
        cursor.execute(f"SELECT setval({counter}, coalesce({last}, 1), {last} IS NOT NULL)", [_quoted(table), column])


def create_if_missing() -> None:
    """Make the database that DATABASE_URL names, where the server has none of that name."""
    try:
        connection.ensure_connection()
    except OperationalError:
        name = connection.settings_dict["NAME"]
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone():
                raise
            cursor.execute(f"CREATE DATABASE {_quoted(name)}")


def _listed(names: Any) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))
