"""What of the ledger a complete list should tell, and whom it names."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from core.personal_data import names
from ledger.reach import path_of
from ledger.rosters.entries import Entry
from ledger.rosters.layouts import ID_NUMBER, NAME, Layout
from ledger.rosters.reading import RosterRow
from ledger.rosters.records import LAST_DAYS, SPELLS, TIMES, StoredRecord, columns_of, key_names, records
from ledger.sheets import Sheet
from ledger.stored import chunks

VILLAGE_CODE = "村代码"


class ListScope:
    """The rows of a sheet that hold on the file's date and that a list should name, if it is complete."""

    def __init__(self, layout: Layout, rows: list[RosterRow], reached: list[Entry], session: Any) -> None:
        self._complete: Any = layout.complete
        self._sheet: type[Sheet] = self._complete.sheet
        self._rows, self._session = rows, session
        self._reached = [entry for entry in reached if entry.row.table.layout is layout]
        self.identity = _identity(self._sheet)
        self.named = self._named()

    def records(self) -> Iterable[StoredRecord]:
        found = {record.pk: record for condition in self._conditions() for record in records(self._sheet, condition)}
        return [record for record in found.values() if self._counts(record)]

    def who(self, record: StoredRecord) -> Any:
        """Whom a stored row is about."""
        return tuple(record.cells[name] for name in self.identity)

    def _conditions(self) -> Iterable[Q]:
        if self._complete.within == VILLAGE_CODE:
            path, values = path_of(self._sheet.model), self._villages()
        else:
            path = columns_of(self._sheet)[self._complete.within].export_path
            values = {value for entry in self._reached if (value := entry.value(self._complete.within))}
        for chunk in chunks(sorted(values)):
            yield Q(**{f"{path}__in": chunk})

    def _villages(self) -> set[str]:
        """Those that the rows name or, where one names none, its person's."""
        found = set()
        for row in self._rows:
            persons = self._session.entries.persons_of(row)
            found |= {row.place.code} if row.place.code else {who.stored.village for who in persons if who.inside}
        return found

    def _named(self) -> set[Any]:
        if self.identity == (VILLAGE_CODE, NAME):
            return {(row.place.code, names.tidy(row.text(NAME))) for row in self._rows}
        if self.identity == (ID_NUMBER,):
            return {(who.number,) for row in self._rows for who in self._session.entries.persons_of(row) if who.number}
        return {tuple(entry.value(name) for name in self.identity) for entry in self._reached}

    def _counts(self, record: StoredRecord) -> bool:
        return (
            not record.voided
            and self._session.reach.holds(record.place)
            and holds(self._sheet, record, self._session.as_of)
        )


def holds(sheet: type[Sheet], record: StoredRecord, day: date | None) -> bool:
    """Whether a row holds on a day: begun, and not over; without a day: not over."""
    spell = SPELLS.get(sheet.sheet_name)
    begins, ends = (spell.begins, spell.ends) if spell else TIMES.get(sheet.sheet_name, ("", ""))
    begin, end = record.cells.get(begins), record.cells.get(ends)
    if day is None:
        return end is None
    over = end is not None and (end < day if ends in LAST_DAYS else end <= day)
    return not over and (begin is None or begin <= day)


def _identity(sheet: type[Sheet]) -> tuple[str, ...]:
    columns = columns_of(sheet)
    if sheet.sheet_name == "平台人员":
        return (VILLAGE_CODE, NAME)
    return (ID_NUMBER,) if ID_NUMBER in columns else tuple(key_names(sheet))
