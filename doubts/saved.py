"""A doubt that is put right at its source leaves the list with the record's saving, or with the import."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from simple_history.signals import post_create_historical_record

from core.contributions import contribute
from core.records import Record
from core.registers.in_sets import AFTER_SAVING
from doubts import tasks
from doubts.keeping import keep_after
from ledger.actions import AFTER_WRITING

#: Of so many records that were changed at once each is looked at; of more everything is.
FEW = 20


@receiver(post_create_historical_record)
def look_again(instance: Any, **kwargs: Any) -> None:
    """Once the record is stored for good; what goes wrong here must not take its page away, the night comes anyway."""
    if isinstance(instance, Record):
        transaction.on_commit(partial(keep_after, instance, timezone.localdate()), robust=True)


@contribute(AFTER_WRITING)
def look_through_all() -> None:
    """A worker looks at everything: files are written in sets, which tell of no single record."""
    tasks.find_doubts.delay()


@contribute(AFTER_SAVING)
def look_again_at_each(records: Sequence[Record]) -> None:
    """As after a form of one record; what many forms changed is for a worker to look through."""
    if len(records) > FEW:
        tasks.find_doubts.delay()
        return
    for record in records:
        keep_after(record, timezone.localdate())
