"""Which rows of the ledger's sheets the rows of a list make, and what each of them tells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from core.personal_data import names
from ledger.columns import Reference
from ledger.rosters.layouts import ANY_WORD, FILE_DATE, HEAD, HOUSEHOLD, ID_NUMBER, NAME, VILLAGE, FedColumn, Feed
from ledger.rosters.people import Asked, Number, Who, number_told
from ledger.rosters.reading import RosterRow, Told, Unread, kind_of
from ledger.rosters.records import SPELLS, StoredRecord, as_text, columns_of, key_names
from ledger.rosters.references import NAMED
from ledger.rosters.tables import RosterCell
from ledger.rosters.words import BLANKS, squeezed, text_of, yes_or_no
from ledger.sheets import SHEETS_BY_MODEL, SHEETS_BY_NAME, Sheet

#: Where a report names a column that the file has not: after all others.
NOWHERE = 10_000
PEOPLE = "劳动力"


@dataclass(eq=False)
class Entry:
    """What a row of the file makes of one feed. `stored` is the row that it means."""

    row: RosterRow
    feed: Feed
    told: dict[str, Told] = field(default_factory=dict)
    who: Who | None = None
    refused: bool = False
    stored: StoredRecord | None = None

    @property
    def sheet(self) -> type[Sheet]:
        return self.feed.sheet

    @property
    def sheet_name(self) -> str:
        return self.feed.sheet.sheet_name

    def value(self, name: str) -> Any:
        told = self.told.get(name)
        return told.value if told else None

    def key(self) -> tuple[Any, ...] | None:
        """The whole key; None where a part of it is blank that may not be."""
        key = tuple(self.value(name) for name in key_names(self.sheet))
        columns = self.sheet.key_columns()
        whole = all(value is not None or not column.required for value, column in zip(key, columns, strict=True))
        return key if whole else None

    def blamed(self, name: str, *, required: bool = False) -> RosterCell:
        """The cell at which an error of a ledger column is told."""
        fed = self.feed.columns.get(name)
        sources = list(fed.sources) if fed else []
        found = [cell for source in sources if (cell := self.row.cell(source))]
        wanted = [cell for cell in found if _says_nothing(cell) == required]
        if wanted or found:
            return (wanted or found)[0]
        return RosterCell("", "", sources[0] if sources else name, NOWHERE)


class Entries:
    """Makes entries. `session` is the import or comparison that they belong to."""

    def __init__(self, session: Any) -> None:
        self._session, self._reader, self._report = session, session.reader, session.report
        self._who: dict[tuple[int, int, tuple[Any, ...]], Who] = {}

    def learn_people(self, rows: Iterable[RosterRow]) -> None:
        """Find out whom the rows mean."""
        asked = {
            (row.table.number, row.at, fed.alternatives): (row, self._asked(row, fed))
            for row in rows
            for fed in _person_columns(row)
        }
        for takes in (False, True):
            some = {place: each for place, (row, each) in asked.items() if row.table.layout.takes_names == takes}
            people = self._session.people(takes_names=takes)
            people.learn(some.values())
            self._who |= {place: people.find(each) for place, each in some.items()}

    def persons_of(self, row: RosterRow) -> Iterator[Who]:
        for fed in _person_columns(row):
            yield self._who[row.table.number, row.at, fed.alternatives]

    def make(self, sheet: type[Sheet], rows: Iterable[RosterRow]) -> list[Entry]:
        """The entries of a sheet, in the order of the file, own cells read; those with a bad cell are refused."""
        return [
            self._entry(row, feed)
            for row in rows
            for feed in row.table.layout.feeds
            if feed.sheet is sheet and self._applies(row, feed)
        ]

    # --- whether a feed applies ---

    def _applies(self, row: RosterRow, feed: Feed) -> bool:
        if feed.when:
            return all(any(_matches(row, name, word) for word in words) for name, words in feed.when.items())
        return all(self._is_given(row, feed.columns[name]) for name in _identifying(feed))

    def _is_given(self, row: RosterRow, fed: FedColumn) -> bool:
        return self._reader.is_filled(row, fed) or (fed.name == ID_NUMBER and bool(row.text(NAME)))

    # --- what an entry tells ---

    def _entry(self, row: RosterRow, feed: Feed) -> Entry:
        entry = Entry(row, feed)
        if feed.names_person:
            self._name_person(entry)
        for name, fed in feed.columns.items():
            if name != ID_NUMBER:
                self._read(entry, fed)
        return entry

    def _read(self, entry: Entry, fed: FedColumn) -> None:
        reading = self._reader.read(entry.row, fed)
        if reading.fault:
            self.refuse(entry, reading.cell, reading.fault.kind, str(reading.fault))
        elif reading.told:
            entry.told[fed.name] = reading.told
            if reading.note:
                took = as_text(fed.column, reading.told.value)
                self._report.note(entry.row, reading.cell, reading.note, took)

    def _name_person(self, entry: Entry) -> None:
        fed = entry.feed.columns[ID_NUMBER]
        who = entry.who = self._who[entry.row.table.number, entry.row.at, fed.alternatives]
        if who.kind:
            self.refuse(entry, self._person_cell(entry, who), who.kind, who.message)
        if who.number:
            entry.told[ID_NUMBER] = Told(who.number, cell=entry.blamed(ID_NUMBER))
        if who.note:
            self._report.note(entry.row, entry.blamed(ID_NUMBER), who.note, who.number or None)

    def _person_cell(self, entry: Entry, who: Who) -> RosterCell:
        if who.at == ID_NUMBER:
            return entry.blamed(ID_NUMBER)
        return entry.row.cell(who.at) or RosterCell("", "", who.at, NOWHERE)

    def adds_person(self, row: RosterRow) -> bool:
        """Whether a feed of the row that applies would add somebody to 劳动力."""
        feeds = (feed for feed in row.table.layout.feeds if feed.sheet.sheet_name == PEOPLE and feed.add)
        return any(self._applies(row, feed) for feed in feeds)

    def refuse(self, entry: Entry, cell: RosterCell, kind: str, message: str) -> None:
        entry.refused = True
        self._report.error(entry.row, cell, entry.sheet_name, kind, message)

    def refuse_at(self, entry: Entry, name: str, kind: str, message: str, *, required: bool = False) -> None:
        """Refuse at a ledger column."""
        self.refuse(entry, entry.blamed(name, required=required), kind, message)

    def refuse_whole(self, entry: Entry, kind: str, message: str) -> None:
        """Refuse at the first bold column."""
        self.refuse_at(entry, key_names(entry.sheet)[0], kind, message)

    # --- what is called by its name ---

    def resolve_names(self, entries: Iterable[Entry]) -> None:
        """Put the number of a workshop, a class, an export or a site where the list has its name."""
        for entry in entries:
            for name, told in entry.told.items():
                column = columns_of(entry.sheet).get(name)
                if isinstance(column, Reference) and column.target in NAMED and told.value is not None:
                    self._resolve(entry, told, column)

    def _resolve(self, entry: Entry, told: Told, column: Any) -> None:
        cell = told.cell or entry.blamed(column.column_name)
        try:
            number = self._reader.number_of(column, told.value)
        except Unread as fault:
            self.refuse(entry, cell, fault.kind, str(fault))
            return
        if number:
            told.value = number
            self._report.note(entry.row, cell, "by-name", number)

    # --- defaults ---

    def add_defaults(self, entries: Iterable[Entry]) -> None:
        """What a row says nothing of, as the layout would have it."""
        for entry in entries:
            for name, fed in entry.feed.columns.items():
                if fed.default is not None and entry.value(name) is None and name not in entry.told:
                    self._add_default(entry, fed, fed.default)

    def _add_default(self, entry: Entry, fed: FedColumn, default: str) -> None:
        text = self._default_text(entry, fed, default)
        if text:
            try:
                entry.told[fed.name] = self._reader.default(fed, text)
            except Unread as fault:
                self.refuse_at(entry, fed.name, fault.kind, str(fault))

    def _default_text(self, entry: Entry, fed: FedColumn, default: str) -> str | None:
        if default == FILE_DATE:
            return self._session.as_of.isoformat() if self._session.as_of else None
        target = default_target(entry.feed, fed)
        if not target:
            return default
        sheet, name, field_name = target
        code = entry.value(name)
        value = self._session.known.value_of(sheet, code, field_name) if code else None
        column = columns_of(sheet)[field_name]
        if field_name == "村代码" and fed.name != "村代码" and value:
            return self._session.villages.name_of(value)
        return as_text(column, value)

    def _asked(self, row: RosterRow, fed: FedColumn) -> Asked:
        told = (self._reader.filled(row, fed, alternative) for alternative in fed.alternatives)
        value, cell = next(((value, cell) for value, cell in told if cell), (None, None))
        number = Number() if cell is None else number_told(value)
        if cell and cell.broken:
            number = Number(fault=cell.broken, kind=kind_of(cell))
        return Asked(
            number, names.tidy(row.text(NAME)), row.place if row.text(VILLAGE) else None,
            row.text(HOUSEHOLD), names.tidy(row.text(HEAD)),
        )  # fmt: skip


def _person_columns(row: RosterRow) -> list[FedColumn]:
    """The columns of a layout that name a person, each way of doing so once."""
    found = (feed.columns[ID_NUMBER] for feed in row.table.layout.feeds if feed.names_person)
    return list({fed.alternatives: fed for fed in found}.values())


def _identifying(feed: Feed) -> list[str]:
    spell = SPELLS.get(feed.sheet.sheet_name)
    names = spell.who if spell else tuple(key_names(feed.sheet))
    return [name for name in names if name in feed.columns and feed.columns[name].default is None]


def _matches(row: RosterRow, name: str, word: str) -> bool:
    cell = row.cell(name)
    text = squeezed(text_of(cell.raw)) if cell else ""
    if word in ("", ANY_WORD):
        return (text in BLANKS) == (word == "")
    answer = yes_or_no(word)
    return text == squeezed(word) or (word in ("是", "否") and text != "" and yes_or_no(text) == answer)


def default_target(feed: Feed, fed: FedColumn) -> tuple[type[Sheet], str, str] | None:
    """Of a default that asks for what is known of another row: its sheet, the column that names it, and the field."""
    if not fed.default or not fed.default.startswith("@") or fed.default == FILE_DATE:
        return None
    name, _, field_name = fed.default[1:].partition(".")
    if name == ID_NUMBER:
        return SHEETS_BY_NAME[PEOPLE], name, field_name
    column: Any = feed.columns[name].column
    return SHEETS_BY_MODEL[column.target], name, field_name


def _says_nothing(cell: RosterCell) -> bool:
    return not cell.broken and text_of(cell.raw) in BLANKS
