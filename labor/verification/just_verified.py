"""What somebody has just verified and may still undo, read off the history of the records."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from labor.models import Person, Verification

UNDO_WITHIN = timedelta(seconds=60)
#: The reason that the history keeps.
UNDONE = "一分钟内撤销"


@dataclass(frozen=True)
class JustVerified:
    """Verifications recorded at one moment; `key` is the number of a row of their history."""

    key: int
    result: str
    first: Person
    others: int


def just_verified(by: Any, now: datetime) -> list[JustVerified]:
    """What `by` recorded within the last minute and has not undone, newest first; for two queries."""
    since = Verification.history.filter(history_user=by, history_date__gt=now - UNDO_WITHIN)
    newest: dict[int, Any] = {}
    for row in since.order_by("-history_id"):
        newest.setdefault(row.id, row)
    rows = [row for row in newest.values() if _may_be_undone(row)]
    people = Person.objects.visible_to(by).in_bulk({row.person_id for row in rows}) if rows else {}
    moments = groupby((row for row in rows if row.person_id in people), key=lambda row: row.history_date)
    found = []
    for _, group in moments:
        first, *others = group
        found.append(JustVerified(first.history_id, first.get_result_display(), people[first.person_id], len(others)))
    return found


def deed_of(by: Any, key: int) -> Any:
    """The row of history with this number, if `by` wrote it."""
    return Verification.history.filter(history_user=by, pk=key).first()


def _may_be_undone(row: Any) -> bool:
    changed_more = row.result == Verification.Result.UPDATED
    return not changed_more and row.voided_at is None and row.history_change_reason != UNDONE
