"""待办: what has to be done in a division, soonest first, with the points in it and the one deed that settles it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F
from django.urls import reverse

from core.pages.display import page_of
from core.states import State, Tone, days_left
from scoring.actions import ACTIONS, Action, Step
from scoring.catalogue import duties_of, rubric_for
from scoring.duties import Duty, DutyKey
from scoring.piles import Pile, piles_of


@dataclass(frozen=True)
class Kind:
    """What there is to do of one kind, and the points at stake in all of it."""

    name: str
    title: str
    count: int
    points: Decimal


@dataclass(frozen=True)
class Task:
    """A line of an inbox: a record, and why it is there."""

    inbox: "Inbox"
    pile: Pile
    due: date | None
    record: Any

    @cached_property
    def duty(self) -> Duty:
        return self.inbox.duties[self.pile.duty]

    @cached_property
    def subject(self) -> Any:
        """Who or what the line is about."""
        return getattr(self.record, "subject", self.record)

    @property
    def told(self) -> str:
        """What is known of it: why it will cost points, what is done or lacking; or what the record says of itself."""
        reason, begun = self.duty.reason(self.due), self.step.told if self.step else self.duty.lacking(self.record)
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
    def action(self) -> Action:
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


class Part(NamedTuple):
    """Rows of a pile that stand together: they are due on the same day."""

    pile: Pile
    due: date | None
    keys: Sequence[Any]


class Inbox:
    """What has to be done in `division` as things stand on the day `today`, for `user` to read.

    `places` are the names of divisions by code.
    """

    def __init__(self, division: str, today: date, user: Any, places: Mapping[str, str]) -> None:
        self.today, self.user, self.places = today, user, places
        self.duties = {duty.key: duty for duty in duties_of(rubric_for(today.year), today)}
        found = piles_of(division, today)
        self.piles, self.done = found.piles, found.done
        self._allowed: dict[str, bool] = {}

    @cached_property
    def kinds(self) -> list[Kind]:
        """What there is to do, in the order of the rubric; in December a kind has a pile for each year."""
        piles: dict[str, list[Pile]] = defaultdict(list)
        for pile in self.piles:
            piles[self.duties[pile.duty].name].append(pile)
        titles = {duty.name: duty.title for duty in self.duties.values()}
        return [
            Kind(name, titles[name], sum(each.size for each in found), sum((each.points for each in found), Decimal(0)))
            for name, found in piles.items()
        ]

    @property
    def size(self) -> int:
        """How much there is to do."""
        return sum(pile.size for pile in self.piles)

    def allows(self, action: Action) -> bool:
        """Whether the user may do it; asked for every line, so it is remembered."""
        if action.permission not in self._allowed:
            self._allowed[action.permission] = self.user.has_perm(action.permission)
        return self._allowed[action.permission]

    def tasks(self, kind: str = "") -> "Tasks":
        """The lines of one kind or, where it is blank, of all."""
        return Tasks(self, [pile for pile in self.piles if kind in ("", self.duties[pile.duty].name)])

    def read(self, pile: Pile, keys: Sequence[Any]) -> dict[Any, Any]:
        """Rows of a pile that the user may see, by key, with all that their lines show."""
        duty, model = self.duties[pile.duty], pile.model
        rows: Any = model._default_manager.visible_to(self.user)  # type: ignore[attr-defined]
        rows = duty.with_lacks(rows.filter(pk__in=keys).with_subject())
        rows = rows.annotate(place=F(model.division_path))  # type: ignore[attr-defined]
        return {row.pk: row for row in ACTIONS[duty.name].along(rows, self.today)}


class Tasks:
    """Piles as one sequence, soonest first: what costs points already stands with what is due today.

    A page of it reads no more than its own rows.
    """

    def __init__(self, inbox: Inbox, piles: Sequence[Pile]) -> None:
        self.inbox = inbox
        parts = [Part(pile, run.due, run.keys) for pile in piles for run in pile.runs]
        self.parts = sorted(parts, key=lambda part: part.due or inbox.today)

    def __len__(self) -> int:
        return sum(len(part.keys) for part in self.parts)

    def __getitem__(self, wanted: slice) -> list[Task]:
        parts = list(self._cut(wanted))
        keys: dict[DutyKey, list[Any]] = defaultdict(list)
        for part in parts:
            keys[part.pile.duty] += part.keys
        piles = {part.pile.duty: part.pile for part in parts}
        rows = {duty: self.inbox.read(pile, keys[duty]) for duty, pile in piles.items()}
        return [
            Task(self.inbox, part.pile, part.due, record)
            for part in parts
            for key in part.keys
            if (record := rows[part.pile.duty].get(key))
        ]

    def _cut(self, wanted: slice) -> Iterator[Part]:
        """The parts of a slice."""
        start, stop, _ = wanted.indices(len(self))
        for part in self.parts:
            if keys := part.keys[max(start, 0) : max(stop, 0)]:
                yield part._replace(keys=keys)
            start, stop = start - len(part.keys), stop - len(part.keys)
