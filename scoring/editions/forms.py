"""Forms of a draft: its fields are those that the rule of a sub-item has, each number and reading with its source."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin, get_type_hints

from django import forms
from django.core.exceptions import ValidationError

from core.forms import TokenForm
from scoring.rules import RULES

WORDS = ("title", "max", "wording", "counting")
MOST = 100_000


class YearForm(TokenForm):
    """The year whose rubric is begun."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)


class DeadlinesField(forms.CharField):
    """Month and day of several deadlines: 06-30、12-31."""

    def clean(self, value: Any) -> list[str]:
        days = super().clean(value).replace("，", "、").replace(",", "、").split("、")
        days = [day.strip() for day in days if day.strip()]
        for day in days:
            try:
                date.fromisoformat(f"2023-{day}")
            except ValueError as wrong:
                raise ValidationError(f"“{day}”不是月和日，请写成 06-30 的样子") from wrong
        if days != sorted(set(days)):
            raise ValidationError("截止日要按先后写，不能重复，后一个不能早于前一个")
        return days

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value


class SubItemForm(TokenForm):
    """A sub-item of a draft; `values` are those of its text."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="名称", max_length=50)
    max = forms.DecimalField(label="分值", min_value=0, max_value=100, decimal_places=2)
    wording = forms.CharField(label="原文", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    counting = forms.CharField(label="计法", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, values: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = get_type_hints(RULES[values["rule"]])
        own = {name: given for name, given in values.get("parameters", {}).items() if "same_as" not in given}
        self.parameters = tuple(own)
        self.initial.update({name: values[name] for name in WORDS})
        for name, given in own.items():
            self.fields[name] = field_of(types[name], given)
            self.fields[f"{name}-source"] = forms.CharField(label=f"“{given['label']}”的依据", max_length=500)
            self.initial.update({name: given["value"], f"{name}-source": given["source"]})

    @property
    def words(self) -> dict[str, Any]:
        """What is said of the sub-item, and its points; for a valid form."""
        return {name: self.cleaned_data[name] for name in WORDS}

    @property
    def numbers(self) -> dict[str, dict[str, Any]]:
        """The value and the source of each parameter; for a valid form."""
        data = self.cleaned_data
        return {name: {"value": data[name], "source": data[f"{name}-source"]} for name in self.parameters}


def field_of(kind: Any, given: Mapping[str, Any]) -> forms.Field:
    """The field of a parameter of this type."""
    label = given["label"]
    if get_origin(kind) is Literal:
        readings = [(name, given["readings"].get(name, name)) for name in get_args(kind)]
        return forms.ChoiceField(label=label, choices=readings)
    if kind is Decimal:
        return forms.DecimalField(label=label, min_value=0, max_value=100, decimal_places=4)
    if kind is int:
        most = 100 if "%" in label else MOST
        return forms.IntegerField(label=label, min_value=0, max_value=most)
    return DeadlinesField(label=label, max_length=200, help_text="月-日，按先后，用顿号隔开")
