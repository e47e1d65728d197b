"""Opening a workbook that came from outside and handing out its cells."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from ledger.inspection import DAMAGED, UnreadableWorkbook, inspect

DEAD_FORMULA = "公式没有计算结果或结果是错误值：请在 Excel 中重新计算后保存，或改为填写数值"


@dataclass
class RawSheet:
    """A sheet as it stands: `rows[0]` is its first row, whatever is empty.

    `broken` tells by (row, column), from 0, why a cell can't be read; in `rows` stands what is found there.
    `merged` are the merged ranges: first row and column, last row and column, from 0, the last ones included.
    """

    name: str
    rows: list[list[Any]]
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


class WorkbookFile:
    """A workbook found safe to read. `names` are its sheets; `sheet` parses one of them."""

    def __init__(self, path: Path | str) -> None:
        self._broken = inspect(Path(path))
        try:
            self._book = CalamineWorkbook.from_path(str(path))
        except (CalamineError, OSError, ValueError) as error:
            raise UnreadableWorkbook(DAMAGED) from error
        self.names: list[str] = self._book.sheet_names

    def sheet(self, name: str) -> RawSheet:
        """Parse one sheet."""
        try:
            sheet = self._book.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
        except (CalamineError, ValueError) as error:
            raise UnreadableWorkbook(DAMAGED) from error
        broken = dict.fromkeys(self._broken.get(name, set()), DEAD_FORMULA)
        return RawSheet(name, rows, broken, [(*first, *last) for first, last in sheet.merged_cell_ranges or ()])
