"""Attaching files to records: what a file is, its content says and not its name."""

import hashlib
from pathlib import PurePath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from core import audit
from core.files.uploads import LEFT_FOR
from core.models import AuditEvent, Document
from core.models.documents import FOLDER
from core.personal_data.masking import scrub
from core.records import Record
from foreign.faults import UnreadableWorkbook
from foreign.process import Child

Format = Document.Format
#: Where a note stands for each file whose transaction is not known to have committed.
NOTES = "unsettled"
#: How a file of each format begins; the two of Office are archives, which a child looks into.
BEGINNINGS = {Format.PDF: b"%PDF-", Format.JPEG: b"\xff\xd8\xff", Format.PNG: b"\x89PNG\r\n\x1a\n"}
MIME = {
    Format.PDF: "application/pdf",
    Format.JPEG: "image/jpeg",
    Format.PNG: "image/png",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FOREIGN = "只收 PDF、JPG、PNG、Word（.docx）和 Excel（.xlsx）文件，不带宏；别的请先另存为其中一种"


def format_of(file: IO[bytes]) -> Format:
    """ValidationError where it is none of those that are taken, or brings macros along."""
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    for known, beginning in BEGINNINGS.items():
        if start.startswith(beginning):
            return known
    try:
        found = Child("format", content=file.read()).answer().decode() if start.startswith(b"PK") else ""
    except UnreadableWorkbook:
        found = ""
    file.seek(0)
    if not found:
        raise ValidationError(FOREIGN, code="foreign")
    return Format(found)


def digest(file: Any) -> str:
    """The SHA-256 of an upload."""
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


@transaction.atomic
def attach(*, record: Record, file: Any, proves: str, by: Any) -> Document:
    """Keep an upload with `record`. Its name may tell whose it is, so numbers in it are masked."""
    kind = format_of(file)
    document = Document(
        record=record, proves=proves, name=_name(file.name, kind), format=kind, size=file.size, sha256=digest(file),
        uploaded_by=by,
    )  # fmt: skip
    document.file.name = _save(document.file.field.generate_filename(document, file.name), file)
    document.save()
    return document


def _save(name: str, file: Any) -> str:
    """Save the file, with a note beside it until the transaction has committed: rolled back, the file is nobody's."""
    note = f"{NOTES}/{PurePath(name).name}"
    default_storage.save(note, ContentFile(b""))
    transaction.on_commit(lambda: default_storage.delete(note), robust=True)
    return default_storage.save(name, file)


def sweep() -> int:
    """Delete files whose transaction never committed; returns how many. What has no note is never looked at."""
    notes = default_storage.listdir(NOTES)[1] if default_storage.exists(NOTES) else []
    before = timezone.now() - LEFT_FOR
    return sum(_settle(note) for note in notes if default_storage.get_modified_time(f"{NOTES}/{note}") < before)


def _settle(note: str) -> bool:
    """Whether the file was nobody's, and is gone."""
    name = f"{FOLDER}/{note}"
    is_nobodys = not Document.objects.filter(file=name).exists()
    if is_nobodys:
        default_storage.delete(name)
    default_storage.delete(f"{NOTES}/{note}")
    return is_nobodys


def _name(given: str, kind: str) -> str:
    """The name that the file had, ending as its content says."""
    stem = given.rpartition(".")[0] or given
    return f"{scrub(stem)[:180]}.{kind}"


@transaction.atomic
def void(*, document: Document, reason: str) -> None:
    """Take a wrong file out of the record's page; the file stays."""
    document.voided_at, document.void_reason = timezone.now(), reason
    document.save()
    division = audit.division_of(document.record)
    audit.record(AuditEvent.Action.VOID, subject=document, division=division, details={"reason": reason})
