"""What the import of a list and the comparison with it have in common: the file read, its rows located and joined."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from core.files.workbooks import ForeignTable
from ledger.matching import Matcher
from ledger.reach import Reach
from ledger.refusals import SHEET_NAME
from ledger.rosters.channels import Channels
from ledger.rosters.decisions import Decision, SaidOfValue
from ledger.rosters.entries import Entries, Entry, default_target
from ledger.rosters.headings import heading
from ledger.rosters.joining import JoinedRows, joined
from ledger.rosters.known import Known
from ledger.rosters.layout_files import folder, load_layouts
from ledger.rosters.layouts import TOWN, VILLAGE, Layout
from ledger.rosters.locating import Locator
from ledger.rosters.pairs import file_date
from ledger.rosters.people import People
from ledger.rosters.reading import CellReader, RosterRow
from ledger.rosters.recognising import KnownShape, LayoutTrial, Recognition, nearest, recognised
from ledger.rosters.records import StoredRecord, fetch_by, fetched, key_names
from ledger.rosters.references import References
from ledger.rosters.report import RosterReport
from ledger.rosters.tables import RosterTable
from ledger.rosters.villages import RosterVillages
from ledger.rosters.writing import Writer
from ledger.sheets import SHEETS, Sheet
from ledger.sheets.labor import PersonSheet


class UnknownLayout(Exception):
    """There is no layout of that name."""


@dataclass(frozen=True)
class RosterOptions:
    """How a list is to be taken. `layout` is the name of the only one to try; `pairs` hold for every row.

    `shapes` are what people said of lists by the fingerprint of their header; `decisions` those about single conflicts,
    by sheet, stored row and column. `corrections` are what single cells say instead, by worksheet, then by row and
    column (from 0). `made` are the layouts that people made; one of them outdoes a shipped one of its name.
    A `sketcher` looks at each worksheet too. Of a choice among the lines of a comparison, `new_rows` says which new
    ones are taken, and every other value that differs is taken where `decisions` say so.
    """

    layout: str = ""
    as_of: date | None = None
    pairs: Mapping[str, str] = field(default_factory=dict)
    divisions: Sequence[str] | None = None
    conflicts: str = Decision.ASK
    layouts: Path = field(default_factory=folder)
    shapes: Mapping[str, KnownShape] = field(default_factory=dict)
    decisions: Mapping[tuple[str, str, str], SaidOfValue] = field(default_factory=dict)
    corrections: Mapping[str, Mapping[tuple[int, int], str]] = field(default_factory=dict)
    made: Sequence[Layout] = ()
    sketcher: Any = None
    new_rows: Callable[[JoinedRows], bool] | None = None

    @property
    def is_choice(self) -> bool:
        """Whether single lines of a comparison are taken, and nothing else."""
        return self.new_rows is not None

    def tried(self) -> list[Layout]:
        known = {**load_layouts(self.layouts), **{layout.name: layout for layout in self.made}}
        if self.layout and self.layout not in known:
            raise UnknownLayout(f"没有这个版式：{self.layout}。现有：{'、'.join(known)}")
        return [known[self.layout]] if self.layout else list(known.values())


@dataclass
class Located:
    """A sheet's entries after they were located: all of them, what they are together, and what is stored."""

    sheet: type[Sheet]
    entries: list[Entry]
    reached: list[Entry]
    groups: list[JoinedRows]
    stored: list[StoredRecord]


