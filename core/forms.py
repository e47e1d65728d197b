"""Forms that add and change records: sent twice they do their work once, and nobody's change is lost silently."""

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction

from core.checks import Altered, warnings_of_many
from core.fields import SensitiveCharField
from core.files.chosen import FilesField
from core.lookups import FoundField, looked_up
from core.models import Village
from core.records import Record
from core.records.codes import code_field, next_number
from core.records.conflicts import Meanwhile, latest_version, meanwhile
from core.records.links import Renaming, by_text, renamings
from core.records.voiding import settle

#: A choice of so few options shows them all at once.
SHOWN_AT_ONCE = 4
#: So many words at most are suggested for a text.
SUGGESTED = 40
#: Days by which something has to be done, or until which it holds: 整改, 销号, 落实, 合同终止.
DEADLINES = {"due_on", "contract_ended_on"}
#: What a number can be, by the name of its field.
BOUNDS = {"year": (2000, 2100), "age_from": (0, 120), "age_until": (0, 120), "months": (0, 120)}


class TokenForm(forms.Form):
    """A form whose token tells its second arrival from another one that says the same."""

    token = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def filled_in_by(self, user: Any) -> None:
        """Whose it is what is found by typing, and which files wait for the form to be right."""
        for field in self.fields.values():
            if isinstance(field, FoundField | FilesField):
                field.user = user


