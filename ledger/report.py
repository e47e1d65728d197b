"""What an import did, or would do: counts by sheet, unknown columns, and every refused cell with its reason."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.cells import as_text, printable


@dataclass(frozen=True)
class CellError:
    """A refused cell. `row` is the row number in the file; None for an error of the whole sheet."""

    sheet: str
    row: int | None
    column: str
    value: str
    message: str


@dataclass
class SheetCounts:
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    def as_dict(self) -> dict[str, int]:
        return dict(vars(self))


@dataclass
class Report:
    """The contract's JSON report as an object."""

    sheets: dict[str, SheetCounts] = field(default_factory=dict)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)
    written: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            "sheets": {name: counts.as_dict() for name, counts in self.sheets.items()},
            "unknown": self.unknown,
            "errors": [dict(vars(error)) for error in self.errors],
            "written": self.written,
        }


def shown(value: Any) -> str:
    """A cell's value as a report shows it."""
    text = value.isoformat() if isinstance(value, date) else printable(as_text(value))
    return text if len(text) <= 100 else text[:99] + "…"
