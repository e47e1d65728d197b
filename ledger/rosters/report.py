"""What the import of a list, or the comparison with it, has to tell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.rosters.reading import RosterRow
from ledger.rosters.tables import RosterCell, RosterTable
from ledger.rosters.words import shown
from ledger.sheets import SHEETS_BY_NAME

_ORDER = {name: number for number, name in enumerate(SHEETS_BY_NAME)}


@dataclass
class RosterCounts:
    """The counts of one sheet of the ledger."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    closed: int = 0
    missing: int = 0

    @property
    def rows(self) -> int:
        return self.added + self.changed + self.unchanged + self.refused

    def as_dict(self) -> dict[str, int]:
        return {"rows": self.rows, **vars(self)}


@dataclass
class RosterConflict:
    """A value that somebody changed by hand after the file's date."""

    sheet: str
    key: list[str | None]
    column: str
    ours: str | None
    theirs: str | None
    row: int
    decision: str
    target: Any = None

    def as_dict(self) -> dict[str, Any]:
        """As the contract tells it, which knows no keys of the database."""
        return {name: value for name, value in vars(self).items() if name != "target"}


@dataclass
class RosterReport:
    """The contract's report. Errors and notes are gathered by where they stand in the file."""

    as_of: date | None = None
    tables: list[RosterTable] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    candidates: list[dict[str, Any]] = field(default_factory=list)
    outside: int = 0
    counts: dict[str, RosterCounts] = field(default_factory=dict)
    conflicts: list[RosterConflict] = field(default_factory=list)
    missing: list[dict[str, Any]] = field(default_factory=list)
    written: bool = False
    _errors: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)
    _notes: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)

    @property
    def fits(self) -> bool:
        return bool(self.tables)

    def counts_of(self, sheet: str) -> RosterCounts:
        return self.counts.setdefault(sheet, RosterCounts())

    def error(self, row: RosterRow, cell: RosterCell, into: str, kind: str, message: str) -> None:
        where = _where(row, cell)
        told = {"value": shown(cell.raw), "into": [], "kind": kind, "message": message}
        found = self._errors.setdefault((*where[0], kind), {**where[1], **told})
        if into not in found["into"]:
            found["into"].append(into)

    def note(self, row: RosterRow, cell: RosterCell, kind: str, took: str | None, value: Any = None) -> None:
        where = _where(row, cell)
        told = {"value": shown(cell.raw) if value is None else value, "kind": kind, "took": took}
        self._notes.setdefault((*where[0], kind, str(told["value"]), took or ""), {**where[1], **told})

    @property
    def errors(self) -> list[dict[str, Any]]:
        for error in self._errors.values():
            error["into"].sort(key=_ORDER.__getitem__)
        return [self._errors[place] for place in sorted(self._errors)]

    def places(self) -> list[int]:
        """The column of each error, from 0; negative where it stands in none."""
        return [place[2] for place in sorted(self._errors)]

    @property
    def notes(self) -> list[dict[str, Any]]:
        return [self._notes[place] for place in sorted(self._notes)]

    def head(self) -> dict[str, Any]:
        """What both commands tell of the file."""
        return {
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "sheets": [table.as_dict() for table in self.tables],
            "skipped": self.skipped,
        }  # fmt: skip

    def as_dict(self) -> dict[str, Any]:
        if not self.fits:
            return {**self.head(), "candidates": self.candidates, "written": False}
        return {
            **self.head(),
            "outside": self.outside,
            "counts": {name: self.counts[name].as_dict() for name in in_order(self.counts)},
            "notes": self.notes,
            "conflicts": [each.as_dict() for each in sorted(self.conflicts, key=_conflict_place)],
            "missing": sorted(self.missing, key=by_key),
            "errors": self.errors,
            "written": self.written,
        }


def in_order(names: Iterable[str]) -> list[str]:
    """Sheets in the contract's order."""
    return sorted(names, key=_ORDER.__getitem__)


def by_key(told: dict[str, Any]) -> tuple[Any, ...]:
    """Sorts what is told of rows by their sheet, key and column."""
    key = tuple(part or "" for part in told["key"])
    return told["sheet"], key, told.get("column", ""), told.get("rows", ())


def _conflict_place(conflict: RosterConflict) -> tuple[Any, ...]:
    return by_key(vars(conflict))


def _where(row: RosterRow, cell: RosterCell) -> tuple[tuple[Any, ...], dict[str, Any]]:
    place = (row.table.number, row.at, cell.place, cell.source)
    return place, {"sheet": row.table.sheet.name, "row": row.number, "column": cell.source}
