"""What a list does, said of people: who is new, whose work changes, what ends, what somebody here knows otherwise."""

from collections.abc import Iterator
from typing import Any

from core.fields import NameField
from ledger.columns import Reference
from ledger.effects import ENDS
from ledger.report import Effect, EffectKind
from ledger.rosters.closing import END, PERSON
from ledger.rosters.closing import SHEET as EMPLOYMENT
from ledger.rosters.importing import RosterImport
from ledger.rosters.joining import JoinedRows
from ledger.rosters.layouts import NAME
from ledger.rosters.records import EMPLOYER, as_text, columns_of, key_texts
from ledger.rosters.report import RosterConflict
from ledger.sheets import SHEETS_BY_NAME, Sheet

PEOPLE = "劳动力"


def effects_of(found: RosterImport) -> list[Effect]:
    """Everything that a list does to what is stored, and what it would do but for what somebody wrote by hand."""
    return [*_RosterEffects(found).told()]


class _RosterEffects:
    def __init__(self, found: RosterImport) -> None:
        self._found = found
        self._closed = {id(job.cells) for job, _ in found.closings}
        self._followed = {(one.entry.value(PERSON), one.begins) for _, one in found.closings}

    def told(self) -> Iterator[Effect]:
        for conflict in self._found.report.conflicts:
            yield _of_conflict(conflict)
        for job, beginning in self._found.closings:
            row, employer = beginning.entry.row, beginning.entry.value(EMPLOYER)
            texts = {"stored": job.cells[EMPLOYER], "value": employer or beginning.employer}
            yield self._effect(EMPLOYMENT, job.cells, row, EMPLOYER, EffectKind.WORK_CHANGED, **texts)
        for located in self._found.located.values():
            for group in located.groups:
                yield from self._of_group(located.sheet.sheet_name, group)
        for each in self._found.report.missing:
            key = tuple(part or "" for part in each["key"])
            yield Effect(each["sheet"], 0, "", "", "", EffectKind.MISSING, key)

    def _of_group(self, name: str, group: JoinedRows) -> Iterator[Effect]:
        if group.outcome == "added":
            if not (name == EMPLOYMENT and self._follows(group)):
                yield self._added(name, group)
        elif group.outcome == "changed":
            yield from self._changed(name, group)
        if len(group.entries) > 1 and group.outcome:
            rows = "、".join(str(entry.row.number) for entry in group.entries[:5])
            yield self._effect(name, group.whole, group.entries[1].row, "", EffectKind.REPEATED, value=f"第 {rows} 行")

    def _follows(self, group: JoinedRows) -> bool:
        """Whether it is told already as the new work of somebody who left another one."""
        return (group.whole[PERSON], group.whole["开始日期"]) in self._followed

    def _added(self, name: str, group: JoinedRows) -> Effect:
        kinds = {PEOPLE: EffectKind.NEW_PERSON, EMPLOYMENT: EffectKind.NEW_WORK}
        told = {PEOPLE: "村代码", EMPLOYMENT: EMPLOYER}.get(name, "")
        value = self._text(name, told, group.whole[told]) if told else ""
        effect = self._effect(name, group.whole, group.entries[0].row, told, kinds.get(name, EffectKind.NEW_RECORD))
        return Effect(**{**vars(effect), "value": value, "name": group.whole.get(NAME) or effect.name})

    def _changed(self, name: str, group: JoinedRows) -> Iterator[Effect]:
        stored: Any = group.stored
        for column in columns_of(SHEETS_BY_NAME[name]).values():
            own = column.column_name
            before, after = stored.cells[own], group.whole[own]
            if before == after or (own == END and id(group.whole) in self._closed):
                continue
            kind = _kind(SHEETS_BY_NAME[name], column, before, after)
            texts = {"stored": self._text(name, own, before), "value": self._text(name, own, after)}
            yield self._effect(name, stored.cells, group.teller(own).row, own, kind, **texts)

    def _text(self, name: str, column: str, value: Any) -> str:
        return as_text(columns_of(SHEETS_BY_NAME[name])[column], value) or ""

    def _effect(
        self, name: str, cells: dict[str, Any], row: Any, column: str, kind: EffectKind, *, stored: str = "",
        value: str = "",
    ) -> Effect:  # fmt: skip
        key = tuple(part or "" for part in key_texts(SHEETS_BY_NAME[name], cells))
        return Effect(name, row.number, column, value, stored, kind, key, found_in=row.table.sheet.name)


def _of_conflict(told: RosterConflict) -> Effect:
    key = tuple(part or "" for part in told.key)
    return Effect(
        told.sheet, told.row, told.column, told.theirs or "", told.ours or "", EffectKind.BY_HAND, key,
        target=str(told.target), decision=told.decision,
    )  # fmt: skip


def _kind(sheet: type[Sheet], column: Any, before: Any, after: Any) -> EffectKind:
    """What it means that a stored value is replaced."""
    if before is None:
        if column.column_name not in ENDS:
            return EffectKind.FILLED
        return EffectKind.RETURNED if sheet.sheet_name == EMPLOYMENT else EffectKind.ENDED
    if column.column_name in ENDS and after > before:
        return EffectKind.REOPENS
    if isinstance(column.field, NameField):
        return EffectKind.RENAMED
    return EffectKind.MOVED if isinstance(column, Reference) and sheet.movable else EffectKind.CORRECTED
