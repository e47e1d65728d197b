"""What beat has done: tasks without arguments, whose truth is in the rows. Lost, doubled or late, they do no harm."""

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from reminders import delivering, making


@shared_task  # type: ignore[untyped-decorator]
def make_reminders() -> int:
    """Make the reminders of today that are not there yet, and send what waits."""
    made = making.make_reminders(timezone.localdate())
    if made:
        transaction.on_commit(deliver.delay, robust=True)
    return made


@shared_task  # type: ignore[untyped-decorator]
def deliver() -> int:
    return delivering.deliver(timezone.localdate())
