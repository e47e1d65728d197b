"""What a list does to each row that it means: adds it, changes it, leaves it, or is refused."""

from collections.abc import Iterable
from typing import Any

from ledger.parsed_sheet import is_reversed
from ledger.reach import OUTSIDE
from ledger.rosters.decisions import Decision
from ledger.rosters.hand_work import HandWork
from ledger.rosters.joining import JoinedRows, differs
from ledger.rosters.records import SPELLS, StoredRecord, as_text, columns_of, key_names, key_texts
from ledger.rosters.report import RosterConflict
from ledger.rosters.status_changes import StoredChanges
from ledger.rosters.villages import TOWN
from ledger.sheets import Sheet
from ledger.sheets.status import SHEET_NAME

MISSING = "必填，文件里没有填"


class Decider:
    """Decides about the groups of one sheet. `stored` are the rows that they may mean, by key the voided ones too."""

    def __init__(
        self, sheet: type[Sheet], groups: list[JoinedRows], stored: Iterable[StoredRecord], session: Any
    ) -> None:
        self._sheet, self._session, self._columns = sheet, session, columns_of(sheet)
        self._report, self._refuser, self._as_of = session.report, session.entries, session.as_of
        met = [group.stored for group in groups if group.stored]
        self._changes = StoredChanges(sheet, met)
        self.hand = HandWork(sheet, stored, self._as_of)
        keys = key_names(sheet)
        self._voided = {tuple(one.cells[name] for name in keys): one for one in stored if one.voided}

    def decide(self, group: JoinedRows) -> None:
        if not group.refused and (group.stored or group.chosen):
            self._update(group, group.stored) if group.stored else self._add(group)

    # --- new rows ---

    def _add(self, group: JoinedRows) -> None:
        if not group.adds:
            for entry in group.entries:
                self._session.note_not_stored(entry)
            return
        cells = {name: group.value(name) for name in self._columns}
        lacking = [column.column_name for column in self._sheet.required() if cells[column.column_name] is None]
        for name in lacking:
            self._refuse(group, name, "required", MISSING, required=True)
        if lacking or self._is_reversed(group, cells) or self._is_foreign(group, cells):
            return
        group.outcome, group.whole = "added", cells
        self._session.known.accept(self._sheet, cells)
        group.revived = self._voided.get(tuple(cells[name] for name in key_names(self._sheet)))
        if group.revived:
            self._session.writer.bring_back(self._sheet, group.revived, cells)
        else:
            self._session.writer.add(self._sheet, cells)

    def _is_foreign(self, group: JoinedRows, cells: dict[str, Any]) -> bool:
        """Whether the new row would lie outside the importer's divisions."""
        place = cells.get("村代码") or cells.get("镇代码")
        if place and not self._session.reach.holds(place):
            return self._refuse(group, key_names(self._sheet)[0], "taken", OUTSIDE)
        return False

    # --- stored rows ---

    def _update(self, group: JoinedRows, record: StoredRecord) -> None:
        new, conflicts = {}, []
        for name, told in group.cells.items():
            if name in group.fixed or not self._says_more(name, told, record):
                continue
            conflict = self._conflict(group, record, name)
            if conflict:
                conflicts.append(conflict)
            if not conflict or conflict.decision == Decision.TAKE:
                new[name] = told.value
        whole = {**record.cells, **new}
        if new and (self._is_reversed(group, whole) or self._is_moved(group, record, whole)):
            return
        self._report.conflicts += conflicts
        self._note_starts(group, record)
        group.outcome, group.whole = "changed" if new else "unchanged", whole
        self._session.known.accept(self._sheet, whole)
        if new:
            self._keep_past(record, new)
            self._session.writer.change(self._sheet, record, new)

    def _says_more(self, name: str, told: Any, record: StoredRecord) -> bool:
        stored = record.cells[name]
        return not (told.weak and stored is not None) and differs(name, told, stored)

    def _conflict(self, group: JoinedRows, record: StoredRecord, name: str) -> RosterConflict | None:
        column = self._columns[name]
        choice = self._session.options.is_choice
        newer = choice or self._changes.is_newer(record, column, self._as_of) or self.hand.changed(record, column)
        return self.conflict(record, name, group.value(name), group.teller(name).row.number) if newer else None

    def conflict(self, record: StoredRecord, name: str, theirs: Any, row: int) -> RosterConflict:
        column = self._columns[name]
        ours, told = as_text(column, record.cells[name]), as_text(column, theirs)
        return RosterConflict(
            self._sheet.sheet_name, key_texts(self._sheet, record.cells), name, ours, told, row,
            self._session.decision(self._sheet, record.pk, name, ours, told), record.pk,
        )  # fmt: skip

    def _is_moved(self, group: JoinedRows, record: StoredRecord, whole: dict[str, Any]) -> bool:
        """Whether the row would lie in another town, which only people and households may."""
        place = whole.get("村代码") or record.place
        if place[:TOWN] == record.place[:TOWN] or "村代码" not in whole or self._sheet.movable:
            return False
        return self._refuse(
            group, key_names(self._sheet)[0], "taken", "编号已被其他乡镇使用，导入不能把记录转到别的乡镇"
        )

    def _note_starts(self, group: JoinedRows, record: StoredRecord) -> None:
        spell = SPELLS.get(self._sheet.sheet_name)
        if not spell:
            return
        stored = record.cells[spell.begins]
        for entry in group.entries:
            told = entry.told.get(spell.begins)
            if told and differs(spell.begins, told, stored):
                self._report.note(entry.row, entry.blamed(spell.begins), "start", stored.isoformat())

    def _keep_past(self, record: StoredRecord, new: dict[str, Any]) -> None:
        """A row of 状态变更 for each value with a day that is replaced."""
        part = self._changes.part
        for name in new:
            column, old = self._columns[name], record.cells[name]
            if part is None or not self._as_of or old is None or not self._changes.has_day(column):
                continue
            there = self._changes.told(record, column, self._as_of)
            if there and not there[1]:
                continue
            owner = record.cells[key_names(self._sheet)[0]]
            item = self._changes.items[name]
            cells = {"对象编号": owner, "项目": item, "变更日期": self._as_of, "变更前": (name, old)}
            self._session.keep_past(part, cells, there[0] if there else None)
            self._report.counts_of(SHEET_NAME).added += 1

    # --- both ---

    def _is_reversed(self, group: JoinedRows, cells: dict[str, Any]) -> bool:
        """Whether a day of the row, as it would be stored, lies before one that it may not precede."""
        names = {column.attribute: column.column_name for column in self._sheet.columns}
        found = False
        for order in self._sheet.orders():
            earlier, later = names.get(order.earlier), names.get(order.later)
            if earlier and later and is_reversed(cells[earlier], cells[later]):
                at = later if group.value(later) is not None else earlier
                found = self._refuse(group, at, "order", order.message)
        return found

    def _refuse(self, group: JoinedRows, name: str, kind: str, message: str, *, required: bool = False) -> bool:
        group.refused = True
        for entry in group.entries:
            self._refuser.refuse_at(entry, name, kind, message, required=required)
        return True
