"""SQLite: the whole file, copied by its own means, so that others may go on writing meanwhile."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from wutuan.backups.manifest import Manifest

NAME = "database.sqlite3"


@contextmanager
def snapshot(backup: Path) -> Iterator[tuple[Any, dict[str, int]]]:
    """Copy the database into `backup`; yields a cursor on the copy, and its tables with their numbers of rows.

    Sessions stay out, or whoever finds a backup could walk in with them.
    """
    connection.ensure_connection()
    with closing(sqlite3.connect(backup / NAME, isolation_level=None)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
        copy.execute("DELETE FROM django_session")
        copy.execute("VACUUM")
        yield copy.cursor(), _rows(copy)


def load(backup: Path, manifest: Manifest) -> None:
    """Put the backup in the place of the database, as a whole or not at all."""
    with closing(sqlite3.connect(f"{(backup / NAME).absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        connection.ensure_connection()
        copy.backup(connection.connection)
    connection.close()


def create_if_missing() -> None:
    """Opening it makes the file."""
    connection.ensure_connection()


def _rows(database: sqlite3.Connection) -> dict[str, int]:
    found = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    names = sorted(name for (name,) in found)
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
