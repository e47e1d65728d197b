"""Changes on a day: dated columns note what they held before, and everything that an event wrote is undone as one.

An edit without a day is a correction, which this module has no part in (ADR 0055).
"""

from collections.abc import Callable, Collection
from datetime import date
from types import FunctionType
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core import audit
from core.actor import present
from core.contributions import Slot
from core.divisions import enclosing_code
from core.models import AuditEvent, LifeEvent, WrittenRow
from core.records.conflicts import latest_versions
from core.records.noting import Noting
from core.records.putting_back import put_back
from core.records.record import Record
from core.records.status_changes import StatusChange
from core.records.writing import BATCH, write_many
from core.wall import everywhere


def itself(follow: Callable[[LifeEvent], None]) -> Callable[[LifeEvent], None]:
    return follow


#: contribute(UNDONE)(function): takes back what an event brought about that is no record: the end of an account.
UNDONE = Slot(FunctionType, itself)


def begin(*, label: str, title: str, on: date, places: set[str], reason: str = "", basis: str = "") -> LifeEvent:
    """A new event on the day `on`, in what encloses `places`; what it writes is told to it by `wrote`."""
    code = enclosing_code(sorted(places))
    event = LifeEvent.objects.create(
        label=label,
        title=title[:200],
        happened_on=on,
        division_code=code,
        reason=reason,
        basis=basis,
        recorded_by=present().user,
    )
    _note(AuditEvent.Action.LIFE_EVENT, event, reason)
    return event


def _note(action: str, event: LifeEvent, reason: str) -> None:
    """Put it into the trail that the event was registered, or undone."""
    details = {"label": event.label, "on": str(event.happened_on), "event": event.pk, "reason": reason}
    audit.record(action, division=event.division_code, details=details)


def wrote(event: LifeEvent, *records: Record) -> None:
    """Say that the event has just written `records`, which are of one model."""
    model = type(records[0])
    versions = latest_versions(model, [record.pk for record in records])
    WrittenRow.objects.bulk_create(
        [
            WrittenRow(event=event, model=model._meta.label_lower, key=str(record.pk), version=versions[record.pk])
            for record in records
        ],
        BATCH,
    )


@everywhere("the record that is changed was found for the user")
def note_before(event: LifeEvent, noting: Noting) -> None:
    """Note what records, about to be saved, held up to the day of the event."""
    rows = noting.rows(event.reason, event.basis)
    if rows:
        write(event, *rows)


@everywhere("the record that is changed was found for the user")
def write(event: LifeEvent, *records: Record, names: Collection[str] | None = None) -> None:
    """Save `records` of one model, or `names` of them, as a part of the event: a few statements, however many."""
    write_many(records, f"{event.happened_on} {event.label}：{event.reason}"[:100], names)
    wrote(event, *records)


@everywhere("what an event wrote is put back, wherever it is by now")
@transaction.atomic
def undo(*, event: LifeEvent, reason: str) -> None:
    """Put back everything as it was before. Raises ValidationError, in Chinese, where somebody changed it since."""
    event = LifeEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if event.undone_at:
        raise ValidationError("这次变更已经撤销")
    put_back(event, f"撤销{event.label}：{reason}"[:100])
    for each in UNDONE:
        each(event)
    event.undone_at = timezone.now()
    event.save(update_fields=["undone_at"])
    _note(AuditEvent.Action.LIFE_EVENT_UNDONE, event, reason)


def records_of(event: LifeEvent, user: Any) -> list[Record]:
    """The records that the event wrote, within the user's divisions; not the rows that say what was so before."""
    found: list[Record] = []
    labels = event.rows.order_by().values_list("model", flat=True).distinct()
    for model in sorted((apps.get_model(label) for label in labels), key=lambda model: model._meta.label):
        keys = event.rows.filter(model=model._meta.label_lower).values_list("key", flat=True)
        if not issubclass(model, StatusChange):
            found += model.with_voided.visible_to(user).filter(pk__in=list(keys)).order_by("pk")
    return found


def events_of(record: Record) -> Any:
    """What happened to `record`, the newest first; rows that say what was so before name it."""
    here = WrittenRow.objects.filter(model=record._meta.label_lower, key=str(record.pk))
    return LifeEvent.objects.filter(pk__in=here.values("event")).select_related("recorded_by")
