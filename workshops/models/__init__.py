"""就业帮扶车间: how they come to be certified, how they are inspected, and what they are supported with."""

from workshops.models.applications import WorkshopApplication
from workshops.models.supports import WorkshopSupport
from workshops.models.workshops import Inspection, Workshop, WorkshopChange

__all__ = ["Inspection", "Workshop", "WorkshopApplication", "WorkshopChange", "WorkshopSupport"]
