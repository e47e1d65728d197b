"""A range of a ledger that was pasted: one sheet without a name, told by its header."""

from pathlib import Path
from typing import Any

from core.files.workbooks import ForeignTable, RawSheet
from foreign.faults import UnreadableWorkbook
from ledger.parsed_sheet import find_header
from ledger.rows import header_text
from ledger.sheets import SHEETS, Sheet

UNKNOWN = "认不出粘贴的是台账的哪张表：请连同表头（台账模板里的列名）一起复制；别人做的表请到“上传名册”粘贴"


class PastedRange:
    """Hands out its one sheet as a workbook would that has it under its name."""

    def __init__(self, path: Path) -> None:
        (self._found,) = ForeignTable(path, "").sheets()
        self._found.name = _sheet_of(self._found.rows).sheet_name
        self.names = [self._found.name]

    def sheet(self, name: str) -> RawSheet:
        return self._found


def _sheet_of(rows: list[list[Any]]) -> type[Sheet]:
    """The sheet whose columns the header names, the most of them."""
    named = {sheet: _named(sheet, rows) for sheet in SHEETS}
    best = max(SHEETS, key=lambda sheet: named[sheet])
    if not named[best]:
        raise UnreadableWorkbook(UNKNOWN)
    return best


def _named(sheet: type[Sheet], rows: list[list[Any]]) -> int:
    found = find_header(sheet, rows)
    texts = set() if found is None else {header_text(cell) for cell in rows[found]}
    return len(texts & {column.column_name for column in sheet.columns})