class Session:
    """A list read once. `entries` makes rows of the ledger's sheets of its `rows`."""

    def __init__(self, path: Path, file_name: str, options: RosterOptions) -> None:
        self.reach = Reach(options.divisions)
        self.villages = RosterVillages(options.divisions)
        self.matcher = Matcher(options.divisions)
        self.options, self.report = options, RosterReport()
        self.nearest: list[LayoutTrial] = []
        self.reader = CellReader(self.villages, References(self.reach), Channels())
        self.known, self.writer, self.entries = Known(self.reach), Writer(self.matcher), Entries(self)
        self.rows: list[RosterRow] = []
        self._recognise(path, Path(file_name).stem, options)
        self.as_of = self.report.as_of
        self._take_rows()

    def decision(self, sheet: type[Sheet], pk: Any, name: str, stored: str | None, theirs: str | None) -> str:
        """What is to be done about a conflict: what was said of these two values, or of all."""
        said = self.options.decisions.get((sheet.sheet_name, str(pk), name))
        return said.decision if said and said.holds(stored, theirs) else self.options.conflicts

    def people(self, *, takes_names: bool) -> People:
        return People(self.reach, takes_names=takes_names)

    # --- the file ---

    def _recognise(self, path: Path, title: str, options: RosterOptions) -> None:
        given = {heading(name): value for name, value in options.pairs.items()}
        layouts, tried = options.tried(), []
        for sheet in ForeignTable(path, title).sheets():
            reading = Recognition(sheet, given, self.villages.is_village)
            if options.sketcher:
                options.sketcher.look_at(reading)
            best, attempts = recognised(reading, layouts, options.shapes)
            tried += attempts
            if best:
                right = options.corrections.get(sheet.name[:SHEET_NAME], {})
                self.report.tables.append(RosterTable(best, len(self.report.tables), right))
            else:
                self.report.skipped.append(sheet.name)
        first: LayoutTrial | None = self.report.tables[0].attempt if self.report.tables else None
        if not first:
            self.nearest = nearest(tried)
            self.report.candidates = [attempt.as_candidate() for attempt in self.nearest]
        above = (first.sheet, first.header.start) if first else (None, 0)
        self.report.as_of = options.as_of or file_date(title, *above)

    def _take_rows(self) -> None:
        for table in self.report.tables:
            for at in table.rows:
                row = RosterRow(table, at)
                row.place = self.villages.place_of(row.text(TOWN), row.text(VILLAGE))
                if row.place.outside:
                    self.report.outside += 1
                else:
                    self.rows.append(row)
        self.entries.learn_people(self.rows)

    def layouts(self) -> dict[Layout, list[RosterRow]]:
        """The rows by layout."""
        found: dict[Layout, list[RosterRow]] = defaultdict(list)
        for row in self.rows:
            found[row.table.layout].append(row)
        return found

    def sheets(self) -> list[type[Sheet]]:
        """Those that the file feeds, in the contract's order."""
        fed = {feed.sheet for table in self.report.tables for feed in table.layout.feeds}
        return [sheet for sheet in SHEETS if sheet in fed]

    # --- rows of a sheet ---

    def locate(self, sheet: type[Sheet], *, asks: Any = None) -> Located:
        """Find what the rows of a sheet mean; `asks` refuses entries that refer to nothing."""
        self.writer.begin(sheet)
        entries = self.entries.make(sheet, self.rows)
        if entries:
            self.report.counts_of(sheet.sheet_name)
        self.entries.resolve_names(entry for entry in entries if not entry.refused)
        good = [entry for entry in entries if not entry.refused]
        self._load_known(good)
        self.entries.add_defaults(good)
        reached = [entry for entry in good if not entry.refused]
        reached = asks(reached) if asks else reached
        stored = self._stored(sheet, reached)
        Locator(sheet, stored, self.entries, self).locate(reached)
        return Located(sheet, entries, reached, joined(sheet, reached, self.entries), stored)

    def _stored(self, sheet: type[Sheet], entries: list[Entry]) -> list[StoredRecord]:
        names = {name for entry in entries for name in entry.feed.columns}
        wanted = {name: {entry.value(name) for entry in entries} for name in fetch_by(sheet, names)}
        found = fetched(sheet, wanted)
        if sheet is PersonSheet or len(key_names(sheet)) > 1:  # who is registered elsewhere is answered like nobody
            return [one for one in found if self.reach.holds(one.place)]
        return found  # a number that another town uses is taken

    def _load_known(self, entries: Iterable[Entry]) -> None:
        """What the defaults of these entries ask for."""
        wanted: dict[type[Sheet], set[Any]] = defaultdict(set)
        for entry in entries:
            for fed in entry.feed.columns.values():
                target = default_target(entry.feed, fed)
                if target:
                    wanted[target[0]].add(entry.value(target[1]))
        for sheet, codes in wanted.items():
            self.known.load(sheet, codes)

    def note_not_stored(self, entry: Entry) -> None:
        """An update that meets nothing."""
        name = entry.sheet.key_columns()[0].column_name
        self.report.note(entry.row, entry.blamed(name), "not-stored", None)
