"""Writing many records at once, each with its row of history."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from core.records.record import Record

BATCH = 500


def write_many(records: Sequence[Record], reason: str | None, names: Collection[str] | None = None) -> None:
    """Save records of one model with their rows of history; of those that are there `names`, or all columns.

    The reason of a record's own goes before.
    """
    model: Any = type(records[0])
    added = [record for record in records if record._state.adding]
    changed = [record for record in records if not record._state.adding]
    if names is None:
        names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    with transaction.atomic(savepoint=False):
        bulk_create_with_history(added, model, BATCH, default_change_reason=reason)
        bulk_update_with_history(changed, model, names, BATCH, default_change_reason=reason, manager=model.with_voided)
