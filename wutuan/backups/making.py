"""Making a backup: the database as it stands at one moment, then every document that it names."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from core import audit
from core.jobs import duties
from core.models import AuditEvent, AuditHead, Document, ScheduledDuty
from wutuan.backups import postgresql, sqlite
from wutuan.backups.manifest import Manifest, described

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}


def make(folder: Path) -> Path:
    """Make a backup in a new folder below `folder`; cut off, it leaves none."""
    audit.seal()
    with only_ours():
        backup = folder / f"wutuan-{timezone.localtime():%Y%m%d-%H%M%S-%f}"[:-3]
        backup.mkdir(parents=True)
        try:
            manifest = _fill(backup)
            details = {"rows": manifest.rows, "documents": len(manifest.documents)}
            audit.record(AuditEvent.Action.BACKUP, details=details)
            manifest.write(backup)
            if ScheduledDuty._meta.db_table in connection.introspection.table_names():  # not before an upgrade
                duties.succeeded("backup")
        except BaseException:
            shutil.rmtree(backup)
            raise
    return backup


def _fill(backup: Path) -> Manifest:
    """Documents are copied after the database: none is ever deleted, so all that it names are there."""
    made_at = timezone.localtime().isoformat()
    with ENGINES[connection.vendor].snapshot(backup) as (cursor, tables):
        told: dict[str, Any] = {"tables": tables, **_told_by(cursor)}
    for name in told["documents"]:
        _copy_document(name, backup / name)
    files = {path.relative_to(backup).as_posix(): described(path) for path in backup.rglob("*") if path.is_file()}
    return Manifest(made_at=made_at, engine=connection.vendor, files=dict(sorted(files.items())), **told)


def _told_by(cursor: Any) -> dict[str, Any]:
    """What the database says of itself."""
    head, document = AuditHead._meta.db_table, Document._meta.db_table
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
    cursor.execute(f"SELECT length, hash FROM {head}")  # noqa: S608 -- names of our own tables
    end = cursor.fetchone()
    cursor.execute(f"SELECT file, sha256 FROM {document} ORDER BY file")  # noqa: S608
    return {
        "migrations": migrations,
        "documents": dict(cursor.fetchall()),
        "audit": f"{end[0]}:{end[1]}" if end else "",
    }


def _copy_document(name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if default_storage.exists(name):
        shutil.copyfile(default_storage.path(name), target)


@contextmanager
def only_ours() -> Iterator[None]:
    """What is written meanwhile is readable by this account alone: files 0600, folders 0700."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
