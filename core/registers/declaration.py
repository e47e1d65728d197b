"""A register, said once: from it follow the list, the pages, the forms, the export and all of their addresses.

class WorkshopRegister(Register):
    model = Workshop
    columns = ("name", "village", "kind", "certified_on", "state")
    fields = ("code", "name", "village", "kind", "certified_on")
    actions = (Action("stop", "停产", ("stopped_on",), offered=lambda workshop, on: not workshop.stopped_on),)

urlpatterns = register_urls(WorkshopRegister, "workshops/")  # workshop_list, workshop_add, workshop, …
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse

from core.contributions import contribute
from core.filters import Choice, RegisterFilter
from core.forms import RecordForm, TownForm
from core.pages.display import field_at
from core.pages.panels import PANELS, Panel
from core.permissions import KEEP
from core.records import Record
from core.records.dated import DatedRecord, had
from core.registers.changing import StatusChangeForm
from core.tables import Column, RegisterTable, record_table
from core.wording import Wording


@dataclass(frozen=True)
class Action:
    """What a user does to a record by filling in a few of its fields, such as ending it with a date and a reason.

    `clears` names the fields that it empties: production that goes on has no day any more on which it stopped.
    """

    name: str
    label: str
    fields: tuple[str, ...]
    offered: Callable[[Any, date], bool] = lambda record, on: True
    demanded: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    asks_reason: bool = False
    form: type[RecordForm] = RecordForm
    #: What is filled in is one record's own: it is not done to many at once.
    alone: bool = False
    #: The field that is each record's own where it is done to many, such as a certificate's number.
    own: str = ""

    @property
    def is_change(self) -> bool:
        """Something that is so from a day on: 变更."""
        return issubclass(self.form, StatusChangeForm)

    @property
    def for_many(self) -> bool:
        """What has to be filled in says nothing of one record alone, so it can be done to many at once."""
        return not self.is_change and not self.alone

    def empty(self, record: Record) -> None:
        """Take out of the record, which a form is filled in for, what the action empties."""
        for name in self.clears:
            setattr(record, name, record._meta.get_field(name).get_default())  # type: ignore[union-attr]

    @property
    def must(self) -> tuple[str, ...]:
        """What has to be filled in: the first field unless told."""
        return self.demanded or self.fields[:1]


def date_action(
    name: str, label: str, field: str, *, fields: tuple[str, ...] = (), **more: Any
) -> tuple[Action, Action]:
    """An action that fills in a day, and the one that undoes it; `fields` are asked along."""

    def done(record: Any, on: date) -> bool:
        return getattr(record, field) is not None

    return (
        Action(name, label, (field, *fields), lambda record, on: not done(record, on), **more),
        Action(f"un{name}", f"撤销{label}", (), done, clears=(field,), asks_reason=True),
    )


@dataclass(frozen=True)
class Intake:
    """Many are chosen out of a list, and each gets a record of the register: the workers of a workshop, a class.

    `into` is the field with what all of them have in common, from whose page one comes; else one comes from the list.
    """

    name: str
    label: str
    #: What is asked once.
    fields: tuple[str, ...]
    into: str = ""
    #: What the records are given unasked, and what the form begins with, by what they have in common.
    given: Callable[[Any], Mapping[str, Any]] = lambda into: {}
    proposed: Callable[[Any], Mapping[str, Any]] = lambda into: {}
    #: Out of whom is chosen.
    among: Callable[[Any, Any], Any] = lambda rows, into: rows


#: Every register there is.
declared: list[type["Register"]] = []


class Register:
    """What is particular about the records of one kind. `parent` is the field that leads to what they belong to."""

    model: ClassVar[type[Record]]
    #: What names a record in an address: a path converter and a field.
    key: ClassVar[tuple[str, str]] = ("int", "pk")
    parent: ClassVar[str] = ""
    parent_key: ClassVar[tuple[str, str]] = ("int", "pk")
    #: Whether the parent's page has a button of its own that adds one; else a panel there lists them and adds one.
    has_button: ClassVar[bool] = False
    #: Look-ups, or methods of a day, that stand in the list; the first leads to the page.
    columns: ClassVar[tuple[str, ...]] = ()
    table: ClassVar[type[RegisterTable]] = RegisterTable
    #: What may be chosen for the list beside its columns, facts and fields: look-ups, or columns of its own.
    besides: ClassVar[tuple[str | Column, ...]] = ()
    #: Choice fields by name, or filters of its own.
    filters: ClassVar[tuple[str | Choice, ...]] = ()
    #: Filters that unfold, beside those that follow from its columns.
    more_filters: ClassVar[tuple[Choice, ...]] = ()
    #: Filters by words that do not stand in a column of its own.
    words: ClassVar[tuple[Wording, ...]] = ()
    #: A filter of its own, where looking something up means more than words in fields; a `DeclaredFilter`.
    filter_class: ClassVar[type[RegisterFilter] | None] = None
    #: Fields that the search box looks into.
    search: ClassVar[tuple[str, ...]] = ()
    related: ClassVar[tuple[str, ...]] = ()
    #: What is true now, as `core.pages.display.facts_of` takes it.
    facts: ClassVar[tuple[str | tuple[str, str], ...]] = ()
    fields: ClassVar[tuple[str, ...]] = ()
    form: ClassVar[type[RecordForm]] = RecordForm
    actions: ClassVar[tuple[Action, ...]] = ()
    #: How many of its parents are given a record at once.
    intakes: ClassVar[tuple[Intake, ...]] = ()
    #: Sub-items that count these records.
    counted_in: ClassVar[tuple[str, ...]] = ()
    #: Whose task it is to keep the register; who may only read has the pages without the buttons.
    permission: ClassVar[str] = KEEP
    #: Whether files that prove what a record says may be attached to it.
    takes_documents: ClassVar[bool] = False
    nothing_yet: ClassVar[str] = ""
    #: What adding a record is called; 登记 and the title unless told.
    add_label: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        if hasattr(cls, "model"):
            declared.append(cls)
            if cls.parent and not cls.has_button:
                of: Any = cls.model._meta.get_field(cls.parent).related_model
                contribute(PANELS, of, spare=True)(cls.panel())

    @classmethod
    def route(cls, page: str = "") -> str:
        """The name of one of its addresses: workshops:workshop_add."""
        return cls.model.route(page)

    @classmethod
    def is_dated(cls) -> bool:
        """Whether its records have columns with a day, for which a change is one thing and a correction another."""
        return issubclass(cls.model, DatedRecord)

    @classmethod
    def title(cls) -> str:
        return str(cls.model._meta.verbose_name)

    @classmethod
    def adding(cls) -> str:
        """What adding a record is called."""
        return cls.add_label or f"登记{cls.title()}"

    @classmethod
    def rows(cls) -> Any:
        """Every record; whoever shows them narrows them down to the user's divisions."""
        return cls.model._default_manager.all()

    @classmethod
    def action(cls, name: str) -> Action | None:
        return next((action for action in cls.actions if action.name == name), None)

    @classmethod
    def actions_for_many(cls) -> list[Action]:
        return [action for action in cls.actions if action.for_many]

    @classmethod
    def action_for_many(cls, name: str) -> Action | None:
        return next((action for action in cls.actions_for_many() if action.name == name), None)

    @classmethod
    def intakes_of_list(cls) -> list[tuple[str, str]]:
        """What leads from its list to where many are chosen: a label and an address each."""
        return [(each.label, reverse(cls.route(each.name))) for each in cls.intakes if not each.into]

    @classmethod
    def of_parent(cls) -> type["Register"]:
        """The register of what its records belong to."""
        model = cls.model._meta.get_field(cls.parent).related_model
        return next(each for each in declared if each.model is model)

    @classmethod
    def offered(cls, record: Record, on: date) -> list[Action]:
        """What can be done to `record` on the day `on`."""
        return [action for action in cls.actions if action.offered(record, on)]

    @classmethod
    def list_table(cls, user: Any) -> type[RegisterTable]:
        """Its list for `user`; where all rows are of one village, none is named."""
        one = user.has_one_village
        columns = tuple(path for path in cls.columns if not (one and path.rpartition("__")[2] == "village"))
        return record_table(cls.model, columns, cls.related, cls.table)  # type: ignore[arg-type]

    @classmethod
    def panel(cls) -> Panel:
        """Its list on the page of what the records belong to, which every row has in common and no column names."""
        return Panel(
            name=cls.model._meta.model_name or "",
            title=cls.title(),
            rows=lambda record, on: cls.rows().filter(**{cls.parent: record}),
            columns=tuple(path for path in cls.columns if path.partition("__")[0] != cls.parent),
            related=cls.related,
            table=cls.table,
            add=cls.route("add"),
            key=cls.parent_key[1],
            permission=cls.permission,
        )

    @classmethod
    def choices(cls) -> list[Choice]:
        return [each if isinstance(each, Choice) else choice_of(cls.model, each) for each in cls.filters]

    @classmethod
    def address(cls, record: Record, page: str = "", **more: Any) -> str:
        """Where a page of `record` is: its own, or the one that changes or voids it."""
        _, name = cls.key
        return reverse(cls.route(page), kwargs={name: getattr(record, name), **more})


class OfTown(Register):
    """Records of a whole town."""

    related = ("town",)
    form = TownForm


def choice_of(model: type[Record], name: str, *, main: bool = True) -> Choice:
    """A filter by a choice field or a yes or no."""
    field = field_at(model, name)
    options = tuple(field.flatchoices) or (("True", "是"), ("False", "否"))

    def narrow(rows: Any, value: str, on: date) -> Any:
        has_a_day = issubclass(model, DatedRecord) and name in model.dated
        return had(rows, on, **{name: value}) if has_a_day else rows.filter(**{name: value})

    return Choice(name, str(field.verbose_name), options, narrow, main=main)


def address_to_fix(record: Any, user: Any) -> str:
    """Where this user puts the record right; blank where that is not theirs. Of what has days it is the page."""
    register = next((each for each in declared if each.model is type(record)), None)
    if register is None or not user.has_perm(register.permission):
        return ""
    return register.address(record, "" if register.is_dated() else "change")
