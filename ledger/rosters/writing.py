"""What is to be written, as the ledger's own import writes it: rows of attributes, references by key."""

from collections import defaultdict
from typing import Any

from ledger.matching import REFERABLE, Matcher, SheetChanges
from ledger.rosters.records import StoredRecord, columns_of, key_names
from ledger.sheets import TABLES, Sheet
from ledger.stored import latest_entry


class Writer:
    """Gathers new and changed rows of all sheets; `matcher` knows what they refer to, and learns what is new."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._added: dict[type[Sheet], list[dict[str, Any]]] = defaultdict(list)
        self._changed: dict[type[Sheet], dict[Any, tuple[dict[str, Any], dict[str, Any]]]] = defaultdict(dict)
        self.seen: dict[type[Sheet], int] = {}

    def begin(self, sheet: type[Sheet]) -> None:
        """Rows of the sheet are about to be read: what is written later was not seen."""
        self.seen.setdefault(sheet, latest_entry(sheet.model))

    def add(self, sheet: type[Sheet], cells: dict[str, Any]) -> None:
        """A new row; others may refer to it from now on. `cells` may still be completed."""
        self._added[sheet].append(cells)
        self._accept(sheet, cells, -len(self._added[sheet]))

    def bring_back(self, sheet: type[Sheet], record: StoredRecord, cells: dict[str, Any]) -> None:
        """A new row in the place of a voided one."""
        self.change(sheet, record, cells)
        self._accept(sheet, cells, record.pk)

    def _accept(self, sheet: type[Sheet], cells: dict[str, Any], pk: Any) -> None:
        if sheet.model in REFERABLE:
            self._matcher.accept(sheet.model, cells[key_names(sheet)[0]], pk, cells.get("村代码") or "")

    def change(self, sheet: type[Sheet], record: StoredRecord, cells: dict[str, Any]) -> None:
        """New values of a stored row, beside those already told; a voided one is revived."""
        _, changed = self._changed[sheet].setdefault(record.pk, (record.raw, {}))
        changed |= cells

    def revive(self, sheet: type[Sheet], pk: Any, cells: dict[str, Any]) -> None:
        """A voided row with this key becomes one of `cells`."""
        self._changed[sheet][pk] = ({}, {**dict.fromkeys(columns_of(sheet)), **cells})

    def changes(self) -> list[SheetChanges]:
        """Everything, a sheet each, in the contract's order."""
        return [self._of(sheet) for sheet in TABLES if sheet in self._added or sheet in self._changed]

    def _of(self, sheet: type[Sheet]) -> SheetChanges:
        attributes = tuple(output for column in sheet.columns for output in column.outputs)
        meanings = self._meanings(sheet)
        change = SheetChanges(sheet, attributes, seen=self.seen.get(sheet, 0))
        for number, cells in enumerate(self._added[sheet], 1):
            raw = _filled(meanings, cells, columns_of(sheet))
            key = sheet.model._meta.pk.attname
            change.added.append((raw.get(key, -number), *(raw[name] for name in attributes)))
        for pk, (raw, cells) in self._changed[sheet].items():
            new = {**raw, **_filled(meanings, cells, cells)}
            change.changed.append((pk, *(new[name] for name in attributes)))
        return change

    def _meanings(self, sheet: type[Sheet]) -> dict[str, tuple[Any, dict[Any, Any] | None]]:
        """For each column what its values stand for, asked once for all rows."""
        changed = [cells for _, cells in self._changed[sheet].values()]
        found = {}
        for name, column in columns_of(sheet).items():
            rows = [*self._added[sheet], *(cells for cells in changed if name in cells)]
            values = {_or_blank(column, cells.get(name)) for cells in rows}
            found[name] = column, column.expand(values, self._matcher) if values else None
        return found


def _filled(meanings: Any, cells: dict[str, Any], names: Any) -> dict[str, Any]:
    """The attributes of the columns `names`."""
    raw: dict[str, Any] = {}
    for name in names:
        column, meaning = meanings[name]
        value = _or_blank(column, cells.get(name))
        outputs = (value,) if meaning is None else meaning[value]
        raw |= dict(zip(column.outputs, outputs, strict=True))
    return raw


def _or_blank(column: Any, value: Any) -> Any:
    return column.blank if value is None else value
