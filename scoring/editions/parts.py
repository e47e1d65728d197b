"""The parts of a draft, each changed by one form: its title, items, sub-items, who can work, targets, questions."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from scoring.editions.text import DraftText, by_number, item_of, shortest

SHARED = "same_as"


class DraftPart:
    """A part of a draft: which values its form holds, and how they are written back. LookupError where it is not."""

    #: What a page calls this kind, and the anchor of the place where the year's page shows it.
    kind_label: ClassVar[str]
    anchor: ClassVar[str]
    #: Whether others of the kind are added, and this one dropped.
    of_many: ClassVar[bool] = False

    def __init__(self, text: DraftText, name: str) -> None:
        self.text, self.name = text, name
        self.values = self.found()

    def found(self) -> Any:
        raise NotImplementedError

    @property
    def title(self) -> str:
        return self.kind_label

    @property
    def stored(self) -> Mapping[str, Any]:
        """What the fields of the form hold as it stands in the text."""
        raise NotImplementedError

    def write(self, data: Mapping[str, Any]) -> str:
        """Put what the form says into the text; ValidationError where it cannot be. Returns the part's name then."""
        raise NotImplementedError

    def drop(self) -> None:
        """Take the part out of the text."""
        raise NotImplementedError

    def following(self) -> Iterator[str]:
        """What else changes when the part is dropped."""
        yield from ()


class HeadingPart(DraftPart):
    kind_label, anchor = "名称和依据", "heading"
    FIELDS = ("title", "source")

    def found(self) -> Any:
        return self.text.values

    @property
    def stored(self) -> Mapping[str, Any]:
        return {name: self.values[name] for name in self.FIELDS}

    def write(self, data: Mapping[str, Any]) -> str:
        self.values.update({name: data[name] for name in self.FIELDS})
        return self.name


class ItemPart(DraftPart):
    kind_label, anchor, of_many = "项", "item-{}", True
    FIELDS = ("code", "title", "checked_by")

    def found(self) -> Any:
        if not (item := self.text.item(self.name)):
            raise LookupError(self.name)
        return item

    @property
    def title(self) -> str:
        return f"第{self.name}项 {self.values['title']}"

    @property
    def stored(self) -> Mapping[str, Any]:
        return {name: self.values[name] for name in self.FIELDS}

    def write(self, data: Mapping[str, Any]) -> str:
        code: str = data["code"]
        self.values.update({name: data[name] for name in self.FIELDS if name != "code"})
        if code != self.name:
            refuse_taken_item(self.text, code)
            self.text.renumber_item(self.name, code)
        return code

    def drop(self) -> None:
        self.text.drop_item(self.name)

    def following(self) -> Iterator[str]:
        for sub_item in self.values["sub_items"]:
            yield f"{sub_item['code']} {sub_item['title']}（{sub_item['max']}分）也一起删去"


class SubItemPart(DraftPart):
    kind_label, anchor, of_many = "目", "sub-item-{}", True
    WORDS = ("code", "title", "max", "wording", "counting")

    def found(self) -> Any:
        if not (sub_item := self.text.sub_item(self.name)):
            raise LookupError(self.name)
        return sub_item

    @property
    def title(self) -> str:
        return f"{self.name} {self.values['title']}"

    @property
    def parameters(self) -> dict[str, dict[str, Any]]:
        """Those that the sub-item has by itself."""
        given = self.values.get("parameters", {})
        return {name: values for name, values in given.items() if SHARED not in values}

    @property
    def shared(self) -> list[tuple[str, str]]:
        """What those are called that it has from another sub-item, and the code of that."""
        given = self.values.get("parameters", {})
        codes = {name: values[SHARED] for name, values in given.items() if SHARED in values}
        return [(self.text.sub_item(code)["parameters"][name]["label"], code) for name, code in codes.items()]

    @property
    def stored(self) -> Mapping[str, Any]:
        found = {name: self.values[name] for name in self.WORDS}
        for name, given in self.parameters.items():
            found |= {name: as_typed(given), f"{name}-source": given["source"]}
        return found | dict(self.wordings)

    @property
    def wordings(self) -> Iterator[tuple[str, str]]:
        """What pages call its numbers, parameters and their readings, each by the name of its field."""
        for name, label in self.values.get("numbers", {}).items():
            yield f"number-{name}", label
        for name, given in self.parameters.items():
            yield f"label-{name}", given["label"]
            for reading, words in given.get("readings", {}).items():
                yield f"reading-{name}-{reading}", words

    def write(self, data: Mapping[str, Any]) -> str:
        code: str = data["code"]
        self.values.update({name: shortest(data[name]) for name in self.WORDS if name != "code"})
        for name, given in self.parameters.items():
            given.update(value=shortest(data[name]), source=data[f"{name}-source"], label=data[f"label-{name}"])
            for reading in given.get("readings", {}):
                given["readings"][reading] = data[f"reading-{name}-{reading}"]
        if data["numbers"]:
            self.values["numbers"] = data["numbers"]
        if code != self.name:
            refuse_taken(self.text, code)
            self.text.renumber(self.name, code)
        return code

    def drop(self) -> None:
        self.text.drop(self.name)

    def following(self) -> Iterator[str]:
        yield f"合计少{self.values['max']}分，要加到别的目上才能发布"
        for other, name in self.text.references(self.name):
            label = self.values["parameters"][name]["label"]
            yield f"{other['code']} {other['title']}的“{label}”原来与它相同，删去后保留现在的值，可以单独修改"


