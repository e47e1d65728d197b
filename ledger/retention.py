"""Uploaded workbooks hold what the registers hold, so they do not stay: after KEPT_FOR they are deleted."""

from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone

from ledger.models import (
    COMPARED_FOR,
    FOLDER,
    KEPT_FOR,
    ComparedLine,
    ImportJob,
    MarkedCopy,
    RefusedCell,
    RosterColumn,
    RosterCorrection,
    RosterReading,
    StoredEffect,
)


def delete_old() -> int:
    """Delete old files, also those that no job names any more, with what was read in them; returns how many."""
    now = timezone.now()
    past = _past(now)
    for told in (RefusedCell, StoredEffect):
        told.objects.filter(job__in=past).delete()
    for told in (RosterColumn, RosterCorrection):
        told.objects.filter(reading__import_job__in=past).delete()
    RosterReading.objects.filter(import_job__in=past).exclude(sketch={}).update(sketch={})
    ComparedLine.objects.everywhere("what is past its time goes, wherever it is").filter(job__in=past).delete()
    delete_copies(MarkedCopy.objects.filter(import_job__in=past))
    kept = set(_comparisons().filter(uploaded_at__gte=now - COMPARED_FOR).values_list("file", flat=True))
    return sum(_delete_if_older(name, now - KEPT_FOR) for name in _names() if name not in kept)


def _past(now: datetime) -> QuerySet[ImportJob]:
    """The imports and comparisons whose time is over."""
    long_past = _comparisons().filter(uploaded_at__lt=now - COMPARED_FOR)
    others = _jobs().exclude(mode=ImportJob.Mode.COMPARE).filter(uploaded_at__lt=now - KEPT_FOR)
    found: QuerySet[ImportJob] = (long_past | others).values("pk")
    return found


def _jobs() -> Any:
    return ImportJob.objects.everywhere("what is past its time goes, whoever uploaded it")


def _comparisons() -> Any:
    return _jobs().filter(mode=ImportJob.Mode.COMPARE)


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
