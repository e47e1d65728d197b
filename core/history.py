"""How far the records have come: every write leaves a row of history, so their numbers tell one state from another."""

from functools import cache

from django.apps import apps
from django.db import connection

from core.records import Record


def data_version() -> str:
    """A text that is the same as long as no record has changed; one query, whatever there is."""
    with connection.cursor() as cursor:
        cursor.execute(_latest())
        return "-".join(str(number or 0) for number in cursor.fetchone())


@cache
def _latest() -> str:
    tables = [
        model.history.model._meta.db_table  # type: ignore[attr-defined]
        for model in apps.get_models()
        if issubclass(model, Record)
    ]
    latest = ", ".join(f"(SELECT MAX(history_id) FROM {table})" for table in sorted(tables))  # noqa: S608 -- ours
    return f"SELECT {latest}"
