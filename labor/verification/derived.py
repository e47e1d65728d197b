"""What verifications write elsewhere; see core/records/derived.py."""

from core.records.derived import Derivation, derivation
from labor.models import Employment, Person, Verification


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
