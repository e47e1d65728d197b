"""Text with commas or tabs, as programs in China save it."""

import codecs
import csv
import re
from io import StringIO

from foreign.faults import UnreadableWorkbook
from foreign.sheet import NO_RESULT, ROW_LIMIT, TOO_LONG, Broken, SheetContent, Value
from foreign.texts import LONGEST

LOOKED_AT = 15
NO_TEXT = "这个文件不是表格，或编码认不出来：请用 Excel 或 WPS 另存为 .xlsx，或 UTF-8 编码的 CSV"
WIDE = "表格超过 {} 列：请删去右侧多余的列"
LONG = f"表格超过 {ROW_LIMIT} 行：请分几个文件上传"
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
    try:
        for line in csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)):
            laid_out.add(line)
    except csv.Error as fault:
        raise UnreadableWorkbook(NO_TEXT) from fault
    return laid_out.sheet()


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
