"""Comparing an official list with the ledger: only here, only there, different."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.functional import cached_property

from ledger.importing import CHECKING, Watcher
from ledger.rosters.decisions import Colour, digest_of_row
from ledger.rosters.entries import Entry
from ledger.rosters.joining import JoinedRows, differs
from ledger.rosters.layouts import ID_NUMBER, Layout
from ledger.rosters.reading import RosterRow
from ledger.rosters.records import SPELLS, StoredRecord, as_text, columns_of, key_texts, texts_of
from ledger.rosters.report import by_key, in_order
from ledger.rosters.scope import VILLAGE_CODE, ListScope
from ledger.rosters.session import Located, RosterOptions, Session
from ledger.sheets import Sheet

COUNTED = (*Colour.values, "same", "refused")


@dataclass(frozen=True)
class RosterDifference:
    """A row that only one side has, or a value that both have otherwise; keys and values as texts.

    `place` is the division it lies in, blank where nobody knows; `target` the stored row, `number` whom it is about.
    `side` is what the one side has of a row that the other lacks.
    """

    colour: Colour
    sheet: type[Sheet]
    layout: Layout
    key: list[str | None]
    place: str = ""
    target: Any = None
    number: str = ""
    column: str = ""
    ours: str | None = None
    theirs: str | None = None
    rows: tuple[RosterRow, ...] = ()
    side: JoinedRows | StoredRecord | None = None

    @cached_property
    def cells(self) -> Mapping[str, str]:
        """What the one side tells of a row that the other lacks, by column."""
        if isinstance(self.side, JoinedRows):
            return self.side.texts
        return texts_of(self.sheet, self.side.cells) if self.side else {}

    @property
    def digest(self) -> str:
        """Tells the same difference in another comparison, and when it is taken."""
        if isinstance(self.side, JoinedRows):
            return self.side.digest
        return digest_of_row(self.sheet.sheet_name, self.key, self.column)

    def as_dict(self) -> dict[str, Any]:
        """As the contract tells it."""
        told: dict[str, Any] = {"sheet": self.sheet.sheet_name, "key": self.key}
        if self.colour == Colour.ONLY_THERE:
            return {**told, "rows": [row.number for row in self.rows]}
        if self.colour == Colour.DIFFERENT:
            return {
                **told, "column": self.column, "ours": self.ours, "theirs": self.theirs, "row": self.rows[0].number,
            }  # fmt: skip
        return told


def compare_roster(
    path: Path | str, options: RosterOptions | None = None, *, file_name: str = "", watcher: Watcher | None = None
) -> "RosterComparison":
    """Compare the list at `path` with the ledger; raises what importing it raises."""
    name = file_name or Path(path).name
    return RosterComparison(Path(path), name, options or RosterOptions(), watcher or Watcher())


class RosterComparison(Session):
    """A list beside the ledger; nothing of it is written."""

    def __init__(self, path: Path, file_name: str, options: RosterOptions, watcher: Watcher) -> None:
        super().__init__(path, file_name, options)
        self.counts: dict[str, dict[str, int]] = {}
        self.found: list[RosterDifference] = []
        self._here: set[tuple[Any, ...]] = set()
        located: dict[type[Sheet], Located] = {}
        sheets = self.sheets()
        for number, sheet in enumerate(sheets):
            watcher.reached(CHECKING, number, len(sheets))
            located[sheet] = self.locate(sheet)
            self._compare(located[sheet])
        for layout, rows in self.layouts().items():
            if layout.complete:
                self._look_here(layout, rows, located.get(layout.complete.sheet))

        self._located = located

    def entries_of(self, sheet: type[Sheet]) -> list[Entry]:
        """What the rows of the list make of a sheet, those that are refused left out."""
        return [entry for entry in self._located[sheet].entries if not entry.refused] if sheet in self._located else []

    def as_dict(self) -> dict[str, Any]:
        if not self.report.fits:
            return self.report.as_dict()
        told = {colour: sorted((one.as_dict() for one in self._of(colour)), key=by_key) for colour in Colour.values}
        return {
            **self.report.head(),
            "outside": self.report.outside,
            "counts": {name: self.counts[name] for name in in_order(self.counts)},
            **{name: told[name] for name in ("only_here", "only_there", "different")},
            "errors": self.report.errors,
        }

    def _of(self, colour: str) -> Iterator[RosterDifference]:
        return (one for one in self.found if one.colour == colour)

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
            self.found.append(_only_there(group))
            return Colour.ONLY_THERE
        names = self._differing(group, group.stored)
        self.found += [_different(group, group.stored, name) for name in names]
        return Colour.DIFFERENT if names else "same"

    def _differing(self, group: JoinedRows, record: StoredRecord) -> list[str]:
        spell, columns = SPELLS.get(group.sheet.sheet_name), columns_of(group.sheet)
        asked = [name for name in group.cells if name in columns and name not in group.fixed]
        asked += [spell.begins] if spell and spell.begins in group.cells else []
        return [
            name for name in asked
            if not group.cells[name].weak and differs(name, group.cells[name], record.cells[name])
        ]  # fmt: skip

    def _look_here(self, layout: Layout, rows: Any, located: Located | None) -> None:
        """What the list should tell and does not; nothing of those of whom a row was refused."""
        sheet: Any = layout.complete.sheet  # type: ignore[union-attr]
        scope = ListScope(layout, rows, located.reached if located else [], self)
        entries = located.entries if located else []
        met = {entry.stored.pk for entry in entries if entry.stored}
        refused = {_who(entry, scope) for entry in entries if entry.refused}
        for record in scope.records():
            if record.pk not in met and scope.who(record) not in refused and (sheet, record.pk) not in self._here:
                self._here.add((sheet, record.pk))
                self.found.append(_only_here(layout, sheet, record))
                self._counts_of(sheet)[Colour.ONLY_HERE] += 1


def _only_there(group: JoinedRows) -> RosterDifference:
    told = {name: told.value for name, told in group.cells.items()}
    first = group.entries[0]
    stored = first.who.stored if first.who else None
    return RosterDifference(
        Colour.ONLY_THERE, group.sheet, first.row.table.layout, key_texts(group.sheet, told),
        place=told.get(VILLAGE_CODE) or (stored.village if stored and stored.inside else first.row.place.code or ""),
        number=told.get(ID_NUMBER) or "",
        rows=tuple(entry.row for entry in group.entries), side=group,
    )  # fmt: skip


def _different(group: JoinedRows, record: StoredRecord, name: str) -> RosterDifference:
    column = columns_of(group.sheet)[name]
    return RosterDifference(
        Colour.DIFFERENT, group.sheet, group.entries[0].row.table.layout, key_texts(group.sheet, record.cells),
        place=record.place, target=record.pk, number=record.cells.get(ID_NUMBER) or "", column=name,
        ours=as_text(column, record.cells[name]), theirs=as_text(column, group.value(name)),
        rows=tuple(entry.row for entry in group.entries),
    )  # fmt: skip


def _only_here(layout: Layout, sheet: type[Sheet], record: StoredRecord) -> RosterDifference:
    return RosterDifference(
        Colour.ONLY_HERE, sheet, layout, key_texts(sheet, record.cells),
        place=record.place, target=record.pk, number=record.cells.get(ID_NUMBER) or "",
        side=record,
    )  # fmt: skip


def _who(entry: Entry, scope: ListScope) -> Any:
    return tuple(entry.value(name) for name in scope.identity)
