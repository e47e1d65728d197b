"""A doubt that is put right at its source leaves the list with the record's saving."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from simple_history.signals import post_create_historical_record

from core.records import Record
from doubts.keeping import keep_after


@receiver(post_create_historical_record)
def look_again(instance: Any, **kwargs: Any) -> None:
    """Once the record is stored for good; what goes wrong here must not take its page away, the night comes anyway."""
    if isinstance(instance, Record):
        transaction.on_commit(partial(keep_after, instance, timezone.localdate()), robust=True)
