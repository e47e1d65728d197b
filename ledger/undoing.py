"""Taking an import back: what it added is voided, what it changed becomes what it was; all of it or nothing.

A batch on which something newer stands is not undone. As in importing, the work is a few statements a sheet.
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
from core.records.hindrance import LISTED
from core.records.links import by_text
from core.records.voiding import settle_all
from core.wall import everywhere
from ledger.batch_history import BatchHistory
from ledger.models import ImportBatch
from ledger.sheets import TABLES
from ledger.staging import quoted, quoted_name, quoted_names

VOID_REASON = "撤销导入"


class NotUndoable(Exception):
    """Why a batch cannot be undone, in Chinese."""


@everywhere("rows that the user does not see are looked for, and refused")
@transaction.atomic
def undo(batch: ImportBatch, *, user: Any) -> None:
    """Take a batch back; raises NotUndoable where that is not possible, or not for this user."""
    now = timezone.now()
    if not ImportBatch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=now, undone_by=user):
        raise NotUndoable("这次导入已经撤销过了")
    batch_histories = {sheet.model: BatchHistory(sheet, batch) for sheet in TABLES}
    batch_histories = {model: batch_history for model, batch_history in batch_histories.items() if batch_history.lock()}
    _refuse_foreign(batch_histories, user)
    _refuse_later(batch_histories)
    for batch_history in batch_histories.values():
        _restore(batch_history)
        batch_history.added.update(voided_at=now, void_reason=VOID_REASON)
        _write_history(batch_history, batch.undo_reason, user, now)
    for model, batch_history in batch_histories.items():
        settle_all(model, batch_history.touched.values_list("pk", flat=True))
    audit.record(AuditEvent.Action.UNDO, subject=batch, details=batch.report)


BatchHistories = dict[type[models.Model], BatchHistory]


def _refuse_foreign(batch_histories: BatchHistories, user: Any) -> None:
    if any(batch_history.unseen_by(user).exists() for batch_history in batch_histories.values()):
        raise NotUndoable("其中有您管辖区划以外的记录，请由上级撤销")


def _refuse_later(batch_histories: BatchHistories) -> None:
    """Nothing newer may stand on the batch: neither a change of its rows nor a row that refers to one it added."""
    for batch_history in batch_histories.values():
        name = batch_history.sheet.sheet_name
        if count := batch_history.changed_later().count():
            raise NotUndoable(f"“{name}”中有 {count} 条在这次导入之后又被改动，不能整批撤销，请逐条更正")
        if count := batch_history.without_past().count():
            raise NotUndoable(f"“{name}”中有 {count} 条找不到导入前的内容，不能整批撤销，请逐条更正")
        if count := sum(rows.count() for rows in _dependents(batch_history, batch_histories)):
            raise NotUndoable(f"之后又有 {count} 条记录用到了这次新增的“{name}”，不能整批撤销，请先更正那些记录")


@everywhere("what the user may not open is left out where it is shown")
def in_the_way(batch: ImportBatch) -> list[Any]:
    """The first records of each kind on account of which a batch cannot be undone."""
    histories = {sheet.model: BatchHistory(sheet, batch) for sheet in TABLES}
    found: list[Any] = []
    for batch_history in histories.values():
        changed = batch_history.changed_later().order_by().values(batch_history.key)
        found += batch_history.model.with_voided.filter(pk__in=changed).order_by("pk")[:LISTED]
        for rows in _dependents(batch_history, histories):
            found += rows.order_by("pk")[:LISTED]
    return found


def _dependents(batch_history: BatchHistory, batch_histories: BatchHistories) -> Iterator[QuerySet[Any]]:
    """Live rows outside the batch that refer to rows which its undoing takes out of the registers."""
    leaving = batch_history.leaving()
    for relation in batch_history.model._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": leaving})
        yield _outside_batch(rows, batch_histories)
    for link in by_text(batch_history.model):
        named = {f"{link.field}__in": leaving.values(link.by), **link.only}
        yield _outside_batch(link.model.objects.filter(**named), batch_histories)


def _outside_batch(rows: QuerySet[Any], batch_histories: BatchHistories) -> QuerySet[Any]:
    """`rows` that the batch did not touch; what is voided their manager has left out."""
    batch_history = batch_histories.get(rows.model)
    return rows.exclude(pk__in=batch_history.touched.values("pk")) if batch_history else rows


def _restore(batch_history: BatchHistory) -> None:
    """Give the changed rows the contents of the history entry before the batch's."""
    target, past = quoted(batch_history.model), quoted(batch_history.history)
    updates = ", ".join(f"{name} = past.{name}" for name in map(quoted_name, batch_history.fields))
    key = quoted_name(batch_history.model._meta.pk)
    entries, parameters = batch_history.past_entries().values("history_id").order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {target} SET {updates} FROM {past} AS past"
            f" WHERE past.{key} = {target}.{key} AND past.history_id IN ({entries})",
            parameters,
        )


def _write_history(batch_history: BatchHistory, reason: str, user: Any, at: datetime) -> None:
    columns = quoted_names([batch_history.model._meta.pk, *batch_history.fields])
    key = quoted_name(batch_history.model._meta.pk)
    touched, parameters = batch_history.entries.values(batch_history.key).order_by().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quoted(batch_history.history)}"
            f" ({columns}, history_type, history_date, history_user_id, history_change_reason)"
            f" SELECT {columns}, '~', %s, %s, %s FROM {quoted(batch_history.model)} WHERE {key} IN ({touched})",
            [connection.ops.adapt_datetimefield_value(at), user.pk, reason, *parameters],
        )
