"""What beat has done about 待办 that was handed over."""

from datetime import timedelta

from django.utils import timezone

from core.jobs.duties import scheduled
from scoring.handing.actions import end_done


@scheduled("结束办完的交办", within=timedelta(hours=26))
def end_handovers() -> int:
    """What was handed over ends where nothing of it is left."""
    return end_done(timezone.localdate())
