"""Verifying the trail, and keeping what was seen."""

import re

from django.utils import timezone

from administration.trail.models import TrailVerification
from core import audit
from core.audit import Finding
from core.jobs.queue import Job
from core.models import AuditEvent

ANCHOR = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})")


def parsed(text: str) -> tuple[int, str]:
    """A line's number and hash, as an earlier verification told them; ValueError where it is none."""
    match = ANCHOR.fullmatch(text.strip())
    if not match:
        raise ValueError("应为“序号:校验值”，照抄以前某次核验给出的那一行")
    return int(match[1]), match[2]


def carry_out(job: TrailVerification) -> None:
    """Verify the whole chain, as the worker of `job`."""
    finding = audit.verify(parsed(job.anchor) if job.anchor else None, tell=job.progress)
    with job.finishing():
        _keep(job, finding)


def keep(finding: Finding) -> None:
    """Keep what a command has seen."""
    now = timezone.now()
    _keep(TrailVerification(state=Job.State.DONE, started_at=now, finished_at=now), finding)


def _keep(job: TrailVerification, finding: Finding) -> None:
    job.length, job.hash = finding.length, finding.hash
    job.unsealed, job.fault = finding.unsealed, finding.fault[:200]
    job.save()
    audit.record(AuditEvent.Action.TRAIL_VERIFIED, details={"length": finding.length, "fault": finding.fault})


def latest() -> TrailVerification | None:
    """The last one that came to an end."""
    return TrailVerification.objects.filter(state=Job.State.DONE).order_by("-finished_at", "-pk").first()
