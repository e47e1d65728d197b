"""The made-up rows, a list a sheet, and the ledger workbook that they make."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ledger.exporting import write_workbook
from ledger.sheets import SHEETS, Sheet


class Book:
    """Rows name the attributes of their sheet's columns; what they leave out is a blank cell."""

    def __init__(self) -> None:
        self.rows: dict[type[Sheet], list[dict[str, Any]]] = {sheet: [] for sheet in SHEETS}

    def add(self, sheet: type[Sheet], thing: Any = None, /, **values: Any) -> None:
        """Add a row of what `thing` says under the names of the columns, and of `values`."""
        names = [column.attribute for column in sheet.columns if hasattr(thing, column.attribute)]
        self.rows[sheet].append({name: getattr(thing, name) for name in names} | values)

    def has(self, sheet: type[Sheet], **values: Any) -> bool:
        """Whether a row with these values is there already."""
        return any(values.items() <= row.items() for row in self.rows[sheet])

    def save(self, path: Path | str) -> dict[str, int]:
        """Write the workbook; returns the rows of every sheet."""
        return write_workbook(path, {sheet: _lines(sheet, rows) for sheet, rows in self.rows.items()})


def _lines(sheet: type[Sheet], rows: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    names = [column.attribute for column in sheet.columns]
    for row in rows:
        unknown = row.keys() - set(names)
        if unknown:
            raise KeyError(f"{sheet.sheet_name}: {unknown}")
        yield tuple(row.get(name) for name in names)
