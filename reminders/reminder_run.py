"""One pass that makes the reminders of a day for all towns, set-wise. It may be run at any time and again.

It also makes up for days on which nothing ran: the latest stage that a deadline has reached and that nobody has been
told of yet, and none of those before it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from uuid import uuid4

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import User
from core.models import Division, Village
from core.workdays import Workdays
from reminders import channels
from reminders.kinds import ANSWERING, GROUP, NOT_YET, Kind
from reminders.models import Delivery, Reminder, ReminderRule, Rules
from reminders.models.rules import MISSED_FOR, before
from reminders.upcoming import Open, Upcoming
from reminders.wording import VillageLeft, sentence


class ReminderKey(NamedTuple):
    """Whom a reminder of a deadline went to."""

    kind: str
    user: int | None
    division: str
    deadline: date


def make_reminders(on: date) -> int:
    """Make what is to be told on the day `on` and has not been told yet; returns how many."""
    return len(keep(list(ReminderRun(on).reminders())))


@transaction.atomic
def keep(wanted: list[Reminder]) -> list[Reminder]:
    """Keep the reminders of a run that nobody has made yet, and return them.

    Two at once make each reminder once: the database's unique key decides. What leaves the system is made with it, in
    the same transaction.
    """
    Reminder.objects.bulk_create(wanted, ignore_conflicts=True)
    mine = Reminder.objects.filter(run=wanted[0].run) if wanted else Reminder.objects.none()
    made = list(mine.select_related("recipient").order_by("pk"))
    ways = [
        Delivery(reminder=reminder, channel=name, next_attempt_at=reminder.made_at)
        for reminder in made
        for name, channel in channels.switched_on().items()
        if channel.reaches(reminder)
    ]
    Delivery.objects.bulk_create(ways)
    Reminder.objects.superseded().unread().update(read_at=timezone.now())
    return made


class ReminderRun:
    """The reminders of a day. What it reads, it reads once."""

    def __init__(self, on: date) -> None:
        self.on, self.run, self.now = on, uuid4(), timezone.now()
        self.upcoming, self.workdays, self.rules = Upcoming(on), Workdays.stored(), Rules()

    def reminders(self) -> Iterator[Reminder]:
        for kind in Kind:
            for rule in self.rules.of(kind):
                if rule.enabled:
                    yield from self._by(rule)

    def _by(self, rule: ReminderRule) -> Iterator[Reminder]:
        if ANSWERING in rule.about.audience:
            yield from self._by_person(rule)
            return
        for (division, deadline), found in inside_divisions(self._reached(rule)).items():
            if self.rules.holding(rule.kind, division) is not rule:
                continue
            stage = self._stage(rule, deadline)
            for role, user in self.listeners[division]:
                key = ReminderKey(rule.kind, user, division, deadline)
                if role in rule.about.audience and stage < self._latest.get(key, NOT_YET):
                    yield self.reminder(rule, key, stage, found)

    def _by_person(self, rule: ReminderRule) -> Iterator[Reminder]:
        """What those are told who answer for something, in each town by itself."""
        for each in self._reached(rule):
            key = ReminderKey(rule.kind, each.person, each.place, each.due)
            stage = self._stage(rule, each.due)
            if self.rules.holding(rule.kind, each.place) is rule and stage < self._latest.get(key, NOT_YET):
                yield self.reminder(rule, key, stage, [each])

    def _reached(self, rule: ReminderRule) -> list[Open]:
        """What is open of the rule's kind and has reached a stage, under the deadline that the rule tells of."""
        inside = [each for each in self.upcoming.open(Kind(rule.kind)) if each.place.startswith(rule.division_id or "")]
        found = [replace(each, due=rule.deadline(each.due)) for each in inside]
        found = [each for each in found if self._stage(rule, each.due) != NOT_YET]
        return [each for each in found if self._is_behind(each, rule)] if rule.about.measured else found

    def _stage(self, rule: ReminderRule, deadline: date) -> int:
        return rule.stage(deadline, self.on, self.workdays)

    def _is_behind(self, village: Open, rule: ReminderRule) -> bool:
        return rule.is_behind(village.count, self._to_verify(village), over=village.due < self.on)

    def _to_verify(self, village: Open) -> int:
        if village.due not in self._totals:
            self._totals[village.due] = self.upcoming.to_verify(village.due)
        return self._totals[village.due][village.place]

    def reminder(self, rule: ReminderRule, key: ReminderKey, stage: int, found: list[Open]) -> Reminder:
        """What the rule says at a stage of what was found, not kept yet."""
        count = len(found) if rule.about.measured else sum(each.count for each in found)
        place, villages = self._names[key.division], self._villages_of(found, measured=rule.about.measured)
        text = sentence(rule, stage, place=place, count=count, deadline=key.deadline, on=self.on, villages=villages)
        return Reminder(
            kind=key.kind,
            recipient_id=key.user,
            division_id=key.division,
            deadline=key.deadline,
            days_before=stage,
            count=count,
            text=text,
            made_at=self.now,
            run=self.run,
        )

    def _villages_of(self, found: list[Open], *, measured: bool) -> list[VillageLeft]:
        """What is open in each place that has a name."""
        return [
            VillageLeft(each.place, self._names[each.place], each.count, self._to_verify(each) if measured else None)
            for each in found
            if each.place in self._names
        ]

    @cached_property
    def _totals(self) -> dict[date, Counter[str]]:
        return {}

    @cached_property
    def _latest(self) -> dict[ReminderKey, int]:
        """The last stage that somebody was told of, by deadline."""
        recent = Reminder.objects.filter(deadline__gte=before(self.on, MISSED_FOR)).order_by()
        told = recent.values_list("kind", "recipient", "division", "deadline").annotate(Min("days_before"))
        return {ReminderKey(*whom): stage for *whom, stage in told}

    @cached_property
    def listeners(self) -> dict[str, list[tuple[str, int | None]]]:
        """By division: who is told of it, in what role."""
        found: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
        users = User.objects.filter(is_active=True, divisions__isnull=False)
        for division, role, user in users.values_list("divisions", "role", "pk"):
            found[division].append((role, user))
        if channels.WEBHOOK in channels.switched_on():
            towns = {village[: Division.Level.TOWN] for village in self._villages}
            for town in Division.objects.filter(pk__in=towns):
                found[town.pk].append((GROUP, None))
        return found

    @cached_property
    def _villages(self) -> dict[str, str]:
        return dict(Village.objects.values_list("code", "name"))

    @cached_property
    def _names(self) -> dict[str, str]:
        """Of villages, and of the divisions that somebody is told of; a registered village's own name counts."""
        told = {*self.listeners, *(each.place for each in self.upcoming.open(Kind.RESPONSIBLE))}
        wanted = Division.objects.filter(pk__in=told).values_list("code", "name")
        return {**dict(wanted), **self._villages}


def inside_divisions(found: Iterable[Open]) -> dict[tuple[str, date], list[Open]]:
    """What is open by deadline and by every division that a place lies in: its village, town, county and above."""
    gathered: dict[tuple[str, date], list[Open]] = defaultdict(list)
    for each in found:
        for level in Division.Level.values:
            if level <= len(each.place):
                gathered[each.place[:level], each.due].append(each)
    return gathered
