"""What verifications write elsewhere; see core/records/derived.py."""

from core.contributions import contribute
from core.records.derived import DERIVATIONS, Derivation
from labor.models import Employment, Person, Verification


@contribute(DERIVATIONS)
class VerificationChangesPerson(Derivation):
    """Whoever was asked said what has changed about them."""

    cause, target = Verification, Person
    fields = ("phone", "schooling", "health", "capacity")


@contribute(DERIVATIONS)
class VerificationChangesJob(Derivation):
    """Whoever was asked had left a job, or has another wage, post or place in it."""

    cause, target = Verification, Employment
    fields = ("monthly_wage", "post", "workplace", "workplace_division", "channel", "ended_on")


@contribute(DERIVATIONS)
class VerificationBeginsJob(Derivation):
    """Whoever was asked had begun a job."""

    cause, target = Verification, Employment
    fields = ("started_on", "employer", "ended_on", "channel", "workplace")
