"""Changes on a day: dated columns note what they held before, and everything that an event wrote is undone as one.

An edit without a day is a correction, which this module has no part in (ADR 0055).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from core import audit
from core.actor import present
from core.divisions import enclosing_code
from core.models import AuditEvent, LifeEvent, WrittenRow
from core.records.conflicts import latest_version
from core.records.dated import DatedRecord, before_column
from core.records.record import Record
from core.records.status_changes import StatusChange
from core.records.voiding import dependents_of
from core.wall import everywhere

AHEAD = "变更日期在今天以后，请到那天再办理"


def changes_due(before: DatedRecord, after: DatedRecord, on: date) -> list[StatusChange]:
    """What has to be noted, so that `before` is read on the days up to `on`, and `after` from then on."""
    return [_change(after, field, getattr(before, field.attname), on) for field in _changed(before, after, on)]


def _changed(before: DatedRecord, after: DatedRecord, on: date) -> Iterator[Any]:
    """The dated fields of which a row has to say what they were."""
    for name in before.dated:
        field: Any = before._meta.get_field(name)
        was, now = getattr(before, field.attname), getattr(after, field.attname)
        if was != now and not _tells_its_day(field, was, now, on):
            yield field


def _tells_its_day(field: Any, was: Any, now: Any, on: date) -> bool:
    """A first 退出日期 says by itself that there was none before that day."""
    return isinstance(field, models.DateField) and was is None and now >= on


def _change(record: DatedRecord, field: Any, was: Any, on: date) -> StatusChange:
    """The row that says what the field held; a voided one in its place is brought back."""
    model = record.changes_of().model
    key = {f"{record._owner()}_id": record.pk, "item": field.name, "changed_on": on}
    row = model.with_voided.filter(**key, voided_at__isnull=False).first() or model(**key)
    row.voided_at, row.void_reason = None, ""
    for other in (each for each in model._meta.concrete_fields if each.name.startswith("was_")):
        setattr(row, other.attname, other.get_default())
    column = model._meta.get_field(before_column(field))
    setattr(row, column.attname, column.get_default() if was is None else was)
    return row


@everywhere("the record that is changed was found for the user")
def refuse_untimely(before: DatedRecord, after: DatedRecord, on: date, today: date) -> None:
    """Raise ValidationError, in Chinese, where what is noted on the day `on` would not be so: it says what to do."""
    due = list(_changed(before, after, on))
    if due and on > today:
        raise ValidationError(AHEAD)
    if due and (since := before.known_since) and on <= since:
        raise ValidationError(f"{since} 才登记在册，变更须在这以后；一直就是这样的，请用“更正”")
    for field in due:
        rows = before.changes_of().filter(**{before._owner(): before.pk}, item=field.name, changed_on__gte=on)
        if later := rows.order_by("changed_on").first():
            raise ValidationError(_in_the_way(before, field, later, on))


def _in_the_way(record: DatedRecord, field: Any, later: StatusChange, on: date) -> str:
    label, was = field.verbose_name, worded(field, later.before)
    now = worded(field, getattr(record, field.name))
    told = f"{later.changed_on} 已经登记过{label}变更（此前“{was}”，现在“{now}”）"
    same = "同一天不能变两次" if later.changed_on == on else "不能在它之前再插一次"
    return f"{told}，{same}：登记错了的，请先撤销那一次变更"


def worded(field: Any, value: Any) -> str:
    """A value of the field as a page says it to whoever acts; a place or household of others is not named."""
    user = present().user
    if user and isinstance(value, Record) and not audit.division_of(value).startswith(tuple(user.division_codes)):
        return "管辖范围以外"
    label = dict(field.flatchoices).get(value, value) if field.choices else value
    return "空" if label in (None, "") else str(label)


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


def wrote(event: LifeEvent, record: Record) -> None:
    """Say that the event has just written `record`."""
    WrittenRow.objects.create(
        event=event, model=record._meta.label_lower, key=str(record.pk), version=latest_version(record)
    )


@everywhere("the record that is changed was found for the user")
def note_before(event: LifeEvent, before: DatedRecord, after: DatedRecord) -> None:
    """Note what `after`, about to be saved, held up to the day of the event."""
    for change in changes_due(before, after, event.happened_on):
        change.reason, change.basis = event.reason, event.basis
        write(event, change)


def write(event: LifeEvent, record: Record) -> None:
    """Save `record` as a part of the event."""
    record._change_reason = f"{event.happened_on} {event.label}：{event.reason}"[:100]
    record.save()
    wrote(event, record)


@everywhere("what an event wrote is put back, wherever it is by now")
@transaction.atomic
def undo(*, event: LifeEvent, reason: str) -> None:
    """Put back everything as it was before. Raises ValidationError, in Chinese, where somebody changed it since."""
    event = LifeEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if event.undone_at:
        raise ValidationError("这次变更已经撤销")
    for written in event.rows.order_by("-pk"):
        _put_back(written, f"撤销{event.label}：{reason}"[:100])
    event.undone_at = timezone.now()
    event.save(update_fields=["undone_at"])
    _note(AuditEvent.Action.LIFE_EVENT_UNDONE, event, reason)


def _put_back(written: WrittenRow, reason: str) -> None:
    model: Any = apps.get_model(written.model)
    row = model.with_voided.select_for_update(of=("self",)).get(pk=written.key)
    after = row.history.get(history_id=written.version)
    before = row.history.filter(history_id__lt=written.version).order_by("-history_id").first()
    if isinstance(row, StatusChange):
        _refuse_followed(row)
    _refuse_changed(row, after, before)
    if before is None:
        row.voided_at, row.void_reason = timezone.now(), reason
    for field in _differing(after, before) if before else ():
        setattr(row, field.attname, getattr(before, field.attname))
    row._change_reason = reason
    row.save()


def _refuse_followed(row: StatusChange) -> None:
    """What was so before a later change is what this one brought."""
    rows = type(row).objects.filter(**{row.about: getattr(row, f"{row.about}_id")}, item=row.item)
    if later := rows.filter(changed_on__gt=row.changed_on).order_by("changed_on").first():
        raise ValidationError(f"“{row.subject}”在 {later} 又有变更，请先撤销那一次")


def _refuse_changed(row: Any, after: Any, before: Any) -> None:
    """What somebody changed since is theirs."""
    if before is None and (found := dependents_of(row)):
        raise ValidationError(f"“{row}”名下后来又有{found[0].kind}，不能撤销；请先改到别处")
    for field in _differing(after, before):
        if getattr(row, field.attname) != getattr(after, field.attname):
            raise ValidationError(f"“{row.subject}”的{field.verbose_name}后来又改过，不能撤销；请先撤销后来的那一步")


def _differing(after: Any, before: Any) -> list[Any]:
    """The fields that an event wrote; of a row that it made, whether it is still there."""
    fields = after.instance_type._meta.concrete_fields
    if before is None:
        return [field for field in fields if field.name == "voided_at"]
    return [field for field in fields if getattr(after, field.attname) != getattr(before, field.attname)]


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
