"""Who verified the trail and took it out; lists of reference data that came from a file."""

from administration.trail.models import TrailExport, TrailVerification

__all__ = ["TrailExport", "TrailVerification"]
