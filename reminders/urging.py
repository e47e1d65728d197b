"""催办: the clerks of chosen villages are told now how much is left to verify, whatever stage comes next."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from core.actor import present
from core.wall import everywhere
from reminders.kinds import Kind, Role
from reminders.reminder_run import ReminderKey, ReminderRun, keep


class Urged(NamedTuple):
    """How many were told, and the villages of which nobody was: without a clerk, or told today already."""

    told: int
    without: set[str]


@everywhere("the villages were found for the user")
def urge(*, villages: Collection[str], note: str, on: date) -> Urged:
    """Remind the clerks of each of `villages` with people left; who was told today is not told again.

    What they are told is a reminder of the same deadline as any, so that no stage that has passed follows it.
    """
    run, wanted = ReminderRun(on), []
    said = f" {present().name}催办" + (f"：{note}" if note else "。")
    for found in run.upcoming.open(Kind.VERIFICATION):
        if found.place in villages and found.due >= on:
            rule = run.rules.holding(Kind.VERIFICATION, found.place)
            own = rule.deadline(found.due)
            deadline = own if own >= on else found.due  # the town's own is over, the official one is not
            stage = (deadline - on).days
            for role, user in run.listeners[found.place]:
                if role == Role.CLERK:
                    key = ReminderKey(Kind.VERIFICATION, user, found.place, deadline)
                    reminder = run.reminder(rule, key, stage, [found])
                    reminder.text += said
                    wanted.append(reminder)
    made = keep(wanted)
    return Urged(len(made), set(villages) - {each.division_id for each in made})