class RecordForm(TokenForm, forms.ModelForm):
    """A record of a register. `given` are fields that the page has set, such as the person whose job it is."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    change_reason = forms.CharField(label="原因", max_length=100, required=False)
    #: Fields that must be filled here although a record may lack them.
    demanded: Collection[str] = ()
    #: Fields that are asked of a new record only, and those that are asked once it is known.
    only_new: Collection[str] = ()
    only_later: Collection[str] = ()
    asks_reason = False

    def __init__(
        self,
        *args: Any,
        user: Any,
        on: date,
        given: Mapping[str, Any] | None = None,
        version: int | None = None,
        **kwargs: Any,
    ) -> None:
        """`version` is the newest of the history; who has asked that of many at once has them as they are stored."""
        super().__init__(*args, **kwargs)
        self.user, self.on, self.given = user, on, given or {}
        for name, value in self.given.items():
            setattr(self.instance, name, value)
        #: The record as it was before it is filled in.
        self.before = copy(self.instance) if self.is_bound and not self.is_new else None
        self.is_as_stored = version is not None
        self.fields["seen"].initial = version if self.is_as_stored else self._latest_version()
        self._choose_fields()
        if self.is_new:
            self.initial = {**self.usual(), **self.initial}
            self._propose_number()
        self.filled_in_by(user)
        for name, field in self.fields.items():
            self._fit(name, field)

    def _choose_fields(self) -> None:
        """Leave out what is not asked here, and demand what has to be said."""
        if not self.asks_reason:
            del self.fields["change_reason"]
        for name in self.only_later if self.is_new else self.only_new:
            del self.fields[name]
        for name in self.demanded:
            self.fields[name].required = True
            if isinstance(self.fields[name], forms.DateField) and name not in DEADLINES:
                self.initial[name] = self.initial.get(name) or self.on

    def _propose_number(self) -> None:
        """The next number of the town, or of the village that the link names; who is quicker takes it."""
        name = code_field(type(self.instance))
        if name not in self.fields:
            return
        rows = type(self.instance)._default_manager.visible_to(self.user)
        village, number = str(self.initial.get("village") or ""), ""
        if village and rows.model.division_path == "village_id":
            known = Village.objects.visible_to(self.user).filter(pk=village).exists()
            number = next_number(rows.within(village), name, self.on) if known else ""
        if number := number or next_number(rows, name, self.on):
            self.initial.setdefault(name, number)
            taken = self.instance.unique_error_message(type(self.instance), [name])
            self.fields[name].error_messages["unique"] = f"{taken.message}；下一个没用过的是{number}"

    def usual(self) -> dict[str, Any]:
        """What a new record begins with unless the link says otherwise: days and a year that it must have are today's.

        By when something has to be done is never today's.
        """
        dated = [name for name, field in self.fields.items() if isinstance(field, forms.DateField) and field.required]
        year = {"year": self.on.year} if "year" in self.fields else {}
        return dict.fromkeys((name for name in dated if name not in DEADLINES), self.on) | year

    def choices(self, name: str, rows: Any) -> Any:
        """Which of `rows` the field `name` offers: those inside the user's divisions."""
        return rows.visible_to(self.user)

    def suggest(self, name: str, words: Iterable[str], most: int = SUGGESTED) -> None:
        """Offer `words` for the text field `name`; anything else may be typed as well."""
        field: Any = self.fields[name]
        field.suggestions = list(dict.fromkeys(word for word in words if word))[:most]
        field.widget.attrs["list"] = f"suggested-{self.add_prefix(name)}"

    def _fit(self, name: str, field: forms.Field) -> None:
        """What a browser offers for the field; what the record names already stays on offer."""
        if isinstance(field, forms.ModelChoiceField) and hasattr(field.queryset.model, "division_path"):  # type: ignore[union-attr]
            rows: Any = field.queryset
            offered = self.choices(name, rows)
            named = None if self.is_new else self.instance.serializable_value(name)
            field.queryset = offered | rows.everywhere("the record names it").filter(pk=named) if named else offered
        nothing = "请选择" if field.required else "不选"
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = nothing
        elif isinstance(field, forms.TypedChoiceField) and not field.widget.use_fieldset:
            options: Any = field.choices
            field.choices = [(value, label if value else nothing) for value, label in options]
        if isinstance(field, forms.DateField):
            field.widget = forms.DateInput(attrs={"type": "date", "max": "9999-12-31"}, format="%Y-%m-%d")

    def _latest_version(self) -> int:
        return latest_version(self.instance) if self.instance.pk else 0

    @property
    def is_new(self) -> bool:
        return self.instance.pk is None or self.instance._state.adding

    def rest_on(self, version: int) -> None:
        """Shown again, the form rests on this version of the record."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("seen")] = str(version)
        self.data = data

    @property
    def warnings(self) -> list[str]:
        """What is odd about the record as it is filled in, and was not before; for a valid form."""
        return warnings_of_many([Altered(self.before, self.instance)], self.on)[0]

    @property
    def meanwhile(self) -> Meanwhile | None:
        """What somebody else saved since the form was opened, where the two differ; for a valid form."""
        seen = self.cleaned_data.get("seen") or 0
        return None if self.is_new or seen >= latest_version(self.instance) else meanwhile(self, seen, self.user)

    def _get_validation_exclusions(self) -> set[str]:
        """Keys of a new record are checked even where the page has given a part of them, or leaves one out."""
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        keys = self.instance.keys() if self.is_new else []
        return exclusions - set(self.given) - {name for key in keys for name in key}

    def _post_clean(self) -> None:
        if self.is_as_stored and not self.is_new:
            self.instance.altered = frozenset()  # what is altered is compared below, once
        super()._post_clean()  # type: ignore[misc]
        self.instance.altered = None
        if not self.errors and not self.is_new:
            self._compare_with_what_is_not_shown()
            self._ask_whether_others_can_follow()

    @property
    def following(self) -> list[Renaming]:
        """What names the record by a number that is changed here."""
        asked = any(link.by in self.fields for link in by_text(type(self.instance)))
        return renamings(self.instance) if asked else []

    def _ask_whether_others_can_follow(self) -> None:
        """What names the record by a number that is changed here goes along, where it can."""
        for each in self.following:
            try:
                each.refuse_taken(each.link.name_of(self.instance))
            except ValidationError as taken:
                self.add_error(None, taken)

    def _compare_with_what_is_not_shown(self) -> None:
        """A day is compared also with one that the form does not hold; what is wrong there is said above the fields."""
        self.instance.altered = frozenset(self.altered) if self.is_as_stored else None
        try:
            self.instance.validate_constraints(exclude=set())
        except ValidationError as faults:
            for name, errors in faults.update_error_dict({}).items():
                self.add_error(name if name in self.fields else None, errors)
        finally:
            self.instance.altered = None

    @property
    def altered(self) -> set[str]:
        """The names of the columns that are no longer as they were before it was filled in."""
        was, now = self.before, self.instance
        return {
            each.name for each in now._meta.concrete_fields if getattr(was, each.attname) != getattr(now, each.attname)
        }

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with a field that the page has given stands above the form; no field is blamed twice."""
        if field in (blamed := set(self._errors or ())):  # type: ignore[attr-defined]
            return
        if field is None and hasattr(error, "error_dict"):
            told: dict[str, list[Any]] = {}
            for name, errors in error.error_dict.items():
                if name not in blamed:
                    told.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).extend(errors)
            error = ValidationError(told)
        super().add_error(field, error)

    def _save_reason(self) -> None:
        if reason := self.cleaned_data.get("change_reason"):
            self.instance._change_reason = reason

    @transaction.atomic
    def save(self, commit: bool = True) -> Record:
        is_new = self.is_new
        self._save_reason()
        following = self.following
        record: Record = super().save(commit)
        for each in following:
            each.follow(record, f"随{record._meta.verbose_name}编号更改")
        settle(record, changed=None if is_new else self.changed_data)
        return record


