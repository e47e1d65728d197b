"""Taking an import back: what it added is voided, what it changed becomes what it was; all of it or nothing.

A batch on which something newer stands is not taken back. As in importing, the work is a few statements a sheet.
"""
# ruff: noqa: S608  (every identifier in these statements comes from our own models)

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import audit
from core.models import AuditEvent
from core.records import Record
from core.records.derived import settle_all
from core.records.links import by_text
from ledger.footprint import Footprint
from ledger.models import ImportBatch
from ledger.sheets import SHEETS
from ledger.staging import quoted, quoted_name, quoted_names

VOID_REASON = "撤销导入"


class NotUndoable(Exception):
    """Why a batch cannot be taken back, in Chinese."""


@transaction.atomic
def undo(batch: ImportBatch, *, user: Any) -> None:
    """Take a batch back; raises NotUndoable where that is not possible, or not for this user."""
    now = timezone.now()
    if not ImportBatch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=now, undone_by=user):
        raise NotUndoable("这次导入已经撤销过了")
    footprints = {sheet.model: Footprint(sheet, batch) for sheet in SHEETS}
    footprints = {model: footprint for model, footprint in footprints.items() if footprint.lock()}
    _refuse_foreign(footprints, user)
    _refuse_later(footprints)
    for footprint in footprints.values():
        _restore(footprint)
        footprint.added.update(voided_at=now, void_reason=VOID_REASON)
        _write_history(footprint, batch.undo_reason, user, now)
    for model, footprint in footprints.items():
        settle_all(model, footprint.touched.values_list("pk", flat=True))
    audit.record(AuditEvent.Action.UNDO, subject=batch, details=batch.report)


Footprints = dict[type[models.Model], Footprint]


def _refuse_foreign(footprints: Footprints, user: Any) -> None:
    if any(footprint.unseen_by(user).exists() for footprint in footprints.values()):
        raise NotUndoable("其中有您管辖区划以外的记录，请由上级撤销")


def _refuse_later(footprints: Footprints) -> None:
    """Nothing newer may stand on the batch: neither a change of its rows nor a row that refers to one it added."""
    for footprint in footprints.values():
        name = footprint.sheet.sheet_name
        if count := footprint.changed_later().count():
            raise NotUndoable(f"“{name}”中有 {count} 条在这次导入之后又被改动，不能整批撤销，请逐条更正")
        if count := footprint.without_past().count():
            raise NotUndoable(f"“{name}”中有 {count} 条找不到导入前的内容，不能整批撤销，请逐条更正")
        if count := sum(rows.count() for rows in _dependents(footprint, footprints)):
            raise NotUndoable(f"之后又有 {count} 条记录用到了这次新增的“{name}”，不能整批撤销，请先更正那些记录")


def _dependents(footprint: Footprint, footprints: Footprints) -> Iterator[QuerySet[Any]]:
    """Live rows outside the batch that refer to rows which its undoing takes out of the registers."""
    leaving = footprint.leaving()
    for relation in footprint.model._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": leaving})
        yield _outside_batch(rows, footprints)
    for link in by_text(footprint.model):
        named = {f"{link.field}__in": leaving.values(link.by), **link.only}
        yield _outside_batch(link.model.objects.filter(**named), footprints)


def _outside_batch(rows: QuerySet[Any], footprints: Footprints) -> QuerySet[Any]:
    """`rows` that are live and that the batch did not touch."""
    footprint = footprints.get(rows.model)
    rows = rows.filter(voided_at=None) if issubclass(rows.model, Record) else rows
    return rows.exclude(pk__in=footprint.touched.values("pk")) if footprint else rows


def _restore(footprint: Footprint) -> None:
    """Give the changed rows the contents of the history entry before the batch's."""
    target, past = quoted(footprint.model), quoted(footprint.history)
    updates = ", ".join(f"{name} = past.{name}" for name in map(quoted_name, footprint.fields))
    key = quoted_name(footprint.model._meta.pk)
    entries, parameters = footprint.past_entries().values("history_id").order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {target} SET {updates} FROM {past} AS past"
            f" WHERE past.{key} = {target}.{key} AND past.history_id IN ({entries})",
            parameters,
        )


def _write_history(footprint: Footprint, reason: str, user: Any, at: datetime) -> None:
    columns = quoted_names([footprint.model._meta.pk, *footprint.fields])
    key = quoted_name(footprint.model._meta.pk)
    touched, parameters = footprint.entries.values(footprint.key).order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(footprint.history)}"
            f" ({columns}, history_type, history_date, history_user_id, history_change_reason)"
            f" SELECT {columns}, '~', %s, %s, %s FROM {quoted(footprint.model)} WHERE {key} IN ({touched})",
            [connection.ops.adapt_datetimefield_value(at), user.pk, reason, *parameters],
        )
