"""How far the records have come: every write leaves a row of history, so their numbers tell one state from another."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection

from core.records import Record


def data_versions() -> dict[str, int]:
    """A number for each table of records that is the same as long as none of its records has changed; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_latest())
        return {table: number or 0 for table, number in zip(tables(), cursor.fetchone(), strict=True)}


@cache
def _latest() -> str:
    latest = ", ".join(f"(SELECT MAX(history_id) FROM {name})" for name in tables().values())  # noqa: S608 -- ours
    return f"SELECT {latest}"


@cache
def tables() -> Mapping[str, str]:
    """The tables of records, each with that of its history."""
    models = (model for model in apps.get_models() if issubclass(model, Record))
    names = {model._meta.db_table: model.history.model._meta.db_table for model in models}  # type: ignore[attr-defined]
    return dict(sorted(names.items()))


def tables_read(rows: Any) -> frozenset[str]:
    """The tables of records that a queryset asks, its subqueries included."""
    sql, _ = rows.query.sql_with_params()
    return frozenset(table for table in tables() if connection.ops.quote_name(table) in sql)
