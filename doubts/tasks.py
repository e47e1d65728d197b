"""What beat has done about doubts."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from core.jobs import duties
from core.jobs.duties import scheduled
from doubts import keeping


@scheduled("查找疑点", within=timedelta(hours=26))
def find_doubts() -> int:
    """Look through all records, and bring the list up to date."""
    return keeping.keep_all(timezone.localdate()).found


@shared_task  # type: ignore[untyped-decorator]
def find_once_a_day() -> None:
    """At night or, where the machine was off, in the morning."""
    last = duties.statuses()[find_doubts.name].succeeded_at
    if last is None or timezone.localdate(last) != timezone.localdate():
        find_doubts()
