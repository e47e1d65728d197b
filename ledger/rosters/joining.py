"""Rows of a list that mean the same stored row, or the same new one, are one."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ledger.rosters.decisions import digest_of_row
from ledger.rosters.entries import Entries, Entry
from ledger.rosters.locating import same_month
from ledger.rosters.reading import Told
from ledger.rosters.records import SPELLS, StoredRecord, columns_of, comparable, key_names, key_texts, texts_of
from ledger.sheets import Sheet

REPEATED = "同一记录在文件里出现多次且内容不同（第 {} 行）"
PLACE = "就业地"


@dataclass(eq=False)
class JoinedRows:
    """Entries that are one. `cells` are what they tell together, with who tells each."""

    sheet: type[Sheet]
    entries: list[Entry]
    stored: StoredRecord | None = None
    cells: dict[str, Told] = field(default_factory=dict)
    tellers: dict[str, Entry] = field(default_factory=dict)
    refused: bool = False
    #: How it is counted: added, changed or unchanged; blank where an update meets nothing.
    outcome: str = ""
    #: The whole row as it is to be stored, where it is accepted.
    whole: dict[str, Any] = field(default_factory=dict)
    #: Whether it may be added where it is new.
    chosen: bool = True
    #: How a comparison named it, where it is new.
    named: str = ""
    #: The voided row that the new one brings back.
    revived: StoredRecord | None = None

    @property
    def adds(self) -> bool:
        return any(entry.feed.add for entry in self.entries)

    def value(self, name: str) -> Any:
        told = self.cells.get(name)
        return told.value if told else None

    def teller(self, name: str) -> Entry:
        return self.tellers.get(name, self.entries[0])

    @property
    def texts(self) -> dict[str, str]:
        """What it tells, as a report shows it."""
        return texts_of(self.sheet, {name: told.value for name, told in self.cells.items()})

    @property
    def digest(self) -> str:
        """Tells the same new row in another comparison, and when it is taken: its key or, without a whole one, all."""
        key = key_texts(self.sheet, {name: told.value for name, told in self.cells.items()})
        all_told = () if None not in key else (f"{name}={text}" for name, text in sorted(self.texts.items()))
        return digest_of_row(self.sheet.sheet_name, [*key, *all_told])

    @property
    def fixed(self) -> frozenset[str]:
        """What a stored row keeps, whatever the file says."""
        return fixed_names(self.sheet) if self.stored else frozenset()


def fixed_names(sheet: type[Sheet]) -> frozenset[str]:
    spell = SPELLS.get(sheet.sheet_name)
    return frozenset((*key_names(sheet), *(spell.who if spell else ()), *((spell.begins,) if spell else ())))


def joined(sheet: type[Sheet], entries: Iterable[Entry], refuser: Entries) -> list[JoinedRows]:
    """The groups of the entries that are not refused, in the order of the file; contradictions are refused."""
    groups: dict[Any, JoinedRows] = {}
    for entry in entries:
        if not entry.refused:
            group = groups.setdefault(_identity(entry), JoinedRows(sheet, [], entry.stored))
            group.entries.append(entry)
    for group in groups.values():
        if not all([_merge(group, entry) for entry in group.entries]):
            rows = "、".join(str(entry.row.number) for entry in group.entries[:5])
            group.refused = True
            for entry in group.entries:
                refuser.refuse_whole(entry, "repeated", REPEATED.format(rows))
    return list(groups.values())


def _identity(entry: Entry) -> Any:
    """What an entry has in common with those that are one with it; itself where there are none."""
    if entry.stored:
        return ("stored", entry.stored.pk)
    spell, key = SPELLS.get(entry.sheet_name), entry.key()
    if not spell:
        return ("key", key) if key else entry
    names = (*spell.who, spell.begins)
    values = tuple(comparable(name, entry.value(name)) for name in names)
    numbers = tuple(entry.value(name) for name in key_names(entry.sheet) if name not in names)
    return ("spell", values, numbers) if None not in values else entry


def _merge(group: JoinedRows, entry: Entry) -> bool:
    """Add what an entry tells; False where it contradicts what others told."""
    sound, columns = True, columns_of(group.sheet)
    for name, told in entry.told.items():
        if told.value is None or name not in columns:
            continue
        known = group.cells.get(name)
        better = _better(name, known, told) if known else told
        if better is told:
            group.cells[name], group.tellers[name] = told, entry
        filled = group.stored and group.stored.cells.get(name) is not None
        irrelevant = name in group.fixed or (filled and told.weak and known is not None and known.weak)
        sound &= bool(better or irrelevant)
    return sound


def _better(name: str, known: Told, told: Told) -> Told | None:
    """Which of two counts; None where they contradict each other."""
    if known.weak != told.weak:
        return told if known.weak else known
    if comparable(name, known.value) == comparable(name, told.value):
        return told if known.bare and not told.bare else known
    days = isinstance(known.value, date) and isinstance(told.value, date)
    if days and (known.bare or told.bare) and same_month(known.value, told.value):
        return told if known.bare and not told.bare else known
    return None


def differs(name: str, told: Told, stored: Any) -> bool:
    """Whether a value says something else than what is stored."""
    if told.value is None or stored == told.value:
        return False
    if told.bare and isinstance(stored, date):
        return not same_month(stored, told.value)
    if name == PLACE and isinstance(stored, str):
        return not stored.startswith(told.value)
    return True
