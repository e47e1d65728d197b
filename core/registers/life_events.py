"""Events about many records at once: 户主变更, 分户, 毕业季. Each is a form and the steps that follow from it.

    @contribute(LIFE_EVENTS, Household)
    class MoveHousehold(LifeEventForm):
        label = "整户迁移"
        village = forms.ModelChoiceField(…)

        def steps(self): yield EventStep(self.record, {"village": …}); …

From the steps follow the preview, which names everybody who is touched, and the event, which is one transaction.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import cached_property

from core.audit import division_of
from core.contributions import Slot
from core.forms import TokenForm
from core.models import LifeEvent
from core.records import Record, events, noting
from core.records.dated import DatedRecord
from core.records.voiding import settle_all


class EventStep(NamedTuple):
    """New values of a record, by the name of the field; a record that is new has its values already."""

    record: Any
    values: Mapping[str, Any]


class Touched(NamedTuple):
    """A line of the preview: whom an event touches, and what becomes of them."""

    record: Any
    told: str


class LifeEventForm(TokenForm):
    """What is asked about an event. `record` is what it is about, as the database has it; None for a whole place."""

    label: ClassVar[str]
    #: What becomes of those who are touched, and of past days; stands above the form.
    says: ClassVar[str] = ""
    #: Whether past days keep what they were; one that only puts together what was one has them counted anew.
    keeps_past: ClassVar[bool] = True
    #: Whether single ones may be left out of the preview.
    picks: ClassVar[bool] = False

    happened_on = forms.DateField(label="变更日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(label="原因", max_length=200)
    basis = forms.CharField(label="依据", max_length=200, required=False, help_text="文件、证明等")

    def __init__(self, *args: Any, user: Any, on: date, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.on, self.record = user, on, record
        self.initial.setdefault("happened_on", on)
        self.filled_in_by(user)
        own = [name for name in self.fields if name not in ("happened_on", "reason", "basis")]
        self.order_fields(["happened_on", *own, "reason", "basis"])

    def clean_happened_on(self) -> date:
        happened_on: date = self.cleaned_data["happened_on"]
        if happened_on > self.on:
            raise ValidationError(noting.AHEAD)
        return happened_on

    def rows(self, model: type[Record]) -> Any:
        """Rows within the user's divisions, which nobody else writes while the form is looked at."""
        return model._default_manager.visible_to(self.user).select_for_update(of=("self",))

    def steps(self) -> Iterator[EventStep]:
        """What is written, for a valid form. ValidationError says why it cannot be."""
        raise NotImplementedError

    @property
    def left_out(self) -> list[str]:
        """The keys of those who were left out of the preview."""
        data: Any = self.data
        return list(data.getlist("leave_out")) if self.picks else []

    @cached_property
    def plan(self) -> list[EventStep]:
        """The steps without those that were left out."""
        return [step for step in self.steps() if str(step.record.pk) not in self.left_out]

    @property
    def title(self) -> str:
        """What the event's line says of it."""
        return f"{self.record or ''}共{len(self.touched)}条记录"

    @cached_property
    def touched(self) -> list[Touched]:
        return [Touched(step.record, _told(step)) for step in self.plan]

    @property
    def digest(self) -> str:
        """Tells one preview from another."""
        told = "\n".join(f"{each.record._meta.label}{each.record.pk}{each.told}" for each in self.touched)
        return hashlib.sha256(f"{self.cleaned_data['happened_on']}\n{told}".encode()).hexdigest()[:16]

    @property
    def places(self) -> set[str]:
        moved = (getattr(step.values.get("village"), "pk", "") for step in self.plan)
        return {code for code in (*(division_of(step.record) for step in self.plan), *moved) if code}

    def carry_out(self) -> LifeEvent:
        """Write all steps as one event, for a valid form inside a transaction."""
        asked = self.cleaned_data
        if not self.plan:
            raise ValidationError("没有要改动的记录，请核对填写的内容")
        event = events.begin(
            label=self.label,
            title=self.title,
            on=asked["happened_on"],
            places=self.places,
            reason=asked["reason"],
            basis=asked["basis"],
        )
        for alike in _alike(self.plan):
            _take(event, alike, self.on)
        self.follow(event)
        return event

    def follow(self, event: LifeEvent) -> None:
        """What the event brings about that is no record; `UNDONE` takes it back."""


def _alike(plan: list[EventStep]) -> list[list[EventStep]]:
    """The steps that are written in one go, in their order."""
    return [list(steps) for _, steps in groupby(plan, _kind)]


def _kind(step: EventStep) -> tuple[Any, ...]:
    """The same columns of stored records of a model are written together."""
    return type(step.record), tuple(step.values), step.record._state.adding


def _take(event: LifeEvent, steps: list[EventStep], today: date) -> None:
    """Write steps that are alike, after a look at whether each can be."""
    pairs = [(copy(record), record) for record, _ in steps]
    for record, values in steps:
        for name, value in values.items():
            setattr(record, name, value)
    new = [record for _, record in pairs if record._state.adding]
    for record in new:
        _refuse_faulty(record)
    try:
        if not new and isinstance(steps[0].record, DatedRecord):
            _note_before(event, pairs, today)
    except noting.Untimely as fault:
        raise ValidationError(f"{fault.record}：{fault.message}") from None
    events.write(event, *(record for _, record in pairs), names=steps[0].values)
    settle_all(type(steps[0].record), [record.pk for _, record in pairs])


def _refuse_faulty(record: Record) -> None:
    try:
        record.full_clean()
    except ValidationError as fault:
        raise ValidationError([f"{record}：{words}" for words in fault.messages]) from None


def _note_before(event: LifeEvent, pairs: list[Any], today: date) -> None:
    """Note what was so before; of who came on the register only later nothing was."""
    due = noting.Noting(pairs, event.happened_on)
    due.forget_who_came_later()
    due.refuse_untimely(today)
    events.note_before(event, due)


def _told(step: EventStep) -> str:
    """村社区由白水头村变为木瓜村; of a record that is new: 新登记."""
    if step.record._state.adding:
        return "新登记"
    fields: Iterable[Any] = [step.record._meta.get_field(name) for name in step.values]
    worded = ((field, noting.worded(field, getattr(step.record, field.name))) for field in fields)
    told = [(field, was, noting.worded(field, step.values[field.name])) for field, was in worded]
    return "；".join(f"{field.verbose_name}由{was}变为{now}" for field, was, now in told if was != now)


@dataclass(frozen=True)
class LifeEventOn:
    """A kind of event; `page` is the model on whose page it begins, None where it is about a whole place."""

    form: Any
    page: type[Record] | None = None

    @property
    def name(self) -> str:
        return self.form.__name__.lower()


LIFE_EVENTS = Slot(type, LifeEventOn)


def kinds_on(record: Record | None) -> list[tuple[str, str]]:
    """What can happen to a record and others with it, or to a whole place: label and address."""
    here = [kind for kind in LIFE_EVENTS if kind.page is (type(record) if record else None)]
    key = {"key": str(record.pk)} if record else {}
    route = "event_of" if record else "event_start"
    return [(kind.form.label, reverse(route, kwargs={"kind": kind.name, **key})) for kind in here]
