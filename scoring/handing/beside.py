"""What was handed over, above 待办: to a clerk what to do, with note and day; to others how much of it is left."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from core.contributions import contribute
from core.models import Division
from core.pages.beside_tasks import BESIDE
from core.states import State
from scoring.catalogue import duties_of, rubric_for
from scoring.handing.actions import left_of
from scoring.handing.models import GroupHandover


class HandedLine(NamedTuple):
    """A handover, what it is about, how much of it is left, and how that stands."""

    handover: GroupHandover
    title: str
    left: int
    state: State


class HandedBeside(NamedTuple):
    """What a place has been handed and has not done yet; told one by one `in_full` where it is one village's."""

    lines: Sequence[HandedLine]
    in_full: bool

    @property
    def left(self) -> int:
        return sum(line.left for line in self.lines)


@contribute(BESIDE, "scoring/handing/beside.html")
def handed_beside(user: Any, place: str, on: date) -> HandedBeside | None:
    running = list(handed_in(user, place).select_related("village", "handed_by"))
    if not running:
        return None
    left, titles = left_of(running, on), {duty.name: duty.title for duty in duties_of(rubric_for(on.year), on)}
    lines = [
        HandedLine(each, titles.get(each.task_kind, each.task_kind), left[each.pk], each.state(on, left[each.pk]))
        for each in running
        if left[each.pk]
    ]
    return HandedBeside(lines, len(place) == Division.Level.VILLAGE) if lines else None


def handed_in(user: Any, place: str) -> Any:
    """What villages of a place have been handed and has not ended."""
    return GroupHandover.objects.visible_to(user).within(place).running()
