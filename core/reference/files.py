"""A list of reference data that somebody uploads: its rows, whether it is a workbook or a CSV, or why it is none."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from core.files.lists import rows_of
from foreign.faults import UnreadableWorkbook

#: A county has some thousand divisions, a year some forty special days.
ROW_LIMIT = 10_000
LONGEST_CELL = 200


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
    try:
        return [[cell[:LONGEST_CELL] for cell in row] for row in rows_of(path)]
    except UnreadableWorkbook as fault:
        raise BrokenFile(ListFault(0, str(fault))) from fault
