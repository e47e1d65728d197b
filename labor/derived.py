"""What work and verifications write elsewhere; see core/derived.py."""

from typing import Any

from core.derived import Derivation, Rule, derivation
from labor.models import Employment, JobSeekingCase, Person, Verification


@derivation
class JobClosesCase(Rule):
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


@derivation
class VerificationChangesPerson(Derivation):
    """Whoever was asked said what has changed about them."""

    cause, target = Verification, Person
    fields = ("phone", "schooling", "health", "capacity")


@derivation
class VerificationChangesJob(Derivation):
    """Whoever was asked had left a job, or has another wage, post or place in it."""

    cause, target = Verification, Employment
    fields = ("monthly_wage", "post", "workplace", "workplace_division", "channel", "ended_on")


@derivation
class VerificationBeginsJob(Derivation):
    """Whoever was asked had begun a job."""

    cause, target = Verification, Employment
    fields = ("started_on", "employer", "ended_on", "channel", "workplace")
