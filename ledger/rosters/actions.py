"""What people do with lists that others made: upload one, say how it is to be read, decide what it may change."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from ledger.actions import locked, start_over, taken_in
from ledger.models import ImportJob, RosterReading, RosterShape
from ledger.report import EffectKind

KEEP, TAKE, ASK = "keep", "take", ""
Mode = ImportJob.Mode


@transaction.atomic
def upload_roster(*, user: Any, file: Any, layout: str = "", as_of: date | None = None) -> ImportJob:
    """Take a list in and have it checked; `layout` is blank where it is to be recognised."""
    job = taken_in(user=user, file=file, mode=Mode.CHECK).enqueue()
    RosterReading.objects.create(import_job=job, layout=layout, as_of=as_of)
    return job


@transaction.atomic
def read_again(*, job: ImportJob, user: Any, layout: str, as_of: date | None) -> ImportJob:
    """Have a list checked once more, by this layout and as of this day; its uploader alone may."""
    job = locked(job)
    if job.may_be_decided and job.requested_by == user:
        RosterReading.objects.filter(import_job=job).update(layout=layout, as_of=as_of)
        job.mode = Mode.CHECK
        start_over(job)
    return job


def remember(
    *, job: ImportJob, fingerprint: str, layout: str, columns: Mapping[str, int], pairs: Mapping[str, str],
    is_shared: bool, user: Any,
) -> None:  # fmt: skip
    """Keep which column of lists of this shape means what, for the uploader's division and the next file too."""
    said = {"layout": layout, "columns": columns, "pairs": pairs, "is_shared": is_shared, "made_by": user}
    shapes = RosterShape.objects.visible_to(user)
    shapes.update_or_create(division_code=job.division_code, fingerprint=fingerprint, defaults=said)


@transaction.atomic
def decide(*, job: ImportJob, user: Any, decision: str, about: int | None = None, column: str = "") -> None:
    """Say of one conflict, or of all of a column (表·列), whether the list's value is taken; its uploader alone may."""
    job = locked(job)
    if not job.may_be_decided or job.requested_by != user:
        return
    conflicts = job.effects.filter(kind=EffectKind.BY_HAND)
    if column:
        sheet, _, name = column.partition("·")
        conflicts.filter(sheet=sheet, column=name).update(decision=decision)
        said = {**job.roster.decisions, column: decision}
        RosterReading.objects.filter(import_job=job).update(
            decisions={name: each for name, each in said.items() if each}
        )
    else:
        conflicts.filter(pk=about).update(decision=decision)
    job.report["taken"] = conflicts.filter(decision=TAKE).count()
    job.save(update_fields=["report"])
