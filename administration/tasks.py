"""What workers do for the trail."""

from datetime import timedelta

from celery import shared_task

from administration.models import TrailExport, TrailVerification
from administration.trail import exporting, retention, verifying
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


@scheduled("清理审计导出", within=timedelta(hours=3))
def delete_old_exports() -> int:
    """Delete workbooks of the trail that are past their time."""
    return retention.delete_old()
