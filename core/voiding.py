"""Nothing is deleted: a record that was entered by mistake is voided with a reason, and can be brought back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from core import audit, derived
from core.models import AuditEvent
from core.records import Record


def dependents_of(record: Record) -> list[tuple[str, int]]:
    """What stands on `record` and would stand on nothing: kinds of records with how many there are of each."""
    found = []
    for relation in record.stood_on_by():
        model = relation.related_model
        count = model._default_manager.filter(**{relation.field.name: record.pk}).count()
        found += [(str(model._meta.verbose_name), count)] if count else []
    return found


@transaction.atomic
def void(*, record: Record, reason: str, settles: bool = True) -> Record:
    """Take a mistake out of every list, count and export, with what it wrote elsewhere. What stands on it goes first.

    Who has another record take its place `settles` that afterwards.
    """
    if standing := dependents_of(record):
        named = "、".join(f"{count}条{kind}" for kind, count in standing)
        raise ValidationError(f"还有{named}属于它，请先改正或作废这些记录", code="dependents")
    moment = timezone.now()
    for row in (record, *_parts(record, voided_at=None)):
        row.voided_at, row.void_reason = moment, reason
        _written(row, reason, AuditEvent.Action.VOID, settles)
    return record


@transaction.atomic
def revive(*, record: Record, reason: str, settles: bool = True) -> Record:
    """Bring a voided record back with what was taken back with it, unless what it stands on is voided itself."""
    if hindrance := record.why_not_revived():
        raise ValidationError(hindrance, code="hindered")
    for field in record._meta.concrete_fields:
        other = getattr(record, field.name) if isinstance(field, models.ForeignKey) else None
        if isinstance(other, Record) and other.is_voided and not derived.comes_back_with(record, other):
            raise ValidationError(f"它所属的{other._meta.verbose_name}已作废，请先恢复", code="voided")
    for row in (record, *_parts(record, voided_at=record.voided_at)):
        row.voided_at, row.void_reason = None, ""
        _written(row, reason, AuditEvent.Action.REVIVE, settles)
    return record


def _parts(record: Record, **which: Any) -> list[Record]:
    """The records that are a part of this one."""
    found: list[Record] = []
    for name in record.parts:
        relation: Any = record._meta.get_field(name)
        found += relation.related_model.with_voided.filter(**{relation.field.name: record.pk}, **which)
    return found


def _written(record: Record, reason: str, action: str, settles: bool) -> None:
    record._change_reason = reason  # type: ignore[attr-defined]
    record.save()
    settled = derived.settle(record) if settles else derived.Settled()
    audit.record(action, subject=record, details={"reason": reason, **settled.told})
