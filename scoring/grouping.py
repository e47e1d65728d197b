"""待办 narrowed down and put together as its address says: by village or week, the office's own told apart.

What somebody has chosen last of the two holds where an address says nothing of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.http import urlencode

from core.models import Division, SavedFilter
from core.periods import month_and_day
from core.permissions import KEEP
from scoring.actions import ACTIONS
from scoring.inbox import Inbox, Task, TaskKind, Tasks
from scoring.task_groups import TaskGroup

#: How tasks stand together, and whose they are, by what an address calls it; the first unless chosen.
BY = {"due": "按期限", "village": "按村", "week": "按周"}
WHOSE = {"all": "全部", "mine": "镇里办的", "villages": "各村办的"}
REMEMBERED = {"by": BY, "whose": WHOSE}
#: The week of what is past its day or costs points already.
NOW = "now"
PAGE, NAME = "scoring:inbox", "上次的排法"
WEEK = timedelta(days=6)


class TaskSection(NamedTuple):
    """Tasks under one heading, whatever page it is on; `kind` and `place` where all are of one kind in one place."""

    key: tuple[Any, ...]
    title: str
    number: int = 0
    #: By what it was handed over to the village.
    handed: Any = None
    place: str = ""
    kind: str = ""

    @property
    def of_village(self) -> bool:
        """Whether it can be handed over to a village."""
        return bool(self.kind) and len(self.place) == Division.Level.VILLAGE


EVERYTHING = TaskSection((), "")


class Way(NamedTuple):
    """What may be chosen: a value and its words, how much there is to do then, whether it is chosen, its address."""

    value: str
    label: str
    number: int
    chosen: bool
    address: str


@dataclass(frozen=True)
class InboxChoice:
    """What the address chooses of an inbox; `handed` is what villages were handed, by kind and place."""

    inbox: Inbox
    asked: Mapping[str, str]
    handed: Mapping[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.asked.get("kind", "")

    @property
    def week(self) -> str:
        return self.asked.get("week", "")

    @property
    def by(self) -> str:
        return _known(BY, self.asked.get("by"))

    @property
    def whose(self) -> str:
        return _known(WHOSE, self.asked.get("whose"))

    @property
    def narrowed(self) -> bool:
        return bool(self.kind or self.week) or self.whose != "all"

    @cached_property
    def tasks(self) -> Tasks:
        return Tasks(self.inbox, self.groups(), lambda group: self.section_of(group).key)

    def groups(self, *, without: str = "") -> list[TaskGroup]:
        """What is chosen, or would be if one thing were not asked for."""
        return [
            group
            for group in self.inbox.groups
            if (without == "kind" or self.kind in ("", group.duty.name))
            and (without == "week" or self.week in ("", self.week_of(group)))
            and (without == "whose" or self.whose in ("all", self.whose_is(group)))
        ]

    def whose_is(self, group: TaskGroup) -> str:
        """The office's own is what its staff do, unless it was handed over."""
        own = ACTIONS[group.duty.name].permission == KEEP and (group.duty.name, group.place) not in self.handed
        return "mine" if own else "villages"

    def week_of(self, group: TaskGroup) -> str:
        """The Monday of the week in which it is due."""
        if group.due is None or group.due < self.inbox.today:
            return NOW
        return str(group.due - timedelta(days=group.due.weekday()))

    @cached_property
    def kinds(self) -> list[tuple[TaskKind, str]]:
        """What there is to do, each with the address that shows it alone."""
        return [(kind, self.address(kind=kind.name)) for kind in self.inbox.kinds_of(self.groups(without="kind"))]

    @property
    def all_kinds(self) -> Way:
        return self._way("kind", "", "全部", {"": sum(kind.count for kind, _ in self.kinds)})

    @cached_property
    def weeks(self) -> list[Way]:
        """The weeks in which something is due, the nearest first."""
        counts = _counted(self.groups(without="week"), self.week_of)
        order = sorted(counts, key=lambda week: (week != NOW, week))
        return [self._way("week", week, self.week_label(week), counts) for week in order]

    @cached_property
    def owners(self) -> list[Way]:
        counts = _counted(self.groups(without="whose"), self.whose_is)
        counts["all"] = sum(counts.values())
        return [self._way("whose", value, label, counts) for value, label in WHOSE.items()]

    @property
    def ways(self) -> list[Way]:
        return [self._way("by", value, label, {}) for value, label in BY.items()]

    def _way(self, name: str, value: str, label: str, counts: Mapping[str, int]) -> Way:
        return Way(value, label, counts.get(value, 0), value == getattr(self, name), self.address(**{name: value}))

    def week_label(self, week: str) -> str:
        if week == NOW:
            return "已到期或正在扣分"
        monday = date.fromisoformat(week)
        this_week = monday <= self.inbox.today
        return f"{'本周：' if this_week else ''}{month_and_day(monday)}至{month_and_day(monday + WEEK)}"

    def section_of(self, group: TaskGroup) -> TaskSection:
        """Where a group stands."""
        if self.by == "due":
            return EVERYTHING
        if self.by == "week":
            week = self.week_of(group)
            return TaskSection((week != NOW, week), self.week_label(week))
        title = f"{self.inbox.place_name(group.place)}：{self.inbox.duties[group.duty].title}"
        return TaskSection((group.place, self._order[group.duty.name]), title, place=group.place, kind=group.duty.name)

    @cached_property
    def _order(self) -> dict[str, int]:
        return {kind.name: order for order, kind in enumerate(self.inbox.kinds)}

    @cached_property
    def _sizes(self) -> dict[tuple[Any, ...], int]:
        return _counted(self.groups(), lambda group: self.section_of(group).key)

    def parts(self, lines: Iterable[Task]) -> Iterator[tuple[TaskSection, list[tuple[int, Task]]]]:
        """The lines of a page under their headings, each with its place on the page."""
        for section, some in groupby(enumerate(lines), key=lambda line: self.section_of(line[1].group)):
            handed = self.handed.get((section.kind, section.place))
            yield section._replace(number=self._sizes[section.key], handed=handed), list(some)

    def address(self, **changed: str) -> str:
        """The address of what is chosen, with something chosen otherwise; nothing of the page that is open."""
        chosen = {name: self.asked.get(name, "") for name in ("division", "kind", "week")}
        chosen |= {"by": self.by, "whose": self.whose, **changed}
        return f"?{urlencode({name: value for name, value in chosen.items() if value})}"

    @property
    def here(self) -> str:
        return self.address()


def chosen_before(user: Any) -> dict[str, str]:
    """What the user has chosen last of how 待办 stands together."""
    last = SavedFilter.objects.filter(user=user, page=PAGE, name=NAME).first()
    return QueryDict(last.query).dict() if last else {}


def remember(user: Any, chosen: Mapping[str, str]) -> dict[str, str]:
    """Keep what is chosen now beside what was chosen before, and return both."""
    known = {name: _known(ways, chosen[name]) for name, ways in REMEMBERED.items() if name in chosen}
    both = {**chosen_before(user), **known}
    SavedFilter.objects.update_or_create(user=user, page=PAGE, name=NAME, defaults={"query": urlencode(both)})
    return both


def _known(ways: Mapping[str, str], asked: str | None) -> str:
    return asked if asked and asked in ways else next(iter(ways))


def _counted(groups: Iterable[TaskGroup], key: Callable[[TaskGroup], Any]) -> dict[Any, int]:
    counts: dict[Any, int] = {}
    for group in groups:
        counts[key(group)] = counts.get(key(group), 0) + len(group.keys)
    return counts
