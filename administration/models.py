"""Who verified the trail and took it out; lists of reference data that came from a file."""

from administration.reference.models import ReferenceChange
from administration.trail.models import TrailExport, TrailVerification

__all__ = ["ReferenceChange", "TrailExport", "TrailVerification"]
