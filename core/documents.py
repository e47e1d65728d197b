"""Attaching files to records: what a file is, its content says and not its name."""

import hashlib
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core import audit
from core.masking import scrub
from core.models import AuditEvent, Document
from core.records import Record
from foreign.faults import UnreadableWorkbook
from foreign.process import Child

Format = Document.Format
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
    document.file.save("", file, save=False)
    document.save()
    return document


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
