"""What every app stands on: divisions, villages, relocation sites, holidays, and the trail of what was done."""

from core.models.audit import AuditEvent, AuditHead
from core.models.calendar import SpecialDay
from core.models.places import Division, RelocationSite, Village

__all__ = ["AuditEvent", "AuditHead", "Division", "RelocationSite", "SpecialDay", "Village"]
