"""Handing a group of 待办 over to a village, taking it back, and what is left of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from core import audit
from core.models import AuditEvent, Division, Village
from core.personal_data.names import user_label
from scoring.handing.models import GroupHandover
from scoring.task_groups import task_groups


@transaction.atomic
def hand_group_over(
    *, kind: str, village: Village, note: str, due_on: date, number: int, by: Any, on: date
) -> GroupHandover:
    """The clerks of the village have it from now on; handed over again it has another day and another note."""
    said = {"note": note, "due_on": due_on, "number": number, "handed_by": by, "handed_on": on}
    handover, _ = GroupHandover.objects.visible_to(by).update_or_create(
        task_kind=kind, village=village, ended_on=None, defaults=said
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
    """End those of which nothing is left; how many it were."""
    running = list(GroupHandover.objects.everywhere("ended for all towns at once").running().select_for_update())
    left = left_of(running, on)
    done = [each for each in running if not left[each.pk]]
    for each in done:
        each.ended_on = on
        each.save()
    return len(done)


def left_of(handovers: Iterable[GroupHandover], on: date) -> dict[int, int]:
    """How much is left of each on the day `on`, by key; of what has ended, nothing."""
    running = [each for each in handovers if each.ended_on is None]
    counts: Counter[tuple[str, str]] = Counter()
    for town in {each.village_id[: Division.Level.TOWN] for each in running}:
        for group in task_groups(town, on)[0]:
            counts[group.duty.name, group.place] += len(group.keys)
    found = dict.fromkeys((each.pk for each in handovers), 0)
    return found | {each.pk: counts[each.task_kind, each.village_id] for each in running}


def clerks_of(villages: Iterable[str]) -> dict[str, list[str]]:
    """Who looks after each village, by name: whoever is handed what is handed to it."""
    users = get_user_model()
    clerks = users.objects.filter(role=users.Role.CLERK, is_active=True, divisions__in=list(villages))
    pairs = list(clerks.order_by("pk").values_list("divisions", "pk"))
    known = users.objects.in_bulk({pk for _, pk in pairs})
    found: dict[str, list[str]] = defaultdict(list)
    for village, pk in pairs:
        found[village].append(user_label(known[pk]))
    return found


def _trail(handover: GroupHandover, deed: str) -> None:
    details = {"kind": handover.task_kind, "deed": deed, "number": handover.number, "due_on": str(handover.due_on)}
    audit.record(AuditEvent.Action.HANDED_OVER, division=handover.village_id, details=details)
