"""Importing an official list: what its rows do to the ledger, written as one batch, or nothing."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import IntegrityError

from labor.models import Person
from ledger.columns import MISSING as NO_SUCH_ROW
from ledger.columns import Reference, SubjectReference
from ledger.importing import ATTEMPTS, CHECKING, READING, Source, Watcher, write
from ledger.report import Report, SheetCounts
from ledger.rosters.closing import SHEET as EMPLOYMENT
from ledger.rosters.closing import Beginning, Closing, OpenJob
from ledger.rosters.deciding import Decider
from ledger.rosters.entries import Entry
from ledger.rosters.joining import JoinedRows
from ledger.rosters.layouts import ID_NUMBER
from ledger.rosters.reading import Told
from ledger.rosters.records import columns_of, key_names, key_texts
from ledger.rosters.report import RosterReport
from ledger.rosters.scope import ListScope
from ledger.rosters.session import Located, RosterOptions, Session
from ledger.sheets import SHEETS_BY_MODEL, Sheet

NO_PERSON = "劳动力台账里没有这个人"
ELSEWHERE = "已在别处登记，请走迁入"
DIGITS = 4
#: Makes of a list that was read what the ledger keeps of its import.
Telling = Callable[["RosterImport"], Report]


def import_roster(
    path: Path | str,
    options: RosterOptions | None = None,
    *,
    partial: bool = False,
    dry_run: bool = False,
    file_name: str = "",
    watcher: Watcher | None = None,
    tell: Telling | None = None,
) -> RosterReport:
    """Import the list at `path`; raises UnreadableWorkbook, UnknownLayout and WrongLayout.

    Any error means that nothing is written, unless `partial`: then the good rows are. With `dry_run` the report says
    what would happen. Somebody who writes the same record meanwhile makes it start over. `tell` makes the report of the
    batch, which is of counts alone without.
    """
    source = Path(path), file_name or Path(path).name, options or RosterOptions()
    heard = watcher or Watcher(), tell or batch_report
    for _ in range(ATTEMPTS - 1):
        with suppress(IntegrityError):
            return _import_once(*source, *heard, partial=partial, dry_run=dry_run)
    return _import_once(*source, *heard, partial=partial, dry_run=dry_run)


def _import_once(
    path: Path, name: str, options: RosterOptions, watcher: Watcher, tell: Telling, *, partial: bool, dry_run: bool
) -> RosterReport:
    watcher.reached(READING, 0, 1)
    found = RosterImport(path, name, options, watcher)
    report, source = found.report, Source(path, name, options.divisions, renames=True)
    batch = tell(found)
    if report.fits and dry_run:
        watcher.checked(lambda: write(found.writer.changes(), source, Report(sheets=batch.sheets), Watcher()))
    elif report.fits and (partial or not report.errors):
        write(found.writer.changes(), source, batch, watcher)
        report.written = batch.written
    return report


def batch_report(found: "RosterImport") -> Report:
    """What the ledger keeps of an import that wrote: its counts. A job that was ended is a row that changed."""
    counts = {}
    for sheet, each in found.report.counts.items():
        changed = each.changed + each.closed
        counts[sheet] = SheetCounts(each.rows + each.closed, each.added, changed, each.unchanged, each.refused)
    return Report(sheets=counts)


class RosterImport(Session):
    """A list with all that is to be written of it."""

    def __init__(self, path: Path, file_name: str, options: RosterOptions, watcher: Watcher) -> None:
        super().__init__(path, file_name, options)
        self.located: dict[type[Sheet], Located] = {}
        #: Jobs that were ended, each with the one that ended it.
        self.closings: list[tuple[OpenJob, Beginning]] = []
        sheets = self.sheets()
        for number, sheet in enumerate(sheets):
            watcher.reached(CHECKING, number, len(sheets))
            self._take(sheet)
        for layout, rows in self.layouts().items():
            if layout.complete:
                located = self.located.get(layout.complete.sheet)
                self._miss(ListScope(layout, rows, located.reached if located else [], self), layout.complete.sheet)

    def keep_past(self, part: Any, cells: dict[str, Any], there: Any) -> None:
        """A row of 状态变更, or one that was voided, brought back."""
        self.writer.begin(part)
        if there is None:
            self.writer.add(part, cells)
        else:
            self.writer.revive(part, there, cells)

    def _take(self, sheet: type[Sheet]) -> None:
        located = self.located[sheet] = self.locate(sheet, asks=self._asked)
        self._choose(located.groups)
        self._number(sheet, [group for group in located.groups if group.chosen])
        decider = Decider(sheet, located.groups, located.stored, self)
        for group in located.groups:
            decider.decide(group)
        if sheet.sheet_name == EMPLOYMENT:
            Closing(located.groups, located.stored, decider, self).close()
        self._count(located)

    def _choose(self, groups: list[JoinedRows]) -> None:
        """Of the new rows those that are to be added, as the comparison showed them: before numbers are given."""
        wanted = self.options.new_rows
        for group in groups if wanted else ():
            group.chosen = bool(group.stored) or wanted(group)
            group.named = group.digest

    def _count(self, located: Located) -> None:
        if not located.entries:
            return
        counts = self.report.counts_of(located.sheet.sheet_name)
        counts.refused += sum(entry.refused for entry in located.entries)
        for group in located.groups:
            if group.outcome:
                setattr(counts, group.outcome, getattr(counts, group.outcome) + 1)
                counts.unchanged += len(group.entries) - 1

    def _miss(self, scope: ListScope, sheet: type[Sheet]) -> None:
        missing = [record for record in scope.records() if scope.who(record) not in scope.named]
        told = ({"sheet": sheet.sheet_name, "key": key_texts(sheet, record.cells)} for record in missing)
        new = [each for each in told if each not in self.report.missing]
        if new:
            self.report.missing += new
            self.report.counts_of(sheet.sheet_name).missing += len(new)

    # --- what an entry refers to ---

    def _asked(self, entries: list[Entry]) -> list[Entry]:
        """Those whose person and references are there; updates of what is not there are noted."""
        known = [entry for entry in entries if self._knows_person(entry)]
        for name, codes in self._references(known).items():
            self._refuse_unknown(known, name, codes)
        return [entry for entry in known if not entry.refused]

    def _knows_person(self, entry: Entry) -> bool:
        who = entry.who
        if who is None:
            return True
        if who.elsewhere and self.entries.adds_person(entry.row):
            self.entries.refuse_at(entry, ID_NUMBER, "taken", ELSEWHERE)
            return False
        if entry.sheet.model is Person or who.inside or self.known.has(SHEETS_BY_MODEL[Person], who.number):
            return True
        if entry.feed.add:
            self.entries.refuse_at(entry, ID_NUMBER, "person", NO_PERSON)
        else:
            self.note_not_stored(entry)
        return False

    def _references(self, entries: list[Entry]) -> dict[str, set[Any]]:
        """The columns that refer to other rows, and what they say."""
        found: dict[str, set[Any]] = {}
        for entry in entries:
            for name, told in entry.told.items():
                column = columns_of(entry.sheet).get(name)
                if isinstance(column, Reference | SubjectReference) and name != ID_NUMBER and told.value is not None:
                    found.setdefault(name, set()).add(told.value)
        return found

    def _refuse_unknown(self, entries: list[Entry], name: str, codes: Iterable[Any]) -> None:
        column = columns_of(entries[0].sheet)[name]
        meaning = column.expand(codes, self.matcher) or {}
        for entry in entries:
            value = entry.value(name)
            if value is not None and name in entry.told and meaning.get(value) is None:
                self.entries.refuse_at(entry, name, "reference", NO_SUCH_ROW)

    # --- numbers for new rows ---

    def _number(self, sheet: type[Sheet], groups: list[JoinedRows]) -> None:
        """Give new rows without a number the next ones, in the order of the file."""
        name = key_names(sheet)[0]
        highest: dict[str, int] = {}
        for group in groups:
            prefix = next((fed.serial for entry in group.entries if (fed := entry.feed.columns.get(name))), "")
            if prefix and group.adds and not (group.stored or group.refused or group.value(name)):
                if prefix not in highest:
                    told = [each.value(name) for each in groups]
                    highest[prefix] = _highest(sheet, prefix, filter(None, told))
                highest[prefix] += 1
                group.cells[name] = Told(f"{prefix}{highest[prefix]:0{DIGITS}}", weak=True)


def _highest(sheet: type[Sheet], prefix: str, told: Iterable[str]) -> int:
    """The highest number in use with `prefix`, of any town, voided ones too."""
    path = sheet.key_columns()[0].attribute
    used = sheet.model.with_voided.filter(**{f"{path}__startswith": prefix}).values_list(path, flat=True)  # type: ignore[attr-defined]
    ends = (code.removeprefix(prefix) for code in (*used, *told) if code.startswith(prefix))
    return max((int(end) for end in ends if end.isdecimal() and end.isascii()), default=0)
