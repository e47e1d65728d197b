"""A rehearsal: the backup is restored into a database of its own, counted, verified and thrown away."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

from django.apps import apps
from django.conf import settings
from django.db import connection, connections

from accounts.models import User
from core import audit
from core.jobs import duties
from core.models import AuditEvent
from core.records import Record
from wutuan.backups.manifest import Manifest

#: What was rehearsed remembers when.
REHEARSED = "restore_rehearsal"
SCRATCH = "rehearsal"
#: So long may a restore take.
SECONDS = 3600


class RehearsalFailed(Exception):
    """Why the backup could not be restored, in words for the operator."""


def rehearse(backup: Path) -> Manifest:
    """Nothing of the database in use or of its documents is touched; what came of it is written down there."""
    manifest = Manifest.read(backup)
    try:
        with _scratch() as environment:
            _run(environment, "restore", str(backup))
            _refuse_other_counts(manifest, environment["DATABASE_URL"])
            _run(environment, "audit_verify", *(["--anchor", manifest.audit] if manifest.audit else []))
    except RehearsalFailed:
        duties.failed(REHEARSED)
        raise
    duties.succeeded(REHEARSED)
    details = {"rehearsal": True, "made_at": manifest.made_at, "rows": manifest.rows}
    audit.record(AuditEvent.Action.RESTORE, details=details)
    return manifest


@contextmanager
def _scratch() -> Iterator[dict[str, str]]:
    """The environment of a program on a database of that purpose, which is gone afterwards."""
    with TemporaryDirectory(prefix="wutuan-rehearsal-") as folder:
        url = f"sqlite:///{folder}/{SCRATCH}.sqlite3" if connection.vendor == "sqlite" else _beside()
        _drop()
        try:
            yield {**os.environ, "DATABASE_URL": url, "VAR_DIR": folder, "REDIS_URL": ""}
        finally:
            _drop()


def _beside() -> str:
    """The address of another database on the same server."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{_name()}"))


def _name() -> str:
    return f"{settings.DATABASES['default']['NAME']}_{SCRATCH}"


def _drop() -> None:
    """Databases of a server stay where nobody drops them; a file goes with its folder."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(_name())}")


def _run(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as slow:
        raise RehearsalFailed(f"恢复演练没有成功（{arguments[0]}）：{SECONDS // 60} 分钟没有做完") from slow
    if done.returncode:
        raise RehearsalFailed(f"恢复演练没有成功（{arguments[0]}）：{done.stderr.strip() or done.stdout.strip()}")


def _refuse_other_counts(manifest: Manifest, url: str) -> None:
    """Accounts and facts have to be as many as when the backup was made."""
    wrong = [
        f"{model._meta.verbose_name} {counted} 条，备份清单里是 {manifest.tables[model._meta.db_table]} 条"
        for model, counted in _counts(url).items()
        if counted != manifest.tables.get(model._meta.db_table, counted)
    ]
    if wrong:
        raise RehearsalFailed("恢复出来的条数不对：" + "；".join(wrong))


def _counts(url: str) -> dict[type, int]:
    parts = urlsplit(url)
    name = _name() if connection.vendor == "postgresql" else parts.path
    connections.settings[SCRATCH] = {**connections.settings["default"], "NAME": name}
    try:
        models = [User, *(each for each in apps.get_models() if issubclass(each, Record))]
        return {model: model._base_manager.using(SCRATCH).count() for model in models}
    finally:
        connections[SCRATCH].close()
        del connections[SCRATCH], connections.settings[SCRATCH]
