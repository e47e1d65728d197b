"""What every app stands on: places, special days, documents, forms and ticks, what follows from what, and the trail."""

from core.models.audit import AuditEvent, AuditHead
from core.models.calendar import SpecialDay
from core.models.derived import DerivedFact
from core.models.documents import Document
from core.models.duties import ScheduledDuty
from core.models.events import LifeEvent, WrittenRow
from core.models.generation import Generation, new_generation
from core.models.installation import Installation, holds_demo, home_town
from core.models.lists import ListExport, ListLayout, SavedFilter
from core.models.many import ActionOnMany, forget_sent
from core.models.places import Division, RelocationSite, Village
from core.models.selections import Selection
from core.models.submissions import Submission

__all__ = [
    "ActionOnMany",
    "AuditEvent",
    "AuditHead",
    "DerivedFact",
    "Division",
    "Document",
    "Generation",
    "Installation",
    "LifeEvent",
    "ListExport",
    "ListLayout",
    "RelocationSite",
    "SavedFilter",
    "ScheduledDuty",
    "Selection",
    "SpecialDay",
    "Submission",
    "Village",
    "WrittenRow",
    "forget_sent",
    "holds_demo",
    "home_town",
    "new_generation",
]
