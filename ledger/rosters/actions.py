"""What people do with lists that others made: upload one, say how it is to be read, decide what it may change."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ledger.actions import locked, start_over, taken_in
from ledger.models import ImportJob, RefusedCell, RosterCorrection, RosterReading, RosterShape
from ledger.report import EffectKind
from ledger.rosters.decisions import Decision

Mode = ImportJob.Mode


@transaction.atomic
def upload_roster(
    *, user: Any, file: Any, layout: str = "", as_of: date | None = None, mode: str = Mode.CHECK
) -> ImportJob:
    """Take a list in and have it checked, or compared; `layout` is blank where it is to be recognised."""
    job = taken_in(user=user, file=file, mode=mode).enqueue()
    RosterReading.objects.create(import_job=job, layout=layout, as_of=as_of)
    return job


@transaction.atomic
def read_again(*, job: ImportJob, user: Any, layout: str, as_of: date | None) -> ImportJob:
    """Have a list checked once more, by this layout and as of this day; its uploader alone may."""
    job = locked(job)
    if job.may_be_decided_by(user):
        RosterReading.objects.filter(import_job=job).update(layout=layout, as_of=as_of)
        _check_again(job)
    return job


@transaction.atomic
def look_elsewhere(*, job: ImportJob, user: Any, at: Mapping[str, Any]) -> None:
    """Have a list checked once more, its header said to stand there; its uploader alone may."""
    job = locked(job)
    if job.may_be_decided_by(user):
        RosterReading.objects.filter(import_job=job).update(header_at=at)
        _check_again(job)


def _check_again(job: ImportJob) -> None:
    job.mode = Mode.COMPARE if job.is_comparison else Mode.CHECK
    start_over(job)


@transaction.atomic
def put_right(*, job: ImportJob, texts: Mapping[int, str], user: Any) -> None:
    """Have a list checked once more with these texts in place of refused cells, by their keys; its uploader alone may.

    A cell that was put right before keeps what the file said of it.
    """
    job = locked(job)
    if not job.may_be_decided_by(user):
        return
    cells = {(cell.sheet, cell.row, cell.place): cell for cell in _correctable(job).filter(pk__in=texts)}
    said = [
        RosterCorrection(
            reading=job.roster, sheet=cell.sheet, row=cell.row, place=cell.place, column=cell.column, read=cell.value,
            text=texts[cell.pk],
        )
        for cell in cells.values()
    ]  # fmt: skip
    cell_key = ["reading", "sheet", "row", "place"]
    RosterCorrection.objects.bulk_create(
        said, batch_size=500, update_conflicts=True, unique_fields=cell_key, update_fields=["text", "shown"]
    )
    if said:
        _check_again(job)


@transaction.atomic
def take_back(*, job: ImportJob, correction: int, user: Any) -> None:
    """Have a cell read as the file says again; the uploader of the list alone may."""
    job = locked(job)
    if job.may_be_decided_by(user):
        gone, _ = job.roster.corrections.filter(pk=correction).delete()
        if gone:
            _check_again(job)


def _correctable(job: ImportJob) -> QuerySet[RefusedCell]:
    return job.refused_cells.filter(place__isnull=False, row__isnull=False)


def remember(
    *, job: ImportJob, fingerprint: str, layout: str, columns: Mapping[str, int], pairs: Mapping[str, str],
    is_shared: bool, user: Any,
) -> None:  # fmt: skip
    """Keep which column of lists of this shape means what, for the uploader's division and the next file too."""
    said = {"layout": layout, "columns": columns, "pairs": pairs, "is_shared": is_shared, "made_by": user}
    shapes = RosterShape.objects.everywhere("of the division of a job of the user's, which may lie above their own")
    shapes.update_or_create(division_code=job.division_code, fingerprint=fingerprint, defaults=said)


@transaction.atomic
def decide(*, job: ImportJob, user: Any, decision: str, about: int | None = None, column: str = "") -> None:
    """Say of one conflict, or of all of a column (表·列), whose value counts; the list's uploader alone may."""
    job = locked(job)
    if not job.may_be_decided_by(user):
        return
    conflicts = job.effects.filter(kind=EffectKind.BY_HAND)
    if column:
        sheet, _, name = column.partition("·")
        conflicts.filter(sheet=sheet, column=name).update(decision=decision)
    else:
        conflicts.filter(pk=about).update(decision=decision)
    job.report["taken"] = conflicts.filter(decision=Decision.TAKE).count()
    job.save(update_fields=["report"])
