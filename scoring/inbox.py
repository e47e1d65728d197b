"""待办: what has to be done in a division, soonest first, with the points in it and the one action that settles it.

Rows are grouped before one of them is read: those of a duty that are due on the same day, by their keys.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Model
from django.urls import reverse
from django.utils.functional import cached_property

from core.pages.display import page_of
from core.states import State, Tone, days_left
from scoring.actions import ACTIONS, DutyAction, Step
from scoring.catalogue import duties_of, rubric_for
from scoring.duties import Duty, DutyKey
from scoring.task_groups import TaskGroup, task_groups


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
        return self.inbox.place_name(self.record.place)

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
        """What there is to do, in the order of the rubric."""
        return self.kinds_of(self.groups)

    def kinds_of(self, some: Iterable[TaskGroup]) -> list[TaskKind]:
        """What there is to do in some of the groups; in December a kind has a duty for each year."""
        groups: dict[str, list[TaskGroup]] = defaultdict(list)
        for group in some:
            groups[group.duty.name].append(group)
        titles = {duty.name: duty.title for duty in self.duties.values()}
        return [TaskKind(name, titles[name], size_of(found), _points(found)) for name, found in groups.items()]

    @property
    def size(self) -> int:
        """How much there is to do."""
        return size_of(self.groups)

    def allows(self, action: DutyAction) -> bool:
        """Whether the user may do it; asked for every line, so it is remembered."""
        if action.permission not in self._allowed:
            self._allowed[action.permission] = self.user.has_perm(action.permission)
        return self._allowed[action.permission]

    def tasks(self, kind: str = "") -> "Tasks":
        """The lines of one kind or, where it is blank, of all."""
        return Tasks(self, [group for group in self.groups if kind in ("", group.duty.name)])

    def place_name(self, place: str) -> str:
        """What the place is called where a task is done."""
        return self.places.get(place, "全镇")

    def read(self, key: DutyKey, model: type[Any], keys: Sequence[Any]) -> dict[Any, Any]:
        """Rows of a duty that the user may see, by key, with all that their lines show."""
        rows = model._default_manager.visible_to(self.user)
        rows = self.duties[key].with_lacks(rows.filter(pk__in=keys).with_subject())
        rows = rows.annotate(place=F(model.division_path))
        return {row.pk: row for row in ACTIONS[key.name].along(rows, self.today)}


def size_of(groups: Iterable[TaskGroup]) -> int:
    return sum(len(group.keys) for group in groups)


def _points(groups: Iterable[TaskGroup]) -> Decimal:
    """The points at stake in all of them; the groups of a duty share theirs."""
    return sum({group.duty: group.points for group in groups}.values(), Decimal(0))


class Tasks:
    """The tasks of groups as one sequence, soonest first: what costs points already stands with what is due today.

    What is of one `section` stands together. A page of it reads no more than its own rows.
    """

    def __init__(
        self, inbox: Inbox, groups: Iterable[TaskGroup], section: Callable[[TaskGroup], Any] = lambda group: ()
    ) -> None:
        self.inbox = inbox
        self.groups = sorted(groups, key=lambda group: (section(group), group.due or inbox.today))

    def __len__(self) -> int:
        return size_of(self.groups)

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
