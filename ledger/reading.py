"""Opening a workbook that came from outside and handing out its cells."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from ledger.inspection import DAMAGED, UnreadableWorkbook, inspect


@dataclass
class RawSheet:
    """A sheet as it stands: `rows[0]` is its first row; `broken` holds (row, column) of dead formulas, from 0."""

    name: str
    rows: list[list[Any]]
    broken: set[tuple[int, int]] = field(default_factory=set)


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
        """Parse one sheet; its rows begin at the sheet's first row whatever is empty."""
        try:
            rows = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except (CalamineError, ValueError) as error:
            raise UnreadableWorkbook(DAMAGED) from error
        return RawSheet(name, rows, self._broken.get(name, set()))
