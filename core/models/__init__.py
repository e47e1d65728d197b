"""What every app stands on: places, special days, documents, sent forms, and the trail of what was done."""

from core.models.audit import AuditEvent, AuditHead
from core.models.calendar import SpecialDay
from core.models.documents import Document
from core.models.places import Division, RelocationSite, Village
from core.models.submissions import Submission

__all__ = [
    "AuditEvent",
    "AuditHead",
    "Division",
    "Document",
    "RelocationSite",
    "SpecialDay",
    "Submission",
    "Village",
]
