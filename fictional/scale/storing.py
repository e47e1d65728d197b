"""Made-up rows into the database, as fast as it takes them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

from django.db import connection, transaction

from core import divisions
from fictional.places import DIVISIONS
from fictional.scale.people import batches
from fictional.scale.tables import TABLES, Batch, Row, Table
from fictional.scale.town import County


def load(county: County, *, rebuild_indexes: bool = True) -> None:
    """Fill an empty database with the county; indexes are built at the end unless told otherwise."""
    divisions.load(DIVISIONS)
    with transaction.atomic(), without_triggers():
        indexes = list(drop_indexes()) if rebuild_indexes else []
        for batch in batches(county):
            insert(batch)
        for statement in indexes:
            execute(statement)
    execute("ANALYZE")


def insert(batch: Batch) -> None:
    """One statement a table, what is referred to before what refers."""
    write = _copy if connection.vendor == "postgresql" else _insert_many
    for model, table in TABLES.items():
        if batch.get(model):
            write(table, batch[model])


def _insert_many(table: Table, rows: list[Row]) -> None:
    columns = [field.column for field in table.columns]
    names, marks = ", ".join([*columns, *table.constants]), ", ".join("?" * len(columns))
    constants = "".join(f", {_literal(value)}" for value in table.constants.values())
    statement = f"INSERT INTO {table.model._meta.db_table} ({names}) VALUES ({marks}{constants})"  # noqa: S608
    connection.ensure_connection()
    connection.connection.executemany(statement, rows)


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, bool):
        return str(value).upper()
    raise TypeError(f"no made-up row needs a constant like {value!r}")


def _copy(table: Table, rows: list[Row]) -> None:
    constants = list(table.constants.values())
    columns = ", ".join([*(field.column for field in table.columns), *table.constants])
    lines = StringIO("".join(_line([*row, *constants]) for row in rows))
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table.model._meta.db_table} ({columns}) FROM STDIN", lines)


def _line(values: Iterable[Any]) -> str:
    return "\t".join([r"\N" if value is None else str(value) for value in values]) + "\n"


def execute(statement: str) -> list[Row]:
    """Run a statement; the rows that it gives, if any."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def without_triggers() -> Iterator[None]:
    """PostgreSQL would look up each reference of each row; the rows are known to be right."""
    if connection.vendor == "postgresql":
        execute("SET LOCAL session_replication_role = replica")
    yield
    if connection.vendor == "postgresql":
        execute("SET LOCAL session_replication_role = origin")
        for model in TABLES:
            _next_id_after_the_last(model)


def _next_id_after_the_last(model: Any) -> None:
    table, key = model._meta.db_table, model._meta.pk
    if key.column == "id":
        largest = f"(SELECT max(id) FROM {table})"  # noqa: S608 - a table of ours
        execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce({largest}, 1))")


SECONDARY_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = '{}'",
    "postgresql": (
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = '{}'"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    ),
}


def drop_indexes() -> Iterator[str]:
    """Drop what only speeds up look-ups; give the statements that build it again."""
    for model in TABLES:
        for name, definition in execute(SECONDARY_INDEXES[connection.vendor].format(model._meta.db_table)):
            execute(f'DROP INDEX "{name}"')
            yield definition
