"""What every app stands on: places, special days, sent forms, and the trail of what was done."""

from core.models.audit import AuditEvent, AuditHead
from core.models.calendar import SpecialDay
from core.models.places import Division, RelocationSite, Village
from core.models.submissions import Submission

__all__ = ["AuditEvent", "AuditHead", "Division", "RelocationSite", "SpecialDay", "Submission", "Village"]
