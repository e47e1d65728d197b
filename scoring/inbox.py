"""待办: what has to be done in a division, soonest first, with the points in it and the one action that settles it.

Rows are grouped before one of them is read: those of a duty that are due on the same day, by their keys.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter
from types import FunctionType
from typing import Any, NamedTuple

from django.db.models import F, Model
from django.urls import reverse
from django.utils.functional import cached_property

from core.contributions import Slot
from core.history import tables_read
from core.memo import remembered
from core.models import Division
from core.pages.display import page_of
from core.states import State, Tone, days_left
from core.wall import everywhere
from scoring.actions import ACTIONS, SETTLING, DutyAction, Settling, Step, count_settled
from scoring.catalogue import duties_of, rubric_for
from scoring.duties import ANYWHERE, Decline, Duty, DutyKey, Loss
from scoring.score import Score, count
from scoring.tallies import Scope
from scoring.years import Rubric


class BesideTasks(NamedTuple):
    """What an app above shows beside the tasks of a division, told apart from them; nothing found, nothing shown."""

    find: Callable[[Any, str, date], Any]
    template: str


BESIDE = Slot(FunctionType, BesideTasks)


@dataclass(frozen=True)
class TaskGroup:
    """The rows of a duty in a division that are due on the same day, None being now: their keys, before they are read.

    `points` are at stake in all rows of the duty, whenever they are due, `points_each` in one of them.
    """

    duty: DutyKey
    model: type[Model]
    due: date | None
    keys: tuple[Any, ...]
    points: Decimal
    points_each: Decimal


def task_groups(division: str, today: date) -> tuple[tuple[TaskGroup, ...], int]:
    """The groups of a division as things stand on the day `today`, in the order of the rubric; and what is settled.

    The second is how many things were settled this week. What is not touched by a write is remembered.
    """
    rubric = rubric_for(today.year)
    duties = {duty.key: duty for duty in duties_of(rubric, today)}

    def find(names: Collection[Any]) -> dict[Any, Any]:
        groups = gather(rubric, [duties[name] for name in names if name in duties], division)
        return {**groups, **count_settled([name for name in names if name in SETTLING], division, today)}

    parts = {key: duty.tables for key, duty in duties.items()} | {kind: _tables(kind) for kind in SETTLING}
    stored = all(duty.stored for duty in duties.values())  # asked before the versions: a change may lie between them
    found = remembered(parts, (rubric.digest, division, today, stored), find)
    return tuple(group for key in duties for group in found[key]), sum(found[kind] for kind in SETTLING)


@cache
def _tables(kind: Settling) -> frozenset[str]:
    return tables_read(kind[0].objects.within(ANYWHERE))


@everywhere("counted for a place, whoever looks")
def gather(rubric: Rubric, duties: Iterable[Duty], division: str) -> dict[DutyKey, tuple[TaskGroup, ...]]:
    """The groups of each duty, by its key, in a division."""
    keys = {duty: duty.keys(division) for duty in duties}
    town = division[: Division.Level.TOWN]
    codes: dict[date, set[str]] = defaultdict(set)
    for duty in (duty for duty in keys if keys[duty]):
        for day in (duty.on, duty.since) if isinstance(duty, Decline) else (duty.on,):
            codes[day].add(duty.code)
    counted = {on: count(rubric, Scope(town, on), wanted) for on, wanted in codes.items()}
    scores = {on: Score(town, on, rubric, counts=counts) for on, counts in counted.items()}
    return {duty.key: _groups(duty, each, scores) if each else () for duty, each in keys.items()}


def _groups(duty: Duty, keys: Sequence[tuple[Any, date | None]], scores: Mapping[date, Score]) -> tuple[TaskGroup, ...]:
    """What does not decline is no task, whoever comes and goes."""
    if isinstance(duty, Decline):
        points, each = _decline(duty, scores)
        if not points:
            return ()
    else:
        points, each = _stakes(duty, scores[duty.on], len(keys))
    if isinstance(duty, Loss):
        days = duty.days_lost([key for key, _ in keys])
        keys = sorted(((key, days[key]) for key, _ in keys), key=itemgetter(1))
    model: type[Model] = duty.rows.model
    return tuple(
        TaskGroup(duty.key, model, due, tuple(key for key, _ in rows), points, each)
        for due, rows in groupby(keys, key=itemgetter(1))
    )


def _stakes(duty: Duty, score: Score, size: int) -> tuple[Decimal, Decimal]:
    """The points that are at stake in so many rows, and in one."""
    facts = _facts(duty, score)
    # counted already, where nothing is past settling
    settleable = duty.size(score.scope.division) if duty.where else facts[duty.tally]
    before = score.lost_before(score.rubric.sub_item(duty.code), score.scope.division)
    return duty.stake(facts, settleable, size, before), duty.stake(facts, settleable, 1, before)


def _decline(duty: Decline, scores: Mapping[date, Score]) -> tuple[Decimal, Decimal]:
    """The points that the town loses between the two days by all rows together, and by one; 0 where it loses none."""
    before, facts = (_facts(duty, scores[day]) for day in (duty.since, duty.on))
    points = duty.rule.lost(facts) - duty.rule.lost(before)
    if points <= 0:
        return Decimal(0), Decimal(0)
    sizes = duty.sizes(scores[duty.on].scope.division)
    # what differs from row to row is told of all together
    return points, duty.stake(facts, sum(sizes), sizes[0]) if len(set(sizes)) == 1 else Decimal(0)


def _facts(duty: Duty, score: Score) -> dict[str, int]:
    return score.facts(score.rubric.sub_item(duty.code), score.scope.division)


@dataclass(frozen=True)
class TaskKind:
    """What there is to do of one kind, and the points at stake in all of it."""

    name: str
    title: str
    count: int
    points: Decimal


@dataclass(frozen=True)
class Task:
    """A line of an inbox: a record, and why it is there."""

    inbox: "Inbox"
    group: TaskGroup
    record: Any

    @property
    def due(self) -> date | None:
        return self.group.due

    @cached_property
    def duty(self) -> Duty:
        return self.inbox.duties[self.group.duty]

    @cached_property
    def subject(self) -> Any:
        """Who or what the line is about."""
        return getattr(self.record, "subject", self.record)

    @property
    def remark(self) -> str:
        """What is known of it: why it will cost points, what is done or lacking; or what the record says of itself."""
        reason, begun = self.duty.reason(self.due), self.step.remark if self.step else self.duty.lacking(self.record)
        return "；".join(filter(None, (reason, begun))) or getattr(self.record, "summary", "")

    @property
    def place(self) -> str:
        return self.inbox.places.get(self.record.place, "全镇")

    @cached_property
    def state(self) -> State:
        return days_left(self.due, self.inbox.today) if self.due else State("正在扣分", Tone.LOST)

    @cached_property
    def page(self) -> str:
        """The subject's page; a town's is that of the sub-item."""
        return page_of(self.subject, self.inbox.user) or reverse("scoring:sub_item", args=[self.duty.code])

    @property
    def action(self) -> DutyAction:
        return ACTIONS[self.duty.name]

    @cached_property
    def step(self) -> Step | None:
        """The step that is done already; the action is then the next one."""
        return self.action.begun(self.record)

    @property
    def label(self) -> str:
        """What the action is called; who may not do it may look."""
        label = self.step.label if self.step else self.action.label
        return label if self.inbox.allows(self.action) else "查看"

    @property
    def address(self) -> str:
        """Where the action leads."""
        if not self.inbox.allows(self.action):
            return self.page
        return self.step.address if self.step else self.action.address(self.record, self.page)


class Inbox:
    """What has to be done in `division` as things stand on the day `today`, for `user` to read.

    `places` are the names of divisions by code.
    """

    def __init__(self, division: str, today: date, user: Any, places: Mapping[str, str]) -> None:
        self.today, self.user, self.places = today, user, places
        self.duties = {duty.key: duty for duty in duties_of(rubric_for(today.year), today)}
        self.groups, self.done = task_groups(division, today)
        self._allowed: dict[str, bool] = {}

    @cached_property
    def kinds(self) -> list[TaskKind]:
        """What there is to do, in the order of the rubric; in December a kind has a duty for each year."""
        groups: dict[str, list[TaskGroup]] = defaultdict(list)
        for group in self.groups:
            groups[group.duty.name].append(group)
        titles = {duty.name: duty.title for duty in self.duties.values()}
        return [TaskKind(name, titles[name], _size(found), _points(found)) for name, found in groups.items()]

    @property
    def size(self) -> int:
        """How much there is to do."""
        return _size(self.groups)

    def allows(self, action: DutyAction) -> bool:
        """Whether the user may do it; asked for every line, so it is remembered."""
        if action.permission not in self._allowed:
            self._allowed[action.permission] = self.user.has_perm(action.permission)
        return self._allowed[action.permission]

    def tasks(self, kind: str = "") -> "Tasks":
        """The lines of one kind or, where it is blank, of all."""
        return Tasks(self, [group for group in self.groups if kind in ("", group.duty.name)])

    def read(self, key: DutyKey, model: type[Any], keys: Sequence[Any]) -> dict[Any, Any]:
        """Rows of a duty that the user may see, by key, with all that their lines show."""
        rows = model._default_manager.visible_to(self.user)
        rows = self.duties[key].with_lacks(rows.filter(pk__in=keys).with_subject())
        rows = rows.annotate(place=F(model.division_path))
        return {row.pk: row for row in ACTIONS[key.name].along(rows, self.today)}


def _size(groups: Iterable[TaskGroup]) -> int:
    return sum(len(group.keys) for group in groups)


def _points(groups: Iterable[TaskGroup]) -> Decimal:
    """The points at stake in all of them; the groups of a duty share theirs."""
    return sum({group.duty: group.points for group in groups}.values(), Decimal(0))


class Tasks:
    """The tasks of groups as one sequence, soonest first: what costs points already stands with what is due today.

    A page of it reads no more than its own rows.
    """

    def __init__(self, inbox: Inbox, groups: Iterable[TaskGroup]) -> None:
        self.inbox = inbox
        self.groups = sorted(groups, key=lambda group: group.due or inbox.today)

    def __len__(self) -> int:
        return _size(self.groups)

    def __getitem__(self, wanted: slice) -> list[Task]:
        groups = list(self._cut(wanted))
        keys: dict[tuple[DutyKey, type[Model]], list[Any]] = defaultdict(list)
        for group in groups:
            keys[group.duty, group.model] += group.keys
        rows = {duty: self.inbox.read(duty, model, each) for (duty, model), each in keys.items()}
        return [
            Task(self.inbox, group, record)
            for group in groups
            for key in group.keys
            if (record := rows[group.duty].get(key))
        ]

    def _cut(self, wanted: slice) -> Iterator[TaskGroup]:
        """The groups of a slice, the first and the last of them cut."""
        start, stop, _ = wanted.indices(len(self))
        for group in self.groups:
            if keys := group.keys[max(start, 0) : max(stop, 0)]:
                yield replace(group, keys=keys)
            start, stop = start - len(group.keys), stop - len(group.keys)
