"""A doubt that is put right at its source leaves the list with the record's saving, or with the import."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from simple_history.signals import post_create_historical_record

from core.contributions import contribute
from core.records import Record
from doubts import tasks
from doubts.keeping import keep_after
from ledger.actions import AFTER_WRITING


@receiver(post_create_historical_record)
def look_again(instance: Any, **kwargs: Any) -> None:
    """Once the record is stored for good; what goes wrong here must not take its page away, the night comes anyway."""
    if isinstance(instance, Record):
        transaction.on_commit(partial(keep_after, instance, timezone.localdate()), robust=True)


@contribute(AFTER_WRITING)
def look_through_all() -> None:
    """A worker looks at everything: files are written in sets, which tell of no single record."""
    tasks.find_doubts.delay()
