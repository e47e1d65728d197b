"""Handing a group of 待办 over to a village, taking it back, and what is left of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from core import audit
from core.divisions import town_code
from core.models import AuditEvent, Village
from core.personal_data.names import user_label
from scoring.catalogue import duties_of, rubric_for
from scoring.duties import Duty
from scoring.handing.models import GroupHandover
from scoring.task_groups import TaskGroup, task_groups


@transaction.atomic
def hand_group_over(
    *, duty: Duty, village: Village, note: str, due_on: date, number: int, by: Any, on: date
) -> GroupHandover:
    """The clerks of the village have it from now on; handed over again it has another day and another note."""
    said = {"note": note, "due_on": due_on, "number": number, "handed_by": by, "handed_on": on}
    last_day = duty.due if isinstance(duty.due, date) else None
    handover, _ = GroupHandover.objects.visible_to(by).update_or_create(
        task_kind=duty.name, village=village, ended_on=None, defaults={**said, "last_day": last_day}
    )
    _trail(handover, "handed over")
    return handover


@transaction.atomic
def take_back(*, handover: GroupHandover, on: date) -> None:
    """The village no longer has it."""
    handover.ended_on, handover.is_taken_back = on, True
    handover.save()
    _trail(handover, "taken back")


@transaction.atomic
def end_done(on: date) -> int:
    """End those of which nothing is left, or whose term is over; how many it were."""
    running = list(GroupHandover.objects.everywhere("ended for all towns at once").running().select_for_update())
    left = left_of(running, on)
    done = [each for each in running if not left[each.pk] or each.is_over(on)]
    for each in done:
        each.ended_on, each.missed = on, left[each.pk]
        each.save()
    return len(done)


def left_of(handovers: Collection[GroupHandover], on: date) -> dict[int, int]:
    """How much is left of each on the day `on`, by key; of what has ended, nothing.

    Of a term that is over, what its last day has left; of what has become overdue since, what is still to be done.
    """
    found = dict.fromkeys((each.pk for each in handovers), 0)
    asked: dict[tuple[str, date], list[GroupHandover]] = defaultdict(list)
    for each in handovers:
        if each.ended_on is None:
            asked[town_code(each.village_id), min(on, each.last_day or on)].append(each)
    for (town, day), some in asked.items():
        found |= _left(some, town, day)
    return found


def _left(handovers: Iterable[GroupHandover], town: str, day: date) -> dict[int, int]:
    """How much there is to do on a day of what villages of the town were handed, by key."""
    late_of = {duty.key: duty.late_of for duty in duties_of(rubric_for(day.year), day)}
    groups: dict[str, list[TaskGroup]] = defaultdict(list)
    for group in task_groups(town, day)[0]:
        groups[group.place].append(group)
    return {
        each.pk: sum(len(group.keys) for group in groups[each.village_id] if each.holds(group, late_of[group.duty]))
        for each in handovers
    }


def clerks_of(villages: Iterable[str], on: date) -> dict[str, list[str]]:
    """Who looks after each village on the day `on`, by name: whoever is handed what is handed to it."""
    users = get_user_model()
    clerks = users.objects.open(on).filter(role=users.Role.CLERK, divisions__in=list(villages))
    pairs = list(clerks.order_by("pk").values_list("divisions", "pk"))
    known = users.objects.in_bulk({pk for _, pk in pairs})
    found: dict[str, list[str]] = defaultdict(list)
    for village, pk in pairs:
        found[village].append(user_label(known[pk]))
    return found


def _trail(handover: GroupHandover, deed: str) -> None:
    details = {"kind": handover.task_kind, "deed": deed, "number": handover.number, "due_on": str(handover.due_on)}
    audit.record(AuditEvent.Action.HANDED_OVER, division=handover.village_id, details=details)
