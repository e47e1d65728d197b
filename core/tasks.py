"""What core does by itself from time to time."""

from datetime import timedelta

from core import audit
from core.files import documents, uploads
from core.jobs import queue
from core.jobs.duties import scheduled


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
    """Delete files that uploads left when they were cut off or taken back."""
    return uploads.sweep() + documents.sweep()
