"""What is open around a day, counted by place and deadline: a query a matter, whatever the number of people."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F
from django.utils.functional import cached_property

from accounts.models import User
from labor.models import Person, PublicBenefitPost
from oversight.responsibility.matters import due_between
from reminders.kinds import DEFAULT_RULES, Kind
from reminders.models.rules import FURTHEST, MISSED_FOR, before
from scoring.catalogue import duties_of, rubric_for
from scoring.duties import Duty
from scoring.handing.actions import left_of
from scoring.models import GroupHandover


@dataclass(frozen=True)
class Open:
    """So many open things of a village (or of a town, where they are the town's) that are due on a day."""

    place: str
    due: date
    count: int
    #: The account that answers for them, where it is told and nobody else.
    person: int | None = None


class Upcoming:
    """Things open on the day `on`: those still to come, and those of the last days that were missed."""

    def __init__(self, on: date) -> None:
        self.on = on

    def open(self, kind: Kind) -> list[Open]:
        if kind in self._others:
            return list(self._others[kind]())
        return self._duties[DEFAULT_RULES[kind].duty]

    @property
    def _others(self) -> dict[Kind, Callable[[], list[Open]]]:
        """What is open and no duty of the score."""
        return {
            Kind.CONTRACT: lambda: self._contracts,
            Kind.HANDED_OVER: lambda: self._handed,
            Kind.RESPONSIBLE: lambda: self._answered,
        }

    @cached_property
    def _duties(self) -> dict[str, list[Open]]:
        """By the name of the duty. What was missed is a duty of some days ago that the facts of today leave open."""
        found: dict[str, list[Open]] = {default.duty: [] for default in DEFAULT_RULES.values()}
        past = before(self.on, MISSED_FOR)
        for day, days in ((self.on, (self.on, date.max)), (past, (past, before(self.on, 1)))):
            for duty in duties_of(rubric_for(day.year), day):
                if duty.name in found and may_fall_due(duty, days):
                    found[duty.name] += counted(duty.rows.filter(deadline__range=days), "deadline")
        return found

    @cached_property
    def _contracts(self) -> list[Open]:
        ahead = (self.on, before(self.on, -FURTHEST))
        return list(counted(PublicBenefitPost.objects.running_out(*ahead), "contract_ended_on"))

    @cached_property
    def _handed(self) -> list[Open]:
        """What is left of what villages were handed."""
        days = (before(self.on, MISSED_FOR), before(self.on, -FURTHEST))
        running = GroupHandover.objects.everywhere("of all towns at once").running().filter(due_on__range=days)
        handed = list(running)
        left = left_of(handed, self.on)
        return [Open(each.village_id, each.due_on, left[each.pk]) for each in handed if left[each.pk]]

    @cached_property
    def _answered(self) -> list[Open]:
        """What accounts answer for themselves, told in a division that is theirs."""
        days = (before(self.on, MISSED_FOR), before(self.on, -FURTHEST))
        found = due_between(*days, self.on)
        places: dict[int, list[str]] = defaultdict(list)
        for account, code in User.objects.filter(pk__in={each.account for each in found}).values_list(
            "pk", "divisions"
        ):
            places[account].append(code or "")
        return [Open(_place(each.town, places[each.account]), each.due, each.count, each.account) for each in found]

    def to_verify(self, due: date) -> Counter[str]:
        """How many people a village has to verify by a deadline, done or not."""
        people = Person.objects.labor_to_verify(due).order_by().values_list("village_id")
        return Counter(dict(people.annotate(Count("pk"))))


def _place(town: str, own: list[str]) -> str:
    """The town or, for whoever has but a part of it, that part."""
    parts = sorted(code for code in own if code.startswith(town))
    return parts[0] if parts else town


def may_fall_due(duty: Duty, days: tuple[date, date]) -> bool:
    """Whether it is worth a query: half a year has one deadline, and it is known."""
    return not isinstance(duty.due, date) or days[0] <= duty.due <= days[1]


def counted(rows: Any, due: str) -> Iterator[Open]:
    grouped = rows.order_by().annotate(place=F(rows.model.division_path), on=F(due)).values_list("place", "on")
    return (Open(*each) for each in grouped.annotate(Count("pk")))
