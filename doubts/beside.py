"""疑点 in 待办: how many there are beside what costs points, and those that were handed to the reader."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count

from core.contributions import contribute
from core.pages.beside_tasks import BESIDE
from core.states import State, days_left
from doubts.catalogue import Severity
from doubts.holding import codes_on
from doubts.models import ListedDoubt


class DoubtsBeside(NamedTuple):
    """The open doubts of a place: by severity, how many are the reader's, and when the first of these is due."""

    place: str
    counts: Sequence[tuple[str, int]]
    mine: int
    state: State | None

    @property
    def number(self) -> int:
        return sum(number for _, number in self.counts)


@contribute(BESIDE, "doubts/beside.html")
def doubts_beside(user: Any, place: str, on: date) -> DoubtsBeside | None:
    rows = ListedDoubt.objects.visible_to(user).within(place).open(on).filter(rule__in=codes_on(on)).order_by()
    counted = dict(rows.values_list("severity").annotate(number=Count("pk")))
    if not counted:
        return None
    due = list(rows.filter(assigned_to=user).order_by("due_on").values_list("due_on", flat=True))
    counts = [(each.label, counted[each]) for each in Severity if each in counted]
    return DoubtsBeside(place, counts, len(due), days_left(due[0], on) if due and due[0] else None)
