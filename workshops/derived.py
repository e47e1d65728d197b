"""What the county's decisions write elsewhere; see core/records/derived.py."""

from typing import Any

from core.contributions import contribute
from core.records.derived import DERIVATIONS, Derivation
from workshops.models import Workshop, WorkshopApplication


@contribute(DERIVATIONS)
class CertificationMakesWorkshop(Derivation):
    """An application that the county grants is a workshop."""

    cause, target = WorkshopApplication, Workshop
    fields = ("name", "village", "kind", "site", "certified_on", "entered_on", "stopped_on", "withdrawn_on")

    def holds(self, cause: WorkshopApplication, target: Workshop, written: Any) -> bool:
        return cause.approved_on is not None and cause.workshop_id == target.pk