class LaborForcePart(DraftPart):
    kind_label, anchor = "谁算劳动力", "labor-force"

    def found(self) -> Any:
        return self.text.values["labor_force"]

    @property
    def stored(self) -> Mapping[str, Any]:
        values = {name: given["value"] for name, given in self.values.items()}
        return values | {f"{name}-source": given["source"] for name, given in self.values.items()}

    def write(self, data: Mapping[str, Any]) -> str:
        for name, given in self.values.items():
            given.update(value=data[name], source=data[f"{name}-source"])
        return self.name


class TargetPart(DraftPart):
    kind_label, anchor, of_many = "方案目标", "targets", True
    WORDS, NUMBERS = ("clause", "label", "unit", "source", "responsible"), ("value", "percent")

    def found(self) -> Any:
        return self.text.values.get("targets", {})[self.name]

    @property
    def title(self) -> str:
        return f"方案目标“{self.values['label']}”"

    @property
    def stored(self) -> Mapping[str, Any]:
        return {name: self.values.get(name) for name in (*self.WORDS, *self.NUMBERS)}

    def write(self, data: Mapping[str, Any]) -> str:
        self.values.update({name: data[name] for name in self.WORDS})
        for name in self.NUMBERS:
            self.values.pop(name, None)
            if data[name] is not None:
                self.values[name] = data[name]
        return self.name

    def drop(self) -> None:
        del self.text.values["targets"][self.name]


class QuestionPart(DraftPart):
    kind_label, anchor, of_many = "疑义", "questions", True

    def found(self) -> Any:
        return self.text.values.get("questions", {})[self.name]

    @property
    def title(self) -> str:
        return f"疑义{self.name}"

    @property
    def stored(self) -> Mapping[str, Any]:
        return {"number": self.name, "question": self.values}

    def write(self, data: Mapping[str, Any]) -> str:
        number: str = data["number"]
        questions = self.text.values["questions"]
        if number != self.name:
            refuse_asked(self.text, number)
        renamed = {number if key == self.name else key: text for key, text in questions.items()}
        self.text.values["questions"] = {**renamed, number: data["question"]}
        return number

    def drop(self) -> None:
        del self.text.values["questions"][self.name]


#: By what the address calls them.
PARTS: dict[str, type[DraftPart]] = {
    "heading": HeadingPart,
    "item": ItemPart,
    "sub-item": SubItemPart,
    "labor-force": LaborForcePart,
    "target": TargetPart,
    "question": QuestionPart,
}


def as_typed(given: Mapping[str, Any]) -> Any:
    """A parameter's value as a form holds it: days in one line, the rest as it is."""
    value = given["value"]
    return "、".join(value) if isinstance(value, list) else value


def refuse_taken(text: DraftText, code: str) -> None:
    """ValidationError where no sub-item can have this code."""
    if text.sub_item(code):
        raise ValidationError({"code": f"{code}已经有了，请换一个编号"})
    if not text.item(item_of(code)):
        known = "、".join(item["code"] for item in sorted(text.items, key=by_number))
        raise ValidationError({"code": f"没有第{item_of(code)}项，现有第{known}项；请先添加那一项"})


def refuse_taken_item(text: DraftText, code: str) -> None:
    if text.item(code):
        raise ValidationError({"code": f"第{code}项已经有了，请换一个编号"})


def refuse_asked(text: DraftText, number: str) -> None:
    if number in text.values.get("questions", {}):
        raise ValidationError({"number": f"疑义{number}已经有了，请换一个编号"})
