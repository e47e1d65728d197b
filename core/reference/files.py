"""A list of reference data that somebody uploads: its rows, whether it is a workbook or a CSV, or why it is none."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from core.files.workbooks import first_sheet
from foreign.faults import UnreadableWorkbook
from foreign.package import foreign_kind

#: A county has some thousand divisions, a year some forty special days.
ROW_LIMIT = 10_000
LONGEST_CELL = 200
#: What spreadsheet programs in China save a CSV in.
ENCODINGS = ("utf-8-sig", "gb18030")
ARCHIVE, OLD_WORKBOOK = b"PK", b"\xd0\xcf\x11\xe0"
NO_TEXT = "这个文件不是表格，或编码认不出来：请用 Excel 或 WPS 另存为 .xlsx，或 UTF-8 编码的 CSV"


class ListFault(NamedTuple):
    """What is wrong with a row, by its number in the file; 0 is the file itself."""

    row: int
    words: str


class BrokenFile(ValueError):
    """A file that holds no such list: `faults` are what to mend, row by row."""

    def __init__(self, *faults: ListFault) -> None:
        super().__init__("；".join(told(fault) for fault in faults))
        self.faults = faults


class ListRow(NamedTuple):
    """A row of the file: its number, and the texts of the columns that were asked for."""

    number: int
    cells: Mapping[str, str]


def told(fault: ListFault) -> str:
    return f"第 {fault.row} 行：{fault.words}" if fault.row else fault.words


def read(path: Path, columns: Mapping[str, Iterable[str]]) -> list[ListRow]:
    """The rows of the first sheet, blank ones left out. `columns`: what a column may be called, by its own name."""
    lines = _lines(path)
    if len(lines) > ROW_LIMIT + 1:
        raise BrokenFile(ListFault(0, f"超过 {ROW_LIMIT} 行，不像这种名单：请只留要上传的那一部分"))
    places = _places(lines[0] if lines else [], columns)
    rows = [ListRow(number, _cells(line, places)) for number, line in enumerate(lines[1:], 2) if any(line)]
    if not rows:
        raise BrokenFile(ListFault(0, "标题行下面没有内容"))
    return rows


def _places(header: list[str], columns: Mapping[str, Iterable[str]]) -> dict[str, int]:
    found = {
        name: next((place for place, text in enumerate(header) if text in called), -1)
        for name, called in columns.items()
    }
    if missing := [name for name, place in found.items() if place < 0]:
        raise BrokenFile(ListFault(1, f"第一行应是列名，缺少：{'、'.join(missing)}"))
    return found


def _cells(line: list[str], places: Mapping[str, int]) -> dict[str, str]:
    return {name: line[place] if place < len(line) else "" for name, place in places.items()}


def _lines(path: Path) -> list[list[str]]:
    with path.open("rb") as file:
        start = file.read(8)
    try:
        if start.startswith(OLD_WORKBOOK) or not start:
            raise UnreadableWorkbook(foreign_kind(start))
        lines = first_sheet(path).rows if start.startswith(ARCHIVE) else _csv(path)
    except UnreadableWorkbook as fault:
        raise BrokenFile(ListFault(0, str(fault))) from fault
    return [[_text(cell) for cell in line] for line in lines]


def _csv(path: Path) -> list[list[Any]]:
    content = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return _parsed(text)
    raise BrokenFile(ListFault(0, NO_TEXT))


def _parsed(text: str) -> list[list[Any]]:
    try:
        return list(csv.reader(StringIO(text, newline="")))
    except csv.Error as fault:
        raise BrokenFile(ListFault(0, NO_TEXT)) from fault


def _text(cell: Any) -> str:
    """As it was meant: codes are whole numbers, days have no hour."""
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else str(cell)
    if hasattr(cell, "date"):
        return str(cell.date())
    return str(cell).strip()[:LONGEST_CELL]
