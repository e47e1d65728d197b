"""Forms of a draft: its fields are those that the rule of a sub-item has, each number and reading with its source."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin, get_type_hints

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from core.forms import TokenForm
from core.periods import terms
from labor.models import Person
from scoring.editions.parts import DraftPart, SubItemPart
from scoring.rules import RULES

MOST, OLDEST = 100_000, 120
#: Any year, to read month and day by.
SOME_YEAR = 2023


class SentencesField(forms.CharField):
    """A sentence or a few: rows enough to read it."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class NumberingField(forms.CharField):
    """The number of an item, of a sub-item or of a question."""

    def __init__(self, pattern: str, said: str, **kwargs: Any) -> None:
        wrong = RegexValidator(rf"\A{pattern}\Z", f"编号的写法不对，{said}", "number")
        super().__init__(label="编号", max_length=10, validators=[wrong], help_text=said, **kwargs)


class WordingField(forms.CharField):
    """What pages call a number, a parameter or a reading; left blank, it is called as before."""

    expected = True

    def __init__(self, words: str) -> None:
        super().__init__(label=f"“{words}”在网页上叫", max_length=100, required=False)


class ItemCode(NumberingField):
    def __init__(self) -> None:
        super().__init__(r"[1-9][0-9]?", "例如 9")


class SubItemCode(NumberingField):
    def __init__(self) -> None:
        super().__init__(r"[1-9][0-9]?\.[1-9][0-9]?", "例如 6.5")


class QuestionNumber(NumberingField):
    def __init__(self) -> None:
        super().__init__(r"[A-Z][1-9][0-9]{0,2}", "例如 A33")


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
                date.fromisoformat(f"{SOME_YEAR}-{day}")
            except ValueError as wrong:
                raise ValidationError(f"“{day}”不是月和日，请写成 06-30 的样子") from wrong
        if not days or days != sorted(set(days)):
            raise ValidationError("截止日要按先后写，不能重复，后一个不能早于前一个")
        return days

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value


class PartForm(TokenForm):
    """A part of a draft; it rests on the version of the draft that was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: DraftPart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part
        self.build()
        self.initial.update(part.stored)

    def build(self) -> None:
        """Add what fields the part has beside those of its kind."""

    def add_sourced(self, name: str, label: str, field: forms.Field) -> None:
        """A number or a reading is typed together with where it comes from."""
        self.fields[name] = field
        source = forms.CharField(label=f"“{label}”的依据", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
        self.fields[f"{name}-source"] = source

    @property
    def wordings(self) -> list[Any]:
        """The fields that stand folded together below the others: what pages call something."""
        return []


class DropForm(PartForm):
    """Nothing is asked but whether."""


class HeadingForm(PartForm):
    title = forms.CharField(label="名称", max_length=100)
    source = forms.CharField(label="依据", max_length=500)


class ItemForm(PartForm):
    code = ItemCode()
    title = forms.CharField(label="名称", max_length=50)
    checked_by = forms.CharField(label="考核方式", max_length=200, required=False)


class SubItemForm(PartForm):
    code = SubItemCode()
    title = forms.CharField(label="名称", max_length=50)
    max = forms.DecimalField(label="分值", min_value=0, max_value=100, decimal_places=2)
    wording = SentencesField("原文")
    counting = SentencesField("计法")
    part: SubItemPart

    def build(self) -> None:
        self.fields["code"].help_text = "小数点前是项的编号，改了就移到那一项；与它相同的参数跟着改"
        types = get_type_hints(RULES[self.part.values["rule"]])
        for name, given in self.part.parameters.items():
            self.add_sourced(name, given["label"], field_of(types[name], given))
        for name, words in self.part.wordings:
            self.fields[name] = WordingField(words)

    @property
    def wordings(self) -> list[Any]:
        return [field for field in super().visible_fields() if isinstance(field.field, WordingField)]

    def visible_fields(self) -> list[Any]:
        return [field for field in super().visible_fields() if not isinstance(field.field, WordingField)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        names = self.part.values.get("numbers", {})
        data |= {name: data.get(name) or words for name, words in self.part.wordings}
        data["numbers"] = {name: data[f"number-{name}"] for name in names}
        if "deadlines" in self.changed_data and data.get("deadlines"):
            data["numbers"] = self._of_terms(data["deadlines"], data["numbers"])
        return data

    def _of_terms(self, deadlines: list[str], labels: Mapping[str, str]) -> dict[str, str]:
        """Other deadlines make other terms: what was typed for one stays, the rest is called after the term."""
        year = f"{SOME_YEAR}年"
        called = {each.name: f"{each.label.removeprefix(year)}未核实" for each in terms(SOME_YEAR, deadlines)}
        typed = {name for name in labels if f"number-{name}" in self.changed_data}
        return {name: labels[name] if name in typed else label for name, label in called.items()}


class LaborForceForm(PartForm):
    def build(self) -> None:
        for name, given in self.part.values.items():
            self.add_sourced(name, given["label"], self._field(name, given["label"]))

    def _field(self, name: str, label: str) -> forms.Field:
        if name == "capacities":
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(label=label, choices=Person.Capacity.choices, widget=widget)
        return forms.IntegerField(label=label, min_value=0, max_value=OLDEST)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("youngest", 0) > data.get("oldest", OLDEST):
            self.add_error("oldest", "不能小于开始的年龄")
        return data


class TargetForm(PartForm):
    clause = forms.CharField(label="方案里的条款", max_length=100)
    label = forms.CharField(label="名称", max_length=50)
    unit = forms.CharField(label="单位", max_length=10)
    value = forms.IntegerField(label="目标数", min_value=0, max_value=MOST, required=False)
    percent = forms.IntegerField(label="应达到（%）", min_value=1, max_value=100, required=False)
    source = forms.CharField(label="依据", max_length=500)
    responsible = forms.CharField(label="责任单位", max_length=100)

    def build(self) -> None:
        self.fields["value"].help_text = "方案写明的数；没有写明的不填"
        self.fields["percent"].help_text = "应做的里面要做到百分之几；不填是全部"
        self.fields["source"].help_text = "行动方案的名称、条款和原文"


class QuestionForm(PartForm):
    number = QuestionNumber()
    question = SentencesField("问题")


#: The form of each kind of part.
FORMS: Mapping[str, type[PartForm]] = {
    "heading": HeadingForm,
    "item": ItemForm,
    "sub-item": SubItemForm,
    "labor-force": LaborForceForm,
    "target": TargetForm,
    "question": QuestionForm,
}


def field_of(kind: Any, given: Mapping[str, Any]) -> forms.Field:
    """The field of a parameter of this type."""
    label = given["label"]
    if get_origin(kind) is Literal:
        readings = [(name, given.get("readings", {}).get(name, name)) for name in get_args(kind)]
        return forms.ChoiceField(label=label, choices=readings)
    if kind is Decimal:
        return forms.DecimalField(label=label, min_value=0, max_value=100, decimal_places=4)
    if kind is int:
        most = 100 if "%" in label else MOST
        return forms.IntegerField(label=label, min_value=0, max_value=most)
    return DeadlinesField(label=label, max_length=200, help_text="月-日，按先后，用顿号隔开")
