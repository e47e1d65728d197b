"""What verifications write elsewhere; see core/records/derived.py."""

from datetime import date

from core.contributions import contribute
from core.records.derived import DERIVATIONS, Derivation
from labor.models import Employment, Person, Verification


@contribute(DERIVATIONS)
class VerificationChangesPerson(Derivation):
    """Whoever was asked said what has changed about them; of what has a day, that it has on the day they were asked."""

    cause, target = Verification, Person
    fields = ("phone", "schooling", "health", "capacity")
    says = ("核实时有变化", "半年核实")

    def day(self, cause: Verification) -> date:
        return cause.verified_on


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
