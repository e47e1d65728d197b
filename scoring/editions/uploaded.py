"""A year's rubric from a file: what is wrong with it is said in Chinese, and nothing is kept before all is right."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, get_type_hints
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from core.assessment import LaborForce
from core.forms import TokenForm
from core.pages.faults import words_of
from scoring.editions.forms import FORMS, PartForm
from scoring.editions.parts import PARTS, SHARED
from scoring.editions.text import DraftText, item_of
from scoring.measures import measures
from scoring.parsing import InvalidRubric, read
from scoring.rules import RULES

LARGEST = 256 * 1024
#: So many faults at most are told at once.
TOLD = 20
#: Stands for the token of a form that nobody sends.
NO_TOKEN = str(UUID(int=0))

#: Which keys each table has, and of which type; those with a question mark may be left out.
TABLES: Mapping[str, Mapping[str, Any]] = {
    "year": {"year": int, "title": str, "source": str, "questions?": dict, "labor_force": dict, "targets?": dict,
             "items": list},
    "item": {"code": str, "title": str, "max": Decimal, "checked_by": str, "sub_items": list},
    "sub_item": {"code": str, "rule": str, "title": str, "max": Decimal, "wording": str, "counting": str,
                 "numbers?": dict, "parameters?": dict},
    "parameter": {"value": object, "label": str, "source": str, "readings?": dict},
    "target": {"clause": str, "label": str, "unit": str, "source": str, "responsible": str, "value?": int,
               "percent?": int},
}  # fmt: skip
CALLED = {str: "文字", int: "整数", Decimal: "数", dict: "一节", list: "若干节"}


class RubricFileForm(TokenForm):
    """A file that takes the place of the draft of its year, or begins it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    file = forms.FileField(
        label="细则文件",
        help_text="TOML 文件，UTF-8 编码；先下载一份，改好再上传",
        widget=forms.FileInput(attrs={"accept": ".toml", "class": "form-control"}),
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_file(self) -> str:
        """The text of the file, which holds together."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(f"文件有{file.size // 1024}KB，细则最多{LARGEST // 1024}KB，请确认选对了文件")
        try:
            text: str = file.read().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as wrong:
            raise ValidationError("文件不是 UTF-8 编码，请用记事本另存为 UTF-8 再上传") from wrong
        if faults := wrong_with(text, self.year):
            raise ValidationError(faults)
        return text


def wrong_with(text: str, year: int) -> list[str]:
    """What is wrong with a text that is to be the draft of `year`, nothing where it can be kept."""
    try:
        draft = DraftText(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError, InvalidOperation) as wrong:
        line = re.search(r"at line (\d+)", str(wrong))
        return [f"不是能读的 TOML 文件，请看第{line[1]}行" if line else "不是能读的 TOML 文件"]
    for find in (_of_shape, _of_values):
        if faults := list(dict.fromkeys(find(draft.values)))[:TOLD]:
            return faults
    if draft.values["year"] != year:
        return [f"文件写的是{draft.values['year']}年，应为{year}年；请改 year 一行，或到那一年上传"]
    try:
        read(text)
    except InvalidRubric as invalid:
        return [str(invalid)]
    return list(dict.fromkeys(_of_fields(draft)))[:TOLD]


def _of_shape(values: Mapping[str, Any]) -> Iterator[str]:
    """Keys that are missing or unknown, and values that are of another type; as deep as the tables are sound."""
    yield from _table("year", "文件", values)
    for item in _tables(values.get("items")):
        where = f"第{item.get('code')}项"
        yield from _table("item", where, item)
        for sub_item in _tables(item.get("sub_items")):
            yield from _table("sub_item", str(sub_item.get("code")), sub_item)
            yield from _parameters(str(sub_item.get("code")), sub_item.get("parameters", {}))
    for name, given in _named(values.get("labor_force")):
        yield from _table("parameter", f"labor_force的{name}", given)
    for name, target in _named(values.get("targets", {})):
        yield from _table("target", f"方案目标{name}", target)


def _table(kind: str, where: str, values: Any) -> Iterator[str]:
    if not isinstance(values, dict):
        yield f"{where}应是一节，有自己的各行"
        return
    wanted = {key.removesuffix("?"): wanted for key, wanted in TABLES[kind].items()}
    must = {key for key in TABLES[kind] if not key.endswith("?")}
    yield from (f"{where}缺{key}" for key in sorted(must - values.keys()))
    yield from (f"{where}有不认识的{key[:50]}" for key in sorted(values.keys() - wanted.keys()))
    for key in wanted.keys() & values.keys():
        if not _is(values[key], wanted[key]):
            yield f"{where}的{key}应是{CALLED[wanted[key]]}"
    yield from _contents(where, values)


def _contents(where: str, values: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong inside the lists and tables that hold only words, or only tables."""
    for key in ("numbers", "readings", "questions"):
        given = values.get(key)
        if isinstance(given, dict) and not _all(str, given.values()):
            yield f"{where}的{key}都应是文字"
    if isinstance(values.get("value"), list) and not _all(str, values["value"]):
        yield f"{where}的value都应是文字"
    for key in ("items", "sub_items"):
        if isinstance(values.get(key), list) and not _all(dict, values[key]):
            yield f"{where}的{key}应是若干节"


def _all(wanted: type, values: Iterable[Any]) -> bool:
    return all(isinstance(each, wanted) for each in values)


def _is(value: Any, wanted: Any) -> bool:
    if wanted is Decimal:
        return type(value) is int or (isinstance(value, Decimal) and value.is_finite())
    return wanted is object or type(value) is wanted


def _tables(values: Any) -> list[dict[str, Any]]:
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []


def _named(values: Any) -> list[tuple[str, Any]]:
    return list(values.items()) if isinstance(values, dict) else []


def _parameters(where: str, values: Any) -> Iterator[str]:
    for name, given in _named(values):
        if not (isinstance(given, dict) and given.keys() == {SHARED} and isinstance(given[SHARED], str)):
            yield from _table("parameter", f"{where}的{name}", given)


def _of_values(values: Mapping[str, Any]) -> Iterator[str]:
    """Codes that could not stand in an address, and parameters that the rule does not have."""
    codes = [item["code"] for item in values["items"]]
    yield from (f"第{code}项出现了两次" for code in codes if codes.count(code) > 1)
    for item in values["items"]:
        for sub_item in item["sub_items"]:
            code = sub_item["code"]
            if item_of(code) != item["code"]:
                yield f"{code}不在第{item['code']}项里"
            if sub_item["rule"] not in RULES:
                yield f"{code}的计分规则“{sub_item['rule'][:50]}”不存在；新的规则要由程序员写进程序"
    for name in values.get("targets", {}).keys() - measures.keys():
        yield f"程序不会数方案目标{name[:50]}；新的数法要由程序员写进程序"
    if wrong := values["labor_force"].keys() ^ get_type_hints(LaborForce).keys():
        yield f"labor_force缺或多了{'、'.join(sorted(wrong))[:100]}"


def _of_fields(draft: DraftText) -> Iterator[str]:
    """What the forms of the parts would say of them."""
    yield from _form("heading", draft, "title")
    for item in draft.items:
        yield from _form("item", draft, item["code"])
    for sub_item in draft.sub_items:
        yield from _form("sub-item", draft, sub_item["code"])
    yield from _form("labor-force", draft, "all")
    for name in draft.values.get("targets", {}):
        yield from _form("target", draft, name)
    for number in draft.values.get("questions", {}):
        yield from _form("question", draft, number)


def _form(kind: str, draft: DraftText, name: str) -> Iterator[str]:
    part = PARTS[kind](draft, name)
    form: PartForm = FORMS[kind]({**part.stored, "seen": 0, "token": NO_TOKEN}, part=part)
    for field in form:
        yield from (f"{part.title}：{words}"[:200] for words in words_of(field))
    yield from (f"{part.title}：{words}"[:200] for words in form.non_field_errors())
