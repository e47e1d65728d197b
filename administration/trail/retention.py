"""Workbooks of the trail do not stay: whoever asked fetches them within KEPT_FOR."""

from administration.trail.models import KEPT_FOR, TrailExport
from core.jobs.retention import delete_files


def delete_old() -> int:
    """Delete old workbooks; returns how many."""
    return delete_files(TrailExport, KEPT_FOR)
