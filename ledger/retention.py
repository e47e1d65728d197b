"""Uploaded workbooks hold what the registers hold, so they do not stay: after KEPT_FOR they are deleted."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone

from ledger.models import (
    FOLDER,
    KEPT_FOR,
    MarkedCopy,
    RefusedCell,
    RosterColumn,
    RosterCorrection,
    RosterReading,
    StoredEffect,
)


def delete_old() -> int:
    """Delete old files, also those that no job names any more, with what was read in them; returns how many."""
    before = timezone.now() - KEPT_FOR
    for told in (RefusedCell, StoredEffect):
        told.objects.filter(job__uploaded_at__lt=before).delete()
    for told in (RosterColumn, RosterCorrection):
        told.objects.filter(reading__import_job__uploaded_at__lt=before).delete()
    RosterReading.objects.filter(import_job__uploaded_at__lt=before).exclude(sketch={}).update(sketch={})
    delete_copies(MarkedCopy.objects.filter(import_job__uploaded_at__lt=before))
    return sum(_delete_if_older(name, before) for name in _names())


def delete_copies(copies: QuerySet[MarkedCopy]) -> None:
    """Delete marked copies with their files."""
    for copy in copies.exclude(file=""):
        copy.file.delete(save=False)
    copies.delete()


def _names() -> list[str]:
    if not default_storage.exists(FOLDER):
        return []
    return [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]


def _delete_if_older(name: str, before: datetime) -> bool:
    is_old = default_storage.get_modified_time(name) < before
    if is_old:
        default_storage.delete(name)
    return is_old
