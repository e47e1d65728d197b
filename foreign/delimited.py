"""Text with commas or tabs, as programs in China save it."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO

from foreign.faults import UnreadableWorkbook
from foreign.sheet import NO_RESULT, ROW_LIMIT, TOO_LONG, Broken, SheetContent, Value
from foreign.texts import LONGEST

LOOKED_AT = 15
NO_TEXT = "这个文件不是表格，或编码认不出来：请用 Excel 或 WPS 另存为 .xlsx，或 UTF-8 编码的 CSV"
WIDE = "表格超过 {} 列：请删去右侧多余的列"
LONG = f"表格超过 {ROW_LIMIT} 行：请分几个文件上传"
OPEN = '第 {} 行有一个双引号（"）没有成对，它后面的内容会连成一格：请删去它，或在这一格末尾补上另一个'
#: No cell of a list has more lines; one that does began with a quote that nobody closed.
LINES_IN_A_CELL = 20
#: What no text holds, and how a page begins that is saved under the name of a table.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
MARKUP = re.compile(r"\s*<(!doctype|html|head|body|table|meta|\?xml|!--|div|script|style)", re.IGNORECASE)
#: What a spreadsheet shows where a formula has no result.
ERROR_VALUES = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"})


def read_text(content: bytes, *, columns: int) -> SheetContent:
    """The one sheet that a text is."""
    text = decoded(content)
    if CONTROL.search(text) or MARKUP.match(text):
        raise UnreadableWorkbook(NO_TEXT)
    laid_out = LaidOut(columns)
    for row in _rows(text, _delimiter(text)):
        laid_out.add(row)
    return laid_out.sheet()


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """A stray quote within a cell is read as it stands; one that would swallow other cells or lines is refused."""
    lines = list(StringIO(text, newline=""))
    # The line added at the end is swallowed by a quote that is open there.
    reader = csv.reader([*lines, "\n"], delimiter=delimiter)
    begun = 0
    try:
        for row in reader:
            if reader.line_num > begun + 1 or any(delimiter in cell for cell in row):
                _insist_on_pairs(lines[begun : reader.line_num], delimiter)
            if begun < len(lines):
                yield row
            begun = reader.line_num
    except csv.Error as fault:
        raise UnreadableWorkbook(OPEN.format(begun + 1) if '"' in lines[begun] else NO_TEXT) from fault


def _insist_on_pairs(lines: list[str], delimiter: str) -> None:
    for row in csv.reader(lines, delimiter=delimiter, strict=True):
        if any(len(cell.splitlines()) > LINES_IN_A_CELL for cell in row):
            raise csv.Error("a cell of too many lines")


def decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, or else GB18030."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableWorkbook(NO_TEXT)


def _delimiter(text: str) -> str:
    lines = text.splitlines()[:LOOKED_AT]
    commas, tabs = (sum(line.count(sign) for line in lines) for sign in ",\t")
    return "\t" if tabs > commas else ","


class LaidOut:
    """Rows of values laid out as a sheet, each distinct value once."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._values: list[Value] = [""]
        self._known: dict[tuple[type, Value], int] = {(str, ""): 0}
        self._rows: list[list[int]] = []

    def add(self, line: list[Value] | list[str]) -> None:
        if len(self._rows) >= ROW_LIMIT:
            raise UnreadableWorkbook(LONG)
        numbers = [self._number(value) for value in line]
        while numbers and not numbers[-1]:
            numbers.pop()
        if len(numbers) > self._columns:
            raise UnreadableWorkbook(WIDE.format(self._columns))
        self._rows.append(numbers)

    def sheet(self, merged: list[tuple[int, int, int, int]] | None = None) -> SheetContent:
        while self._rows and not self._rows[-1]:
            self._rows.pop()
        width = max(map(len, self._rows), default=0)
        return SheetContent(self._values, [row + [0] * (width - len(row)) for row in self._rows], width, merged or [])

    def _number(self, value: Value) -> int:
        number = self._known.get((type(value), value))
        if number is None:
            number = self._known[type(value), value] = len(self._values)
            self._values.append(_sound(value))
        return number


def _sound(value: Value) -> Value:
    if isinstance(value, str) and value.strip() in ERROR_VALUES:
        return Broken(value, NO_RESULT)
    if isinstance(value, str) and len(value) > LONGEST:
        return Broken(value[:LONGEST], TOO_LONG)
    return value
