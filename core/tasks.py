"""What core does by itself from time to time."""

from celery import shared_task

from core import audit, documents, jobs, uploads


@shared_task  # type: ignore[untyped-decorator]
def seal_audit_trail() -> int:
    """Seal what a killed process left unsealed."""
    return audit.seal()


@shared_task  # type: ignore[untyped-decorator]
def sweep_jobs() -> int:
    """Queue again what a killed worker left undone."""
    return jobs.sweep()


@shared_task  # type: ignore[untyped-decorator]
def sweep_files() -> int:
    """Delete files that uploads left when they were cut off or taken back."""
    return uploads.sweep() + documents.sweep()
