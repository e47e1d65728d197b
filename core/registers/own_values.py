"""What is each record's own where many are acted on: pasted beside its name, a line each, or counted on."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.personal_data.masking import scrub
from core.records import Record
from core.registers.ticks import naming_paths

#: What comes before the last number of a text, the number, and what follows it.
NUMBERED = re.compile(r"^(.*?)(\d+)(\D*)$", re.DOTALL)
CELLS = re.compile(r"[\t,，;；]")
#: What stands above a column of names that is pasted with its head.
HEADS = {"姓名", "证件号码", "身份证号", "身份证号码"}
NAMED = 5
HELP = (
    "从表格里复制“姓名或证件号码、{label}”两栏粘贴；只有一栏的，一行一个，按下面名单的顺序，共 {number} 行；"
    "连号的只填第一个，往后自动编"
)


def as_column(field: forms.Field, number: int) -> forms.Field:
    """The field of one record as one that takes a value for each of so many."""
    text = HELP.format(label=field.label, number=number)
    area = forms.Textarea(attrs={"rows": 6})
    return forms.CharField(label=field.label, help_text=text, widget=area, required=False)


def values_for(records: Sequence[Record], text: str) -> list[str]:
    """The value for each of `records`, in their order; blank where there is none.

    ValidationError, in Chinese, where it cannot be told whose a value is.
    """
    lines = text.rstrip().split("\n") if text.strip() else []
    cells = [[cell.strip() for cell in CELLS.split(line.strip())] for line in lines]
    if not cells:
        return [""] * len(records)
    if cells[0][0] in HEADS:
        del cells[0]
    if cells and all(len(line) == 2 for line in cells):
        return _by_name(records, cells)
    if any(len(line) > 1 for line in cells):
        raise ValidationError("有的行是一栏，有的行不止一栏：请只粘贴“姓名、编号”两栏，或者只粘贴一栏")
    if len(cells) == 1 < len(records):
        return list(_counted_on(cells[0][0], len(records)))
    if len(cells) != len(records):
        raise ValidationError(f"填了{len(cells)}行，所选的有{len(records)}条：一行一个，没有的空一行")
    return [line[0] for line in cells]


def _counted_on(first: str, number: int) -> Iterator[str]:
    found = NUMBERED.match(first)
    if not found:
        raise ValidationError(f"“{first}”里没有数字，不能往后编：请一行填一个")
    before, digits, after = found.groups()
    for more in range(number):
        yield f"{before}{int(digits) + more:0{len(digits)}d}{after}"


def _by_name(records: Sequence[Record], cells: Sequence[Sequence[str]]) -> list[str]:
    said = Counter(name.upper() for name, _ in cells)
    if twice := [name for name, times in said.items() if times > 1]:
        raise ValidationError(f"{_named(twice)}写了两次，请核对")
    values = {name.upper(): value for name, value in cells}
    found, used = [], set()
    for names in _names(records):
        mine = [name for name in names if name in values]
        found.append(values[mine[0]] if mine else "")
        used.update(mine[:1])
    if unknown := [name for name, _ in cells if name.upper() not in used]:
        raise ValidationError(f"所选的里没有{_named(unknown)}，或者有同名的：同名的请写证件号码")
    return found


def _names(records: Sequence[Record]) -> list[list[str]]:
    """What each record may be called: by its number and code, and by its name where no other has it."""
    paths = list(naming_paths(type(records[0])))
    called = [{path: _read(record, path) for path in paths} for record in records]
    times = Counter(text for each in called for text in each.values())
    return [[text for text in each.values() if text and times[text] == 1] for each in called]


def _read(record: Any, path: str) -> str:
    for step in path.split("__"):
        record = getattr(record, step)
    return str(getattr(record, "plain", record) or "").upper()


def _named(names: Sequence[str]) -> str:
    return "、".join(f"“{scrub(name)}”" for name in names[:NAMED]) + ("等" if len(names) > NAMED else "")


def own_values(records: Sequence[Record], text: str) -> Mapping[Any, str]:
    """The same by the records' keys."""
    return {record.pk: value for record, value in zip(records, values_for(records, text), strict=True)}
