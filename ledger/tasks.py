"""What workers do for the ledger."""

from datetime import timedelta

from celery import shared_task

from core.jobs.duties import scheduled
from core.jobs.queue import JobTask
from ledger import actions, marking, retention
from ledger.models import ImportJob, MarkedCopy, Outlook


@shared_task(base=JobTask, model=ImportJob)
def import_file(job: ImportJob) -> None:
    """Import an uploaded workbook."""
    actions.carry_out(job)


@shared_task(base=JobTask, model=MarkedCopy)
def mark_refused(copy: MarkedCopy) -> None:
    """Make the uploaded workbook anew with its refused cells marked."""
    marking.make(copy)


@shared_task(base=JobTask, model=Outlook)
def look_ahead(outlook: Outlook) -> None:
    """Find what a checked file would bring."""
    actions.look_ahead(outlook)


@scheduled("清理过期上传", within=timedelta(hours=3))
def delete_old_uploads() -> int:
    """Delete uploaded workbooks that are past their time, and the lists of what was refused in them."""
    return retention.delete_old()
