"""Workbooks of the trail do not stay: whoever asked fetches them within KEPT_FOR."""

from django.utils import timezone

from administration.trail.models import KEPT_FOR, TrailExport


def delete_old() -> int:
    """Delete old workbooks; returns how many."""
    old = TrailExport.objects.filter(queued_at__lt=timezone.now() - KEPT_FOR).exclude(file="")
    for export in old:
        export.file.delete(save=False)
        TrailExport.objects.filter(pk=export.pk).update(file="")
    return len(old)
