"""What beat has done about doubts."""

from datetime import timedelta

from django.utils import timezone

from core.jobs.duties import scheduled
from doubts import keeping


@scheduled("查找疑点", within=timedelta(hours=26))
def find_doubts() -> int:
    """Look through all records, and bring the list up to date."""
    return keeping.keep_all(timezone.localdate()).found
