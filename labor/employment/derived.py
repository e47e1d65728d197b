"""What jobs write elsewhere; see core/records/derived.py."""

from typing import Any

from core.contributions import contribute
from core.records.derived import DERIVATIONS, AutomaticDerivation
from labor.models import Employment, JobSeekingCase


@contribute(DERIVATIONS)
class JobClosesCase(AutomaticDerivation):
    """A job is the end of the cases that it closes, so that every page and export says it."""

    cause, target = Employment, JobSeekingCase
    fields = ("ended_on", "end_reason")
    depends = ("started_on",)

    def holds(self, cause: Employment, target: JobSeekingCase, written: Any) -> bool:
        return written.ended_on == cause.started_on and self.due(cause).filter(pk=target.pk).exists()

    def due(self, cause: Employment) -> Any:
        return JobSeekingCase.objects.closed_by(cause)

    def causes(self, target: JobSeekingCase) -> Any:
        return Employment.objects.filter(person=target.person_id).order_by("started_on", "pk")

    def write(self, cause: Employment, target: JobSeekingCase) -> bool:
        if target.ended_on:
            return False
        target.ended_on, target.end_reason = cause.started_on, JobSeekingCase.EndReason.EMPLOYED
        target._change_reason = f"{cause.started_on} 到{cause.employer}工作"[:100]
        target.save()
        return True
