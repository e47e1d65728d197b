"""How the jobs of all kinds are doing, for whoever looks after the installation."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from core import audit
from core.jobs.queue import Job, models_of_jobs
from core.models import AuditEvent
from core.wall import everywhere

#: So many failed jobs of each kind are listed.
LISTED = 10


@everywhere("the operator looks after everybody's jobs")
def longest_wait() -> timedelta:
    """How long the oldest of the waiting jobs has been waiting; or how far the clock was set back meanwhile."""
    now = timezone.now()
    waiting = (model.objects.filter(state=Job.State.QUEUED) for model in models_of_jobs())
    since = (jobs.aggregate(oldest=Min("queued_at"), newest=Max("queued_at")) for jobs in waiting)
    return max((abs(now - moment) for ends in since for moment in ends.values() if moment), default=timedelta(0))


@everywhere("the operator looks after everybody's jobs")
def broken(since: datetime) -> int:
    """How many jobs have failed since then through a fault of the program."""
    return sum(model.objects.broken(since).count() for model in models_of_jobs())


@everywhere("the operator looks after everybody's jobs")
def waiting() -> int:
    """How many jobs are waiting or being done."""
    return sum(model.objects.open().count() for model in models_of_jobs())


def failed(user: Any) -> list[Job]:
    """The failed jobs of the user's divisions, the latest first."""
    rows = [job for model in models_of_jobs() for job in model.objects.visible_to(user).failed()[:LISTED]]
    return sorted(rows, key=lambda job: job.finished_at or job.queued_at, reverse=True)


@transaction.atomic
def repeat(user: Any, kind: str, key: int) -> Job | None:
    """Have a failed job done again, for whoever asked for it; None where it is not there, or must not be repeated."""
    model = next((model for model in models_of_jobs() if model._meta.label_lower == kind), None)
    job = model.objects.visible_to(user).select_for_update().filter(pk=key).first() if model else None
    if job is None or not job.may_be_repeated:
        return None
    audit.record(AuditEvent.Action.JOB_REPEATED, subject=job, details={"reason": job.message})
    return job.enqueue()
