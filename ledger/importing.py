"""Importing a workbook: read and match outside the transaction, then write everything at once or nothing."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core import audit
from core.actor import current_actor
from core.divisions import enclosing_code
from core.files.workbooks import WorkbookFile
from core.models import AuditEvent
from core.printable import printable
from core.records.voiding import settle_all
from foreign.faults import UnreadableWorkbook
from ledger import guide
from ledger.matching import Matcher, SheetChanges
from ledger.models import ImportBatch
from ledger.paper_round.columns import SHEET as OPEN_LIST
from ledger.parsed_sheet import ParsedSheet, parse_sheet
from ledger.pasting import PastedRange
from ledger.reach import Reach
from ledger.report import Report, SheetCounts
from ledger.sheets import SHEETS, SHEETS_BY_NAME
from ledger.sheets.core import VillageSheet
from ledger.staging import Staged, stage
from ledger.village_names import VillageNames

ATTEMPTS = 3
STAGES = READING, CHECKING, WRITING = ("读取", "检查", "写入")


@dataclass(frozen=True)
class Source:
    """Where rows come from and where they may go; None stands for every division. `renames`: as for the Matcher."""

    path: Path
    file_name: str
    divisions: Sequence[str] | None
    renames: bool
    is_pasted: bool = False

    def open_batch(self, report: Report) -> ImportBatch:
        return ImportBatch.objects.create(
            actor=current_actor(),
            division_code=enclosing_code(self.divisions or ()),
            file_name=self.file_name,
            digest=hashlib.sha256(self.path.read_bytes()).hexdigest(),
            report={name: counts.as_dict() for name, counts in report.sheets.items()},
        )


class Watcher:
    """Whom an import tells how far it has come. `written` is told within the transaction that writes."""

    def reached(self, stage: str, done: int, total: int) -> None:
        """`done` of `total` sheets have passed `stage`."""

    def written(self, report: Report, batch: ImportBatch) -> None:
        """Everything of `batch` is written and about to be committed."""

    def checked(self, write: Callable[[], None]) -> None:
        """Nothing is to be written. `write` would write the good rows, within a transaction that is taken back."""


def import_ledger(
    path: Path | str,
    *,
    partial: bool = False,
    dry_run: bool = False,
    file_name: str = "",
    is_pasted: bool = False,
    divisions: Sequence[str] | None = None,
    renames: bool = True,
    watcher: Watcher | None = None,
) -> Report:
    """Import the workbook at `path`; raises UnreadableWorkbook when it can't be taken at all.

    Any refused cell means that nothing is written, unless `partial`: then the good rows are. With `dry_run`
    the report says what would happen. Rows outside `divisions` are refused; None stands for all. Without `renames`,
    rows that give somebody another name are refused. Somebody who writes the same record meanwhile makes it start over.
    """
    source = Source(Path(path), file_name or Path(path).name, divisions, renames, is_pasted)
    watcher = watcher or Watcher()
    for _ in range(ATTEMPTS - 1):
        with suppress(IntegrityError):
            return _import_once(source, watcher, partial=partial, dry_run=dry_run)
    return _import_once(source, watcher, partial=partial, dry_run=dry_run)


def _import_once(source: Source, watcher: Watcher, *, partial: bool, dry_run: bool) -> Report:
    parsed_sheets, unknown = _read(source, watcher)
    report = Report(unknown=unknown)
    changes = list(_match(parsed_sheets, report, Matcher(source.divisions, renames=source.renames), watcher))
    if dry_run:
        watcher.checked(lambda: write(changes, source, Report(sheets=report.sheets), Watcher()))
    elif partial or not report.errors:
        write(changes, source, report, watcher)
    return report


def _read(source: Source, watcher: Watcher) -> tuple[list[ParsedSheet], dict[str, list[str]]]:
    book: Any = PastedRange(source.path) if source.is_pasted else WorkbookFile(source.path, SHEETS_BY_NAME)
    villages = VillageNames(Reach(source.divisions))
    names = {printable(name).strip(): name for name in reversed(book.names)}
    known = {*SHEETS_BY_NAME, guide.SHEET_NAME}
    unknown: dict[str, list[str]] = {name: [] for name in book.names if printable(name).strip() not in known}
    present = [sheet for sheet in SHEETS if sheet.sheet_name in names]
    if open_list := names.get(OPEN_LIST):
        raise UnreadableWorkbook(f"这是“{open_list}”：请在“半年核实”里点“交回名单”上传")
    if not present:
        raise UnreadableWorkbook(f"工作簿里没有台账的工作表：应有{'、'.join(list(SHEETS_BY_NAME)[:6])}等")
    parsed_sheets = []
    for number, sheet in enumerate(present):
        watcher.reached(READING, number, len(present))
        parsed_sheets.append(parse_sheet(sheet, book.sheet(names[sheet.sheet_name]), villages))
        if sheet is VillageSheet:
            villages.learn(parsed_sheets[-1])
    unknown |= {parsed.sheet.sheet_name: parsed.unknown for parsed in parsed_sheets if parsed.unknown}
    return parsed_sheets, unknown


def _match(
    parsed_sheets: list[ParsedSheet], report: Report, matcher: Matcher, watcher: Watcher
) -> Iterator[SheetChanges]:
    for number, parsed in enumerate(parsed_sheets):
        watcher.reached(CHECKING, number, len(parsed_sheets))
        if parsed.numbers:
            changes = matcher.match(parsed)
            counts = SheetCounts(len(parsed.numbers), refused=len(parsed.refused))
            for change in changes:
                counts.added += len(change.added)
                counts.changed += len(change.changed)
                counts.unchanged += change.unchanged
                report.effects += change.effects
            report.sheets[parsed.sheet.sheet_name] = counts
            yield from changes
        report.errors += sorted(parsed.errors, key=lambda error: (error.row or 0, error.column))


def write(changes: list[SheetChanges], source: Source, report: Report, watcher: Watcher) -> None:
    """Write everything as one batch, in one short transaction."""
    watcher.reached(WRITING, 0, len(report.sheets))
    staged = stage(changes)
    try:
        with transaction.atomic():
            batch = source.open_batch(report)
            for part in staged:
                part.merge(timezone.now(), batch.actor_id, batch.history_reason)
            for change in changes:
                settle_all(change.sheet.model, [key for key, *_ in change.changed])
            audit.record(AuditEvent.Action.IMPORT, subject=batch, details=batch.report)
            watcher.written(report, batch)
    finally:
        for part in staged:
            part.drop()
    _refresh_statistics(staged)
    report.written = True


def _refresh_statistics(staged: list[Staged]) -> None:
    """Let the query planner know how much there is now."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 400")
        for part in staged:
            cursor.execute(f'ANALYZE "{part.model._meta.db_table}"')
