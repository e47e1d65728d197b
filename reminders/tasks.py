"""What beat has done: tasks without arguments, whose truth is in the rows. Lost, doubled or late, they do no harm."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.jobs.duties import scheduled
from reminders import delivering, reminder_run


@scheduled("生成提醒", within=timedelta(hours=14))  # not at night
def make_reminders() -> int:
    """Make the reminders of today that are not there yet, and send what waits."""
    made = reminder_run.make_reminders(timezone.localdate())
    if made:
        transaction.on_commit(deliver.delay, robust=True)
    return made


@scheduled("发送提醒", within=timedelta(minutes=15))
def deliver() -> int:
    return delivering.deliver(timezone.localdate())
