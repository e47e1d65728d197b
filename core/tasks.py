"""What core does by itself from time to time."""

from datetime import timedelta

from celery import shared_task

from core import audit
from core.exports import background
from core.files import chosen, documents, uploads
from core.jobs import queue
from core.jobs.duties import scheduled
from core.jobs.queue import JobTask
from core.models import ActionOnMany, ListExport, forget_sent
from core.registers.background import carry_out


@scheduled("封存审计记录", within=timedelta(hours=1))
def seal_audit_trail() -> int:
    """Seal what a killed process left unsealed."""
    return audit.seal()


@scheduled("找回中断的任务", within=timedelta(minutes=10))
def sweep_jobs() -> int:
    """Queue again what a killed worker left undone."""
    return queue.sweep()


@scheduled("清理中断的上传", within=timedelta(hours=3))
def sweep_files() -> int:
    """Delete files that uploads left when they were cut off or taken back, lists past their time, and forms sent."""
    forget_sent()
    return uploads.sweep() + chosen.sweep() + documents.sweep() + background.delete_old()


@shared_task(base=JobTask, model=ListExport)  # type: ignore[untyped-decorator]
def export_list(job: ListExport) -> None:
    """Write a long list into a workbook."""
    background.make(job)


@shared_task(base=JobTask, model=ActionOnMany)  # type: ignore[untyped-decorator]
def act_on_many(job: ActionOnMany) -> None:
    """Do to many records what a page was asked to."""
    carry_out(job)
