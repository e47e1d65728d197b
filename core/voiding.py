"""Nothing is deleted: a record that was entered by mistake is voided with a reason, and can be brought back."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from core import audit
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
def void(*, record: Record, reason: str) -> Record:
    """Take a mistake out of every list, count and export. What stands on it has to go first."""
    if standing := dependents_of(record):
        named = "、".join(f"{count}条{kind}" for kind, count in standing)
        raise ValidationError(f"还有{named}属于它，请先改正或作废这些记录", code="dependents")
    record.voided_at, record.void_reason = timezone.now(), reason
    return _written(record, reason, AuditEvent.Action.VOID)


@transaction.atomic
def revive(*, record: Record, reason: str) -> Record:
    """Bring a voided record back, unless what it stands on is voided itself."""
    if hindrance := record.why_not_revived():
        raise ValidationError(hindrance, code="hindered")
    for field in record._meta.concrete_fields:
        other = getattr(record, field.name) if isinstance(field, models.ForeignKey) else None
        if isinstance(other, Record) and other.is_voided:
            raise ValidationError(f"它所属的{other._meta.verbose_name}已作废，请先恢复", code="voided")
    record.voided_at, record.void_reason = None, ""
    return _written(record, reason, AuditEvent.Action.REVIVE)


def _written(record: Record, reason: str, action: str) -> Record:
    record._change_reason = reason  # type: ignore[attr-defined]
    record.save()
    audit.record(action, subject=record, details={"reason": reason})
    return record
