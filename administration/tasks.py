"""What workers do for the trail, and with lists of reference data."""

from datetime import timedelta

from celery import shared_task

from administration.models import ReferenceChange, TrailExport, TrailVerification
from administration.reference import changing
from administration.reference import retention as reference
from administration.trail import exporting, verifying
from administration.trail import retention as trail
from core.jobs.duties import scheduled
from core.jobs.queue import JobTask


@shared_task(base=JobTask, model=TrailVerification)
def verify_trail(job: TrailVerification) -> None:
    """Compute the whole chain once more."""
    verifying.carry_out(job)


@shared_task(base=JobTask, model=TrailExport)
def export_trail(job: TrailExport) -> None:
    """Write lines of the trail into a workbook."""
    exporting.make(job)


@shared_task(base=JobTask, model=ReferenceChange)
def change_reference(job: ReferenceChange) -> None:
    """Check an uploaded list, bring it in, or take it back."""
    changing.carry_out(job)


@scheduled("清理审计导出", within=timedelta(hours=3))
def delete_old_exports() -> int:
    """Delete workbooks of the trail and uploaded lists that are past their time."""
    return trail.delete_old() + reference.delete_old()
