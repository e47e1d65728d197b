"""What is added to a draft: an item, a sub-item by a rule that there is, a target that is counted, a question."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from django import forms

from core.forms import TokenForm
from scoring.catalogue import known_years, text_of
from scoring.editions.forms import ItemCode, QuestionNumber, SentencesField, SubItemCode
from scoring.editions.parts import SHARED, refuse_asked, refuse_taken, refuse_taken_item
from scoring.editions.text import DraftText
from scoring.measures import measures
from scoring.rules import RULES

#: The rules of which a year has one: its deadlines are the terms of every page.
ONCE = ("data_maintenance",)


class Addition(TokenForm):
    """Adds something to the text of a draft."""

    def __init__(self, *args: Any, text: DraftText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        self.build()

    def build(self) -> None:
        """Offer what can be added."""

    def add(self) -> tuple[str, str]:
        """Add what the form says; its name, and what it is called. ValidationError where it cannot be."""
        raise NotImplementedError


class ItemAddition(Addition):
    code = ItemCode()
    title = forms.CharField(label="名称", max_length=50)
    checked_by = forms.CharField(label="考核方式", max_length=200, required=False)

    def add(self) -> tuple[str, str]:
        data = self.cleaned_data
        refuse_taken_item(self.text, data["code"])
        named = {name: data[name] for name in ("code", "title", "checked_by")}
        self.text.items.append({**named, "max": 0, "sub_items": []})
        return data["code"], f"第{data['code']}项 {data['title']}"


class SubItemAddition(Addition):
    """A sub-item begins with the words and numbers that its rule had last."""

    rule = forms.ChoiceField(label="计分规则", help_text="这里是程序里已有的规则；新的规则要由程序员写进程序")
    code = SubItemCode()

    def build(self) -> None:
        self.known = rules_known(self.text)
        used = {sub_item["rule"] for sub_item in self.text.sub_items}
        offered = {False: [], True: []}  # type: ignore[var-annotated]
        for rule, values in self.known.items():
            if rule not in used or rule not in ONCE:
                offered[rule in used].append((rule, values["title"]))
        field: Any = self.fields["rule"]
        groups = [("草稿里没有的", offered[False]), ("草稿里已有，再用一次", offered[True])]
        field.choices = [("", "请选择"), *(group for group in groups if group[1])]

    def add(self) -> tuple[str, str]:
        code, rule = self.cleaned_data["code"], self.cleaned_data["rule"]
        refuse_taken(self.text, code)
        self.text.put({**deepcopy(self.known[rule]), "code": code})
        return code, f"{code} {self.known[rule]['title']}"


class TargetAddition(Addition):
    """A target that the program counts begins with the words it had last."""

    name = forms.ChoiceField(label="目标", help_text="这里是程序会数的目标；新的数法要由程序员写进程序")

    def build(self) -> None:
        self.known = {name: given for name, given in targets_known().items() if name in measures}
        used = self.text.values.get("targets", {})
        field: Any = self.fields["name"]
        offered = [(name, given["label"]) for name, given in self.known.items() if name not in used]
        field.choices = [("", "请选择" if offered else "程序会数的目标都在草稿里了"), *offered]

    def add(self) -> tuple[str, str]:
        name: str = self.cleaned_data["name"]
        self.text.values.setdefault("targets", {})[name] = deepcopy(self.known[name])
        return name, f"方案目标“{self.known[name]['label']}”"


class QuestionAddition(Addition):
    number = QuestionNumber()
    question = SentencesField("问题")

    def add(self) -> tuple[str, str]:
        number = self.cleaned_data["number"]
        refuse_asked(self.text, number)
        self.text.values.setdefault("questions", {})[number] = self.cleaned_data["question"]
        return number, f"疑义{number}"


#: The form that adds one of each kind, and what the page calls it.
ADDITIONS: Mapping[str, tuple[type[Addition], str]] = {
    "item": (ItemAddition, "添加一项"),
    "sub-item": (SubItemAddition, "添加一目"),
    "target": (TargetAddition, "添加一个方案目标"),
    "question": (QuestionAddition, "添加一条疑义"),
}


def texts_known() -> Iterator[DraftText]:
    """The texts of all years that have a rubric, the newest first."""
    for year in reversed(known_years()):
        yield DraftText(text_of(year))


def rules_known(draft: DraftText) -> dict[str, dict[str, Any]]:
    """By each rule that there is, the sub-item that it scored last, with values of its own only."""
    found: dict[str, dict[str, Any]] = {}
    for text in (draft, *texts_known()):
        for sub_item in text.sub_items:
            if sub_item["rule"] in RULES:
                found.setdefault(sub_item["rule"], alone(text, sub_item))
    return found


def alone(text: DraftText, sub_item: Mapping[str, Any]) -> dict[str, Any]:
    """A sub-item whose parameters are not the same as another's."""
    found = deepcopy(dict(sub_item))
    for name, given in found.get("parameters", {}).items():
        if SHARED in given:
            found["parameters"][name] = deepcopy(text.sub_item(given[SHARED])["parameters"][name])
    return found


def targets_known() -> dict[str, dict[str, Any]]:
    """Each target with the words that it had last."""
    found: dict[str, dict[str, Any]] = {}
    for text in texts_known():
        found = {**text.values.get("targets", {}), **found}
    return found
