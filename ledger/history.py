"""What the history of a row tells of who wrote it last."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Max

from ledger.models import IMPORT_REASON, UNDO_REASON
from ledger.stored import chunks


def written_by_hand(model: type[models.Model], pks: Iterable[Any]) -> list[Any]:
    """Those of `pks` that somebody added or changed after an import, or the undoing of one, last wrote them."""
    history, key = model.history.model, model._meta.pk.attname
    found: list[Any] = []
    for chunk in chunks(pks):
        entries = history.objects.filter(**{f"{key}__in": chunk}).order_by()
        latest = history.objects.filter(
            history_id__in=entries.values(key).annotate(last=Max("history_id")).values("last")
        )
        for reason in (IMPORT_REASON, UNDO_REASON):
            latest = latest.exclude(history_change_reason__startswith=reason)
        found += latest.values_list(key, flat=True)
    return found
