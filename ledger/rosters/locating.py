"""Which stored row each row of a list means."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from ledger.rosters.entries import Entries, Entry
from ledger.rosters.records import SPELLS, StoredRecord, comparable, key_names
from ledger.sheets import Sheet

TAKEN = "这个编号已登记在别人或别的乡镇名下"
SEVERAL = "对得上的记录不止一条，分不清是哪一条"


class Locator:
    """Finds the stored row of each entry of a sheet; `stored` are those that may be meant."""

    def __init__(self, sheet: type[Sheet], stored: Iterable[StoredRecord], entries: Entries, session: Any) -> None:
        self._sheet, self._entries, self._as_of, self._holds = sheet, entries, session.as_of, session.reach.holds
        self._spell = SPELLS.get(sheet.sheet_name)
        keys = key_names(sheet)
        self._live = [record for record in stored if not record.voided]
        self._by_key = {tuple(record.cells[name] for name in keys): record for record in self._live}
        self._met: set[Any] = set()

    def locate(self, entries: list[Entry]) -> None:
        for entry in entries:
            self._by_its_key(entry)
        if self._spell:
            self._by_who_and_time([entry for entry in entries if not entry.stored and not entry.refused])

    def _by_its_key(self, entry: Entry) -> None:
        key = entry.key()
        found = self._by_key.get(key) if key else None
        if not found:
            return
        others = not self._holds(found.place) or (self._spell and not self._agrees(entry, found))
        if others:
            self._entries.refuse_whole(entry, "taken", TAKEN)
        else:
            self._meet(entry, found)

    def _by_who_and_time(self, entries: list[Entry]) -> None:
        """Step by step: what one row meets in an earlier step, no other one meets in a later."""
        spell: Any = self._spell
        by_owner: dict[Any, list[StoredRecord]] = defaultdict(list)
        for record in self._live:
            if self._holds(record.place):
                by_owner[record.cells[spell.who[0]]].append(record)
        candidates = {
            entry: [one for one in by_owner.get(entry.value(spell.who[0]), ()) if self._agrees(entry, one)]
            for entry in entries
        }
        for step in (self._begun_with, self._overlapping, self._over_or_open):
            met = set(self._met)
            for entry, among in candidates.items():
                if not entry.stored and not entry.refused:
                    self._take_one(entry, step(entry, among, met))

    def _take_one(self, entry: Entry, found: list[StoredRecord]) -> None:
        if len(found) == 1:
            self._meet(entry, found[0])
        elif found:
            name = next(name for name in self._spell.who if name in entry.feed.columns)  # type: ignore[union-attr]
            self._entries.refuse_at(entry, name, "several", SEVERAL)

    def _meet(self, entry: Entry, record: StoredRecord) -> None:
        entry.stored = record
        self._met.add(record.pk)

    def _agrees(self, entry: Entry, record: StoredRecord) -> bool:
        who = self._spell.who if self._spell else ()
        given = ((name, entry.value(name)) for name in who)
        return all(
            value is None or comparable(name, value) == comparable(name, record.cells[name]) for name, value in given
        )

    # --- the steps ---

    def _begun_with(self, entry: Entry, among: list[StoredRecord], met: set[Any]) -> list[StoredRecord]:
        begun, bare = self._begin(entry)
        if begun is None:
            return []
        found = [one for one in among if self._from(one) == begun]
        return found or [one for one in among if bare and same_month(self._from(one), begun)]

    def _overlapping(self, entry: Entry, among: list[StoredRecord], met: set[Any]) -> list[StoredRecord]:
        begun, _ = self._begin(entry)
        if begun is None:
            return []
        end = entry.value(self._spell.ends) or date.max  # type: ignore[union-attr]
        return [one for one in among if one.pk not in met and self._from(one) <= end and begun <= self._to(one)]

    def _over_or_open(self, entry: Entry, among: list[StoredRecord], met: set[Any]) -> list[StoredRecord]:
        if self._begin(entry)[0] is not None:
            return []
        end = entry.value(self._spell.ends)  # type: ignore[union-attr]
        left = [one for one in among if one.pk not in met and (end is None or self._from(one) <= end)]
        over = [one for one in left if end is not None and self._to(one) == end]
        return over or [one for one in left if self._is_open(one)]

    def _begin(self, entry: Entry) -> tuple[date | None, bool]:
        told = entry.told.get(self._spell.begins)  # type: ignore[union-attr]
        return (told.value, told.bare) if told else (None, False)

    def _from(self, record: StoredRecord) -> date:
        day: date = record.cells[self._spell.begins]  # type: ignore[union-attr]
        return day

    def _to(self, record: StoredRecord) -> date:
        return record.cells[self._spell.ends] or date.max  # type: ignore[union-attr]

    def _is_open(self, record: StoredRecord) -> bool:
        return self._to(record) > self._as_of if self._as_of else self._to(record) == date.max


def same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)
