"""Files that jobs made are kept for a time; the rows stay."""

from datetime import timedelta
from typing import Any

from django.utils import timezone


def delete_files(model: Any, kept_for: timedelta) -> int:
    """Delete the files of jobs that were queued before that time; returns how many."""
    old = model.objects.filter(queued_at__lt=timezone.now() - kept_for).exclude(file="")
    for job in old:
        job.file.delete(save=False)
        model.objects.filter(pk=job.pk).update(file="")
    return len(old)