class TownForm(RecordForm):
    """A record of a whole town; who keeps one town is not asked which."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        town: Any = self.fields.get("town")
        towns = list(town.queryset[:2]) if town else []
        if len(towns) == 1:
            self.initial["town"], town.widget = towns[0].pk, forms.HiddenInput()

    def choices(self, name: str, rows: Any) -> Any:
        offered = super().choices(name, rows)
        return offered.towns() if name == "town" else offered


def form_field(field: Any, **options: Any) -> Any:
    """The form field of a record's field: few choices show at once, long texts get room."""
    if isinstance(field, SensitiveCharField):
        return field.formfield(**options)
    if isinstance(field, models.ForeignKey) and looked_up(field.related_model):
        return field.formfield(form_class=FoundField, **options)
    if field.choices and len(field.choices) <= SHOWN_AT_ONCE and not field.blank:
        return field.formfield(widget=forms.RadioSelect, choices_form_class=RadioField, **options)
    if isinstance(field, models.BooleanField):
        return forms.TypedChoiceField(
            label=str(field.verbose_name), choices=[("True", "是"), ("False", "否")], coerce=says_yes,
            widget=forms.RadioSelect, initial=str(field.get_default()) if field.has_default() else None,
            required=not field.null, empty_value=None,
        )  # fmt: skip
    if isinstance(field, models.PositiveSmallIntegerField) and field.name in BOUNDS:
        least, most = BOUNDS[field.name]
        return field.formfield(**options, min_value=least, max_value=most)
    if isinstance(field, models.CharField) and (field.max_length or 0) >= 300:
        return field.formfield(widget=forms.Textarea(attrs={"rows": 3}), **options)
    return field.formfield(**options)


def says_yes(text: str) -> bool:
    return text == "True"


class RadioField(forms.TypedChoiceField):
    """All options at once, none for nothing."""

    def __init__(self, *, choices: Any = (), **kwargs: Any) -> None:
        super().__init__(choices=[choice for choice in choices if choice[0] != ""], **kwargs)


def record_form(model: type[Record], names: Collection[str], base: type[RecordForm] = RecordForm) -> type[RecordForm]:
    """The form for some fields of a register's records."""
    form: Any = forms.modelform_factory(model, form=base, fields=names, formfield_callback=form_field)
    return form
