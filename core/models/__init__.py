"""What every app stands on: divisions, villages, relocation sites, and the trail of what was done."""

from core.models.audit import AuditEvent, AuditHead
from core.models.places import Division, RelocationSite, Village

__all__ = ["AuditEvent", "AuditHead", "Division", "RelocationSite", "Village"]
