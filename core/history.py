"""How far the records have come: every write leaves a row of history, so their numbers tell one state from another."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from core.models import Generation
from core.records import Record
from core.wall import everywhere

#: Which tables somebody writes at this moment, ourselves included. Whoever writes a row of history holds this lock from
#: before the row is given its number to the end of the transaction. What we count must be what is committed now: in a
#: transaction that looks at an older state, everything counts as being written.
WRITING = """
SELECT name FROM unnest(%s) AS name WHERE current_setting('transaction_isolation') <> 'read committed'
    OR name::regclass IN (SELECT relation FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock')
"""


def data_versions() -> dict[str, str]:
    """For each table of records what tells its present state from each that it was in before; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_latest())
        generation, *numbers = cursor.fetchone()
    return {table: f"{generation}-{number}" for table, number in zip(tables(), numbers, strict=True)}


def tables_being_written() -> frozenset[str]:
    """The tables of records in which an open transaction has written or is about to; one query, on SQLite none.

    SQLite has one writer at a time, so numbers of history are committed in their order; there only we ourselves may
    see what is not committed.
    """
    if connection.vendor == "sqlite":
        return frozenset(tables() if connection.in_atomic_block else ())
    with connection.cursor() as cursor:
        cursor.execute(WRITING, [list(tables().values())])
        writing = {name for (name,) in cursor.fetchall()}
    return frozenset(table for table, history in tables().items() if history in writing)


@cache
def _latest() -> str:
    latest = ", ".join(f"(SELECT MAX(history_id) FROM {name})" for name in tables().values())  # noqa: S608 -- ours
    return f"SELECT (SELECT token FROM {Generation._meta.db_table}), {latest}"  # noqa: S608 -- ours


@cache
def tables() -> Mapping[str, str]:
    """The tables of records, each with that of its history."""
    models = (model for model in apps.get_models() if issubclass(model, Record))
    names = {model._meta.db_table: model.history.model._meta.db_table for model in models}
    return dict(sorted(names.items()))


@everywhere("asks which tables a query would read, and reads none")
def tables_read(rows: Any) -> frozenset[str]:
    """The tables of records that a queryset asks, its subqueries included."""
    sql, _ = rows.query.sql_with_params()
    return tables_in(sql)


def tables_in(*queries: str) -> frozenset[str]:
    """The tables of records that these queries ask, by their text."""
    return frozenset(table for table in tables() if any(connection.ops.quote_name(table) in sql for sql in queries))
