"""Nothing is deleted: a record that was entered by mistake is voided with a reason, and can be brought back."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from core import audit
from core.models import AuditEvent
from core.records import Record, derived
from core.records.links import links_to, named_by

#: So many records of a kind are named that stand in the way.
NAMED = 2


@dataclass(frozen=True)
class Dependents:
    """Records of one kind that would stand on nothing, the first of them by name."""

    kind: str
    count: int
    names: list[str]


def dependents_of(record: Record) -> list[Dependents]:
    """What stands on `record`, whether it names it by key or by number."""
    found = []
    for link in links_to(type(record)):
        rows = list(link.live(record)[:NAMED])
        found += [Dependents(link.kind, link.live(record).count(), [str(row) for row in rows])] if rows else []
    return found


@transaction.atomic
def void(*, record: Record, reason: str, settles: bool = True) -> Record:
    """Take a mistake out of every list, count and export, with what it wrote elsewhere. What stands on it goes first.

    Who has another record take its place `settles` that afterwards.
    """
    if found := dependents_of(record):
        named = "、".join(f"{each.count}条{each.kind}" for each in found)
        first = "、".join(f"{each.kind}“{name}”" for each in found for name in each.names)
        raise ValidationError(f"还有{named}属于它，请先改正或作废这些记录：{first}", code="dependents")
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
    for link, named in named_by(record):
        if named is None or named.is_voided:
            raise ValidationError(f"它所属的{link.target._meta.verbose_name}已作废，请先恢复", code="voided")
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
