"""Comparing an official list with the ledger: only here, only there, different."""

from pathlib import Path
from typing import Any

from ledger.rosters.entries import Entry
from ledger.rosters.joining import JoinedRows, differs
from ledger.rosters.records import SPELLS, StoredRecord, as_text, columns_of, key_texts
from ledger.rosters.report import by_key, in_order
from ledger.rosters.scope import ListScope
from ledger.rosters.session import Located, RosterOptions, Session
from ledger.sheets import Sheet

COUNTED = ("only_here", "only_there", "different", "same", "refused")


def compare_roster(
    path: Path | str, options: RosterOptions | None = None, *, file_name: str = ""
) -> "RosterComparison":
    """Compare the list at `path` with the ledger; raises what importing it raises."""
    return RosterComparison(Path(path), file_name or Path(path).name, options or RosterOptions())


class RosterComparison(Session):
    """A list beside the ledger; nothing of it is written."""

    def __init__(self, path: Path, file_name: str, options: RosterOptions) -> None:
        super().__init__(path, file_name, options)
        self.counts: dict[str, dict[str, int]] = {}
        self.only_here: list[dict[str, Any]] = []
        self.only_there: list[dict[str, Any]] = []
        self.different: list[dict[str, Any]] = []
        located = {sheet: self.locate(sheet) for sheet in self.sheets()}
        for each in located.values():
            self._compare(each)
        for layout, rows in self.layouts().items():
            if layout.complete:
                self._look_here(layout, rows, located.get(layout.complete.sheet))

    def as_dict(self) -> dict[str, Any]:
        if not self.report.fits:
            return self.report.as_dict()
        return {
            **self.report.head(),
            "outside": self.report.outside,
            "counts": {name: self.counts[name] for name in in_order(self.counts)},
            "only_here": sorted(self.only_here, key=by_key),
            "only_there": sorted(self.only_there, key=by_key),
            "different": sorted(self.different, key=by_key),
            "errors": self.report.errors,
        }

    def _counts_of(self, sheet: type[Sheet]) -> dict[str, int]:
        return self.counts.setdefault(sheet.sheet_name, dict.fromkeys(COUNTED, 0))

    def _compare(self, located: Located) -> None:
        if not located.entries:
            return
        counts = self._counts_of(located.sheet)
        counts["refused"] += sum(entry.refused for entry in located.entries)
        for group in located.groups:
            if not group.refused:
                counts[self._compare_group(group)] += 1

    def _compare_group(self, group: JoinedRows) -> str:
        """How a group is counted."""
        if not group.stored:
            cells = {name: told.value for name, told in group.cells.items()}
            rows = [entry.row.number for entry in group.entries]
            told = {"sheet": group.sheet.sheet_name, "key": key_texts(group.sheet, cells), "rows": rows}
            self.only_there.append(told)
            return "only_there"
        found = [self._difference(group, group.stored, name) for name in self._differing(group, group.stored)]
        self.different += found
        return "different" if found else "same"

    def _differing(self, group: JoinedRows, record: StoredRecord) -> list[str]:
        spell, columns = SPELLS.get(group.sheet.sheet_name), columns_of(group.sheet)
        asked = [name for name in group.cells if name in columns and name not in group.fixed]
        asked += [spell.begins] if spell and spell.begins in group.cells else []
        return [
            name for name in asked
            if not group.cells[name].weak and differs(name, group.cells[name], record.cells[name])
        ]  # fmt: skip

    def _difference(self, group: JoinedRows, record: StoredRecord, name: str) -> dict[str, Any]:
        column = columns_of(group.sheet)[name]
        return {
            "sheet": group.sheet.sheet_name, "key": key_texts(group.sheet, record.cells), "column": name,
            "ours": as_text(column, record.cells[name]), "theirs": as_text(column, group.value(name)),
            "row": group.entries[0].row.number,
        }  # fmt: skip

    def _look_here(self, layout: Any, rows: Any, located: Located | None) -> None:
        """What the list should tell and does not; nothing of those of whom a row was refused."""
        sheet = layout.complete.sheet
        scope = ListScope(layout, rows, located.reached if located else [], self)
        entries = located.entries if located else []
        met = {entry.stored.pk for entry in entries if entry.stored}
        refused = {_who(entry, scope) for entry in entries if entry.refused}
        for record in scope.records():
            if record.pk not in met and scope.who(record) not in refused:
                told = {"sheet": sheet.sheet_name, "key": key_texts(sheet, record.cells)}
                if told not in self.only_here:
                    self.only_here.append(told)
                    self._counts_of(sheet)["only_here"] += 1


def _who(entry: Entry, scope: ListScope) -> Any:
    return tuple(entry.value(name) for name in scope.identity)
