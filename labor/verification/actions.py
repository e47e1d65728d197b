"""Verifying people's data, one person or many, and undoing that within a minute."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from core import audit
from core.models import AuditEvent
from core.records.derived import forget
from core.wall import everywhere
from labor.models import Person, Verification
from labor.verification.just_verified import UNDO_WITHIN, UNDONE

SAID = ("method", "result", "verifier", "voided_at", "void_reason")
BATCH = 500


class VerificationNotUndone(Exception):
    """Why a verification is not undone, in Chinese, with what to do instead."""


@everywhere("found for the user")
@transaction.atomic
def verify(*, person: Person, on: date, method: str, result: str, verifier: str) -> Verification:
    """Write down what came of asking `person` on the day `on`.

    Another answer on the same day takes the place of the first, and a voided one of that day is brought back. Said
    twice, it is written once.
    """
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)  # two answers about one person wait
    row = Verification.with_voided.filter(person=person, verified_on=on).first()
    row = row or Verification(person=person, verified_on=on)
    if row.is_voided:
        forget(row)  # what the voided answer had changed is not said again
    if _say(row, method, result, verifier) or row.pk is None:
        row.save()
    return row


@everywhere("found for the user")
@transaction.atomic
def verify_many(
    *,
    people: Collection[Person],
    on: date,
    method: str,
    verifier: str,
    now: datetime,
    result: str = Verification.Result.UNCHANGED,
) -> list[Verification]:
    """Write down the same answer of all of `people`, as one deed; returns what was written."""
    locked = list(Person.objects.select_for_update(of=("self",)).filter(pk__in=[person.pk for person in people]))
    known = {row.person_id: row for row in Verification.with_voided.filter(person__in=locked, verified_on=on)}
    rows = [known.get(person.pk) or Verification(person=person, verified_on=on) for person in locked]
    for row in rows:
        if row.is_voided:
            forget(row)  # as for one person
    written = [row for row in rows if _say(row, method, result, verifier) or row.pk is None]
    added = [row for row in written if row.pk is None]
    changed = [row for row in written if row.pk is not None]
    bulk_create_with_history(added, Verification, BATCH, default_date=now)
    _update(changed, now)
    return written


@everywhere("what the user has just written")
@transaction.atomic
def undo_verification(*, deed: Any, by: Any, now: datetime) -> list[Verification]:
    """Undo what `by` recorded in `deed`, a row of history, with everything recorded at the same moment.

    What was there before comes back; where nothing was, the verification is voided. Raises VerificationNotUndone.
    """
    if deed.history_user_id != by.pk or now - deed.history_date > UNDO_WITHIN:
        raise VerificationNotUndone("已超过一分钟，不能直接撤销；请在核实记录中作废，并写明原因。")
    written = Verification.history.filter(history_user=by, history_date=deed.history_date).values("id")
    rows = list(
        Verification.with_voided.select_for_update(of=("self",)).filter(pk__in=written).select_related("person")
    )
    past: dict[int, list[Any]] = {row.pk: [] for row in rows}
    for version in Verification.history.filter(id__in=past).order_by("-history_id"):
        past[version.id].append(version)
    for row in rows:
        _restore(row, past[row.pk], deed, now)
    _update(rows, now, reason=UNDONE)
    audit.record(
        AuditEvent.Action.VOID,
        subject=rows[0] if len(rows) == 1 else None,
        division=rows[0].person.village_id,
        details={"reason": UNDONE, "rows": len(rows)},
    )
    return rows


def _say(row: Verification, method: str, result: str, verifier: str) -> bool:
    """Put an answer into `row`; whether that changes it."""
    said = dict(zip(SAID, (method, result, verifier, None, ""), strict=True))
    changed = any(getattr(row, name) != value for name, value in said.items())
    for name, value in said.items():
        setattr(row, name, value)
    return changed


def _restore(row: Verification, versions: list[Any], deed: Any, now: datetime) -> None:
    newest, *earlier = versions
    if newest.history_date != deed.history_date:
        raise VerificationNotUndone("之后又有人改过这条核实记录，不能撤销。")
    if newest.result == Verification.Result.UPDATED:
        raise VerificationNotUndone("填写了变化的核实不能一键撤销；请作废这条核实记录，当时的改动会一并撤回。")
    if earlier:
        for name in SAID:
            setattr(row, name, getattr(earlier[0], name))
    else:
        row.voided_at, row.void_reason = now, UNDONE


def _update(rows: list[Verification], now: datetime, reason: str | None = None) -> None:
    bulk_update_with_history(
        rows, Verification, SAID, BATCH, default_change_reason=reason, default_date=now,
        manager=Verification.with_voided,
    )  # fmt: skip
