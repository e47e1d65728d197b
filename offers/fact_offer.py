"""顺带登记: a fact that another register concerns is offered there, filled in; nothing is written unasked.

What is written is what the register's own form writes: the offer fills it in, and whatever the form refuses or asks
about is asked on its page.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db.models import OuterRef
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode

from core.forms import RecordForm, record_form
from core.history import tables_read
from core.pages.display import format_value
from core.records import Record
from core.records.conflicts import latest_version
from core.registers import Register
from core.registers.declaration import Action
from core.registers.writing import action_form
from core.scoping import inside
from labor.models import Person
from offers.models import DeclinedOffer

#: The day of which an offer is asked what it reads.
ANY_DAY = date(2023, 12, 31)
#: The division of which it is asked.
ANY_PLACE = "43"


class FactOffer:
    """One kind: `due` finds the facts that have not been taken up, `values` says what is entered because of one.

    `pages` are the records on whose pages it shows, each by the look-up that leads to it from a fact that is due.
    """

    code: ClassVar[str]
    #: What there is to do, as a line of 待办.
    title: ClassVar[str]
    #: Which fact it is that offers, and the register in which it is entered.
    source: ClassVar[type[Record]]
    register: ClassVar[type[Register]]
    pages: ClassVar[Mapping[type[Record], str]]
    #: What sentences and values need along.
    related: ClassVar[tuple[str, ...]] = ()

    def due(self, on: date) -> Any:
        """The facts of all divisions that have not been taken up on the day `on`, declined or not."""
        raise NotImplementedError

    def values(self, row: Any) -> Mapping[str, Any]:
        """What is filled in, by the fields of the register's form."""
        raise NotImplementedError

    def sentence(self, row: Any) -> str:
        """The fact, in words beside the name of whose it is."""
        raise NotImplementedError

    def subject(self, row: Any) -> Any:
        """Whose page tells of it."""
        return row.subject

    def address(self, row: Any) -> str:
        """Where it is entered."""
        raise NotImplementedError

    def form_for(self, row: Any, *, data: Any = None, **options: Any) -> RecordForm:
        """The register's own form for it; `options` are those of a RecordForm."""
        raise NotImplementedError

    # --- what follows from these ---

    @property
    def label(self) -> str:
        """What taking it up is called."""
        return self.register.adding()

    @property
    def list_name(self) -> str:
        """What the list of its facts is called where ticks are kept."""
        return f"offers:{self.code}"

    @property
    def model(self) -> Any:
        return self.due(ANY_DAY).model

    def open(self, on: date) -> Any:
        """The facts that have neither been taken up nor declined."""
        return self.due(on).filter(~self._declined())

    def declined(self, on: date) -> Any:
        return self.due(on).filter(self._declined())

    def _declined(self) -> Any:
        said = DeclinedOffer.objects.filter(offer=self.code)
        return said.exists_for("key")

    def read(self, rows: Any) -> list[Any]:
        """The rows with what their sentences and values need along, so that these ask nothing more."""
        return list(rows.select_related(*self.related))

    def bounded(self, rows: Any, user: Any) -> Any:
        """Those of `rows` that the user may see."""
        return rows.visible_to(user)

    def inside(self, rows: Any, place: str) -> Any:
        """Those of `rows` that belong to a division."""
        return rows.within(place)

    def of(self, rows: Any, record: Record) -> Any:
        """Those of `rows` that show on the page of `record`."""
        return rows.filter(**{self.pages[type(record)]: record.pk})

    def of_outer(self, rows: Any, model: type[Record]) -> Any:
        """The same inside a query of `model`, for its row."""
        return rows.filter(**{self.pages[model]: OuterRef("pk")})

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tables of records that are asked to find them."""
        return tables_read(self.inside(self.due(ANY_DAY), ANY_PLACE))

    def written(self, row: Any, user: Any) -> str:
        """What will be entered, in words: 服务类型 技能培训，服务日期 2023-04-21."""
        return "，".join(self._in_words(name, value, user) for name, value in self.values(row).items())

    def _in_words(self, name: str, value: Any, user: Any) -> str:
        field: Any = self.register.model._meta.get_field(name)
        return f"{field.verbose_name} {format_value(dict(field.flatchoices).get(value, value), user)}"

    def filled_in(self, row: Any, user: Any, on: date) -> RecordForm:
        """The form as if somebody had typed in what the offer says and left the rest as it was proposed."""
        asked = self.form_for(row, user=user, on=on, initial=self._initial(row))
        return self.form_for(row, user=user, on=on, data={each.html_name: each.value() for each in asked})

    def filled_in_address(self, row: Any, back: str) -> str:
        """The page of the form with what the offer says, from which one comes `back`."""
        return f"{self.address(row)}?{urlencode({**self._initial(row), 'next': back})}"

    def _initial(self, row: Any) -> dict[str, Any]:
        return {name: getattr(value, "pk", value) for name, value in self.values(row).items()}


class AddOffer(FactOffer):
    """A new record, of the person or household to whom the fact belongs: offered to who may see both."""

    def bounded(self, rows: Any, user: Any) -> Any:
        return super().bounded(rows, user).filter(person__in=Person.objects.visible_to(user))

    def inside(self, rows: Any, place: str) -> Any:
        return super().inside(rows, place).filter(inside("person__village_id", place))

    def parent(self, row: Any) -> Any:
        return row.person

    def subject(self, row: Any) -> Any:
        return self.parent(row)

    def address(self, row: Any) -> str:
        key = getattr(self.parent(row), self.register.parent_key[1])
        return reverse(self.register.route("add"), args=[key])

    def form_for(self, row: Any, *, data: Any = None, **options: Any) -> RecordForm:
        form = record_form(self.register.model, self.register.fields, self.register.form)
        return form(data, given={self.register.parent: self.parent(row)}, **options)


class ActOffer(FactOffer):
    """An action of a record that is there: a job ends. The rows are those records."""

    action: ClassVar[str]

    @property
    def its_action(self) -> Action:
        return next(action for action in self.register.actions if action.name == self.action)

    @property
    def label(self) -> str:
        return self.its_action.label

    def address(self, row: Any) -> str:
        return self.register.address(row, "action", action=self.action)

    def form_for(self, row: Any, *, data: Any = None, **options: Any) -> RecordForm:
        return action_form(self.register.model, self.its_action)(_seen(row, data), instance=row, **options)


class ChangeOffer(FactOffer):
    """A field of a record that is there and lacks it, or says something else. The rows are those records."""

    label = "补填"

    def address(self, row: Any) -> str:
        return self.register.address(row, "change")

    def form_for(self, row: Any, *, data: Any = None, **options: Any) -> RecordForm:
        form = record_form(self.register.model, self.register.fields, self.register.form)
        return form(_seen(row, data), instance=row, **options)


def _seen(row: Any, data: Any) -> Any:
    """What is filled in rests on the record as it is now."""
    return data and {**data, "seen": latest_version(row)}
