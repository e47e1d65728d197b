"""The cells of one sheet, as they stand."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from foreign import dates
from foreign.faults import DAMAGED, UnreadableWorkbook
from foreign.places import Places, column_index
from foreign.texts import LONGEST, TextReader, unescaped

ROW_LIMIT = 150_000
COLUMN_LIMIT = 60
NO_RESULT = "公式没有计算结果或结果是错误值：请在 Excel 中重新计算后保存，或改为填写数值"
NO_DAY = "单元格的格式是日期或时间，数字却不是日期：请把格式改为“文本”后重新填写"
NO_VALUE = "单元格的内容已损坏：请重新填写"
TOO_LONG = f"单元格的内容超过 {LONGEST} 个字"
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Broken:
    """A cell that can't be read: what is found in it, and why that is nothing."""

    found: str
    reason: str


Value = str | float | bool | datetime | Broken


@dataclass
class SheetContent:
    """`rows[0]` is the sheet's first row; a cell is a position in `values`, where 0 is blank. All rows are as wide.

    `merged` are ranges that lie within the rows: first row and column, last row and column, all from 0. `hidden` are
    the rows that a spreadsheet program does not show.
    """

    values: list[Value]
    rows: list[list[int]]
    width: int
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)


class SheetReader(Places, TextReader):
    """Reads the sheet called `name`; each distinct cell is understood once."""

    def __init__(
        self, name: str, texts: list[str], styles: dates.Styles, *, macintosh: bool, columns: int = COLUMN_LIMIT
    ) -> None:
        TextReader.__init__(self)
        Places.__init__(self)
        self.name = name
        self.values: list[Value] = [""]
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden: list[int] = []
        self._texts, self._styles, self._macintosh, self._rightmost = texts, styles, macintosh, columns
        self._known: dict[tuple[str | None, str | None, str, bool], int] = {}
        self._lines: dict[int, list[int]] = {}
        self._line: list[int] = []
        self._line_row = -1
        self._type: str | None = None
        self._style: str | None = None
        self._formula, self._result = False, False
        self.starts |= {
            "row": self._begin_row, "c": self._begin_cell, "f": self._begin_formula, "v": self._begin_result,
            "mergeCell": self._merge,
        }  # fmt: skip
        self.ends |= {"c": self._end_cell, "v": self.add_text}

    def sheet(self, stream: IO[bytes]) -> SheetContent:
        self.read(stream)
        width = max(map(len, self._lines.values()), default=0)
        last = max(self._lines, default=-1)
        rows = [self._lines.get(number, []) for number in range(last + 1)]
        rows = [row + [0] * (width - len(row)) for row in rows]
        hidden = [row for row in self.hidden if row < len(rows)]
        return SheetContent(self.values, rows, width, within(self.merged, len(rows), width), hidden)

    # --- what begins and ends ---

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self.begin_row(attributes)
        if attributes.get("hidden") in ("1", "true"):
            self.hidden.append(self.row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._type, self._style = attributes.get("t"), attributes.get("s")
        self.text, self._formula, self._result = "", False, False
        self.locate(attributes)

    def _begin_formula(self, attributes: dict[str, str]) -> None:
        self._formula = True

    def _begin_result(self, attributes: dict[str, str]) -> None:
        self._result = True
        self.start_text(attributes)

    def _end_cell(self) -> None:
        key = (self._type, self._style, self.text, self._formula and not self._result)
        value = self._known.get(key)
        if value is None:
            value = self._known[key] = self._learn()
        if value:
            self._place(value)

    def _merge(self, attributes: dict[str, str]) -> None:
        found = _RANGE.fullmatch(attributes.get("ref", ""))
        if found:
            left, top, right, bottom = found.groups()
            self.merged.append((int(top) - 1, column_index(left), int(bottom) - 1, column_index(right)))

    # --- what a cell is ---

    def _place(self, value: int) -> None:
        if self.row != self._line_row:
            self._turn()
        if self.column > self._rightmost:
            where = f"工作表“{self.name}”在第 {self.column + 1} 列仍有内容"
            raise UnreadableWorkbook(f"{where}，不像台账：请删去右侧多余的列")
        gap = self.column - len(self._line)
        if gap < 0:
            self._line[self.column] = value
        else:
            self._line.extend([0] * gap)
            self._line.append(value)

    def _turn(self) -> None:
        """Go to another row."""
        if not 0 <= self.row < ROW_LIMIT:
            raise UnreadableWorkbook(f"工作表“{self.name}”超过 {ROW_LIMIT} 行：请分几个文件上传，或删去表尾多余的内容")
        self._line = self._lines.setdefault(self.row, [])
        self._line_row = self.row

    def _learn(self) -> int:
        value = self._value()
        if value == "":
            return 0
        self.values.append(value)
        return len(self.values) - 1

    def _value(self) -> Value:
        if self._type == "e" or (self._formula and not self.text and (self._type != "str" or not self._result)):
            return Broken(self.text, NO_RESULT)
        if len(self.text) > LONGEST:
            return Broken(self.text[:LONGEST], TOO_LONG)
        if not self.text:
            return ""
        try:
            return _MEANINGS.get(self._type or "n", SheetReader._number)(self)
        except (ValueError, LookupError):
            return Broken(self.text, NO_VALUE)

    def _number(self) -> Value:
        text = self.text.strip()
        if not _NUMBER.fullmatch(text):
            return Broken(text, NO_VALUE)
        number, kind = float(text), self._styles.kind(self._style)
        try:
            if kind == dates.NUMBER:
                return number if abs(number) < float("inf") else Broken(text, NO_VALUE)
            return dates.duration(number) if kind == dates.DURATION else dates.day(number, macintosh=self._macintosh)
        except ValueError:
            return Broken(text, NO_DAY)

    def _shared(self) -> Value:
        position = int(self.text)
        if position < 0:
            raise LookupError(position)
        text = self._texts[position]
        return text if len(text) <= LONGEST else Broken(text[:LONGEST], TOO_LONG)

    def _spelt_out(self) -> Value:
        return unescaped(self.text)

    def _truth(self) -> Value:
        return self.text.strip() not in ("0", "false")

    def _spelt_day(self) -> Value:
        return datetime.fromisoformat(self.text.strip().removesuffix("Z"))


_MEANINGS: dict[str, Callable[[Any], Value]] = {
    "n": SheetReader._number, "s": SheetReader._shared, "str": SheetReader._spelt_out,
    "inlineStr": SheetReader._spelt_out, "b": SheetReader._truth, "d": SheetReader._spelt_day,
}  # fmt: skip


def within(ranges: list[tuple[int, int, int, int]], height: int, width: int) -> list[tuple[int, int, int, int]]:
    """What of `ranges` lies within the rows. They never overlap in a sound sheet; where they must, it is damaged."""
    cut = [
        (top, left, min(bottom, height - 1), min(right, width - 1))
        for top, left, bottom, right in ranges
        if 0 <= top <= bottom and 0 <= left <= right and top < height and left < width
    ]
    if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in cut) > height * width:
        raise UnreadableWorkbook(DAMAGED)
    return sorted(cut)
