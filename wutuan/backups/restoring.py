"""Restoring a backup, where nothing is lost by it or somebody insists."""

import shutil
from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from core import audit, schema
from core.jobs import duties
from core.models import AuditEvent, new_generation
from core.records import Record
from wutuan.backups.making import ENGINES, only_ours
from wutuan.backups.manifest import Manifest

#: What was restored remembers when.
RESTORED = "restore"


class BackupRefused(Exception):
    """Why the backup is not restored, in words for the operator."""


def restore(backup: Path, *, force: bool = False, damaged: bool = False) -> Manifest:
    """Put `backup` in the place of the database and its documents.

    `force` gives up the facts and accounts that the database has; `damaged` does without documents that are missing or
    changed. A database that is missing or changed is never restored.
    """
    manifest = Manifest.read(backup)
    _refuse_faults(manifest, backup, damaged)
    _refuse_another_kind(manifest)
    with only_ours():
        ENGINES[connection.vendor].create_if_missing()
        _refuse_database(force)
        _copy_documents(manifest, backup)
        ENGINES[connection.vendor].load(backup, manifest)
    _settle_in(manifest)
    return manifest


def _refuse_faults(manifest: Manifest, backup: Path, damaged: bool) -> None:
    faults = manifest.faults(backup)
    kept = [fault for fault in faults if not (damaged and "documents/" in fault)]
    if kept:
        raise BackupRefused("备份不完整：\n" + "\n".join(kept))


def _refuse_another_kind(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise BackupRefused(f"这份备份出自 {manifest.engine}，DATABASE_URL 指向的是 {connection.vendor}")
    unknown = schema.unknown_to_this_program(manifest.migrations)
    if unknown:
        raise BackupRefused(f"这份备份出自更新的版本（{unknown[0]}），请先把程序升级到做备份时的版本")


def _refuse_database(force: bool) -> None:
    """Without a table it is new; without those of Django it is somebody else's."""
    tables = connection.introspection.table_names()
    if tables and "django_migrations" not in tables:
        raise BackupRefused("DATABASE_URL 指向的数据库里是别的程序的表，请核对")
    found = _in_use(tables)
    if found and not force:
        raise BackupRefused(f"数据库里已有{found}，恢复会把它们全部换掉；确实要这样，请加 --force")


def _in_use(tables: list[str]) -> str:
    """What would be lost: accounts and facts; blank where there are none."""
    models = [User, *(each for each in apps.get_models() if issubclass(each, Record))]
    there = [model for model in models if model._meta.db_table in tables]
    counts = {model: model._base_manager.count() for model in there}
    return "、".join(f"{model._meta.verbose_name} {count} 条" for model, count in counts.items() if count)


def _copy_documents(manifest: Manifest, backup: Path) -> None:
    for name in manifest.documents:
        if (backup / name).is_file():
            target = Path(default_storage.path(name))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(backup / name, target)


def _settle_in(manifest: Manifest) -> None:
    """Bring tables up to this program's, and begin anew with all that was remembered of the database before."""
    ContentType.objects.clear_cache()
    call_command("migrate", verbosity=0, interactive=False)
    new_generation()
    duties.succeeded(RESTORED)
    details = {"made_at": manifest.made_at, "rows": manifest.rows, "documents": len(manifest.documents)}
    audit.record(AuditEvent.Action.RESTORE, details=details)
