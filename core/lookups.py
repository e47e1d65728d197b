"""Records that a form names are found by typing: a name, pinyin or a code.

An app says how its own are found, and what tells one of them from others of its name:

    @contribute(LOOKUPS, Household, note=household_note)
    def find_households(rows, text, user): ...

The form's own page looks among what its field offers, so nobody finds what the form would not take, and what is typed
goes by POST, as all that is sent (docs/adr/0079). While one types, htmx asks that page for the rows that fit; without
JavaScript it answers with them when the form is sent and the text fits several.
"""

from collections.abc import Callable
from types import FunctionType
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from core.contributions import Slot, contribute
from core.models import Village
from core.pages.finding import MOST, called
from core.personal_data.names import display_name
from core.records.conflicts import TYPED

#: Names the field whose rows are asked for while one types.
FIND = "find"
#: After the field's name: the text that stood there when its rows were offered.
SHOWN = "-shown"
#: So much of a text is looked for.
LONGEST = 100


class LookupOf(NamedTuple):
    """How the records of a model are found among `rows`, and what is said beside their names."""

    find: Callable[[Any, str, Any], Any]
    model: Any
    note: Callable[[Any], str]
    #: Numbers of people may be typed: they are not shown again, nor is the text kept in a draft.
    private: bool = False


LOOKUPS = Slot(FunctionType, LookupOf)


class Said(NamedTuple):
    """What was sent of a field: the row that was chosen, the text that was typed, whether rows are only asked for.

    The key is None where no row was chosen; it is blank where somebody chose that it be none.
    """

    key: Any
    text: str = ""
    asked: bool = False
    shown: str = ""

    @property
    def is_none(self) -> bool:
        """Whether none was chosen, and nothing was typed after that."""
        return self.key == "" and self.text == self.shown and not self.asked


class FoundInput(forms.Widget):
    """A box to type in, and below it the rows that fit, to choose from."""

    template = "components/found.html"
    field: "FoundField"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Said:
        text, shown = (data.get(name + part, "").strip()[:LONGEST] for part in (TYPED, SHOWN))
        return Said(data.get(name), text, data.get(FIND) == name, shown)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and name + TYPED not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        told = {"name": name, "typed": name + TYPED, "shown": name + SHOWN, "longest": LONGEST, "find": FIND}
        attrs = {key: said for key, said in (attrs or {}).items() if key != "required"}
        return render_to_string(self.template, {**told, "field": self.field, "attrs": attrs, **self.field.offer(value)})

    @property
    def is_private(self) -> bool:
        return self.field.lookup.private


class FoundField(forms.ModelChoiceField):
    """A record that is found by typing; `user` is who looks, the form says so."""

    widget = FoundInput
    user: Any = None
    default_error_messages = {
        "several": "有{number}个符合，请在下面选一个，或写得更具体些",
        "unknown": "没有找到，请换个写法：名称、拼音首字母或编号",
        "asked": "请选一个",
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        #: What was found already, by the text.
        self.known: dict[str, list[Any]] = {}

    def __deepcopy__(self, memo: Any) -> "FoundField":
        copied: FoundField = super().__deepcopy__(memo)
        copied.known = {}
        return copied

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        self.widget.field = self
        return super().get_bound_field(form, field_name)

    @property
    def lookup(self) -> LookupOf:
        return next(each for each in LOOKUPS if each.model is self.queryset.model)  # type: ignore[union-attr]

    def found(self, text: str) -> list[Any]:
        """The first rows that fit; looked for once."""
        if text not in self.known:
            rows = self.lookup.find(self.queryset, text, self.user)
            self.known[text] = [row for row, _ in zip(rows, range(MOST + 1), strict=False)]
        return self.known[text]

    def chosen(self, key: Any) -> Any:
        """The row that was chosen, or that the form begins with; None where it is not offered."""
        try:
            return super().to_python(key)
        except ValidationError:
            return None

    def told(self, said: Any) -> Any:
        """The record that was meant, None where none was. The text counts where it does not find what was chosen."""
        if not isinstance(said, Said):
            return super().to_python(said)
        if not said.text or said.is_none:
            return super().to_python(said.key)
        chosen, found = self.chosen(said.key), self.found(said.text)
        if chosen and (chosen in found or said.text == self.label_from_instance(chosen)):
            return chosen
        alone = [row for row in found if self.label_from_instance(row) == said.text] if len(found) > 1 else found
        if len(alone) == 1:
            return alone[0]
        if found:
            more = "许多" if len(found) > MOST else str(len(found))
            raise ValidationError(self.error_messages["several"].format(number=more), code="several")
        raise ValidationError(self._unknown, code="unknown")

    @property
    def _unknown(self) -> str:
        """A form may have words of its own for what is not there."""
        own = self.error_messages["invalid_choice"]
        return str(own if own != super().default_error_messages["invalid_choice"] else self.error_messages["unknown"])

    def clean(self, value: Any) -> Any:
        if getattr(value, "asked", False):
            raise ValidationError(self.error_messages["asked"], code="asked")
        return super().clean(value)

    def to_python(self, value: Any) -> Any:
        return self.told(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            now = self.prepare_value(self.told(data))
        except ValidationError:
            return True
        return str(self.prepare_value(initial) or "") != str(now or "")

    def label_from_instance(self, obj: Any) -> str:
        return display_name(obj, self.user)

    def offer(self, value: Any) -> dict[str, Any]:
        """What the page shows: the text, and the rows to choose from; few are all offered at once."""
        said = value if isinstance(value, Said) else Said(value)
        if said.is_none:
            said = Said("")
        chosen = None if said.asked and not said.text else self.chosen(said.key)
        offered: Any = self.queryset
        looks = said.text or said.asked or len(offered.order_by()[: MOST + 1]) <= MOST
        rows = self.found(said.text) if looks else []
        if chosen and not said.text and chosen not in rows:
            rows = [chosen, *rows]
        ticked = chosen if chosen in rows else rows[0] if len(rows) == 1 and (said.text or self.required) else None
        return {"text": self._shown(said, ticked), "rows": [self._row(row, ticked) for row in rows[:MOST]],
                "more": len(rows) > MOST, "nothing": not rows and bool(said.text)}  # fmt: skip

    def _row(self, row: Any, ticked: Any) -> tuple[Any, str, str, bool]:
        return self.prepare_value(row), self.label_from_instance(row), self.lookup.note(row), row == ticked

    def _shown(self, said: Said, ticked: Any) -> str:
        if said.text and not (self.lookup.private and any(character.isdigit() for character in said.text)):
            return said.text
        return self.label_from_instance(ticked) if ticked else ""


def looked_up(model: Any) -> bool:
    """Whether records of `model` are found by typing."""
    return any(each.model is model for each in LOOKUPS)


@contribute(LOOKUPS, Village, note=lambda village: village.code)
def find_villages(rows: Any, text: str, user: Any) -> Any:
    return called(rows.order_by("code"), ("name", "code"), text)
