"""An uploaded list on its way through its job: read as its uploader said, and what was found kept for its pages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from django.utils import timezone

from core.models import Division
from core.personal_data.masking import mask_id_number
from foreign.faults import UnreadableWorkbook
from ledger.comparisons.keeping import keep_lines
from ledger.comparisons.taking import Taken, choice_of, lines_taken_in
from ledger.comparisons.totals import totals_of
from ledger.importing import Watcher
from ledger.models import (
    ComparedLine,
    ImportJob,
    RosterColumn,
    RosterCorrection,
    RosterLayout,
    RosterReading,
    RosterShape,
)
from ledger.parsed_sheet import is_reason
from ledger.refusals import COLUMN_NAME, SHEET_NAME, is_personal, masked_text
from ledger.report import EffectKind, ListError, Report
from ledger.rosters.comparing import RosterComparison, compare_roster
from ledger.rosters.decisions import SaidOfValue
from ledger.rosters.effects import effects_of
from ledger.rosters.importing import RosterImport, batch_report, import_roster
from ledger.rosters.layout_files import WrongLayout, common, folder, load_layouts
from ledger.rosters.layouts import ID_NUMBER
from ledger.rosters.made.known import made_layouts
from ledger.rosters.made.sketching import Sketcher, SketchOptions
from ledger.rosters.recognising import KnownShape, LayoutTrial
from ledger.rosters.records import columns_of
from ledger.rosters.session import RosterOptions, Session, UnknownLayout
from ledger.rosters.words import shown
from ledger.sheets import SHEETS_BY_NAME

SAMPLES = 3
#: So many rows are looked at for samples.
LOOKED_AT = 50
NO_LAYOUT = "选的版式已经删除或不再共享：请重新上传，版式选“自动认”"
UNRECOGNISED = "没有认出是哪一种名册：请在下面选一种版式，再对一对列"


def look_at_list(job: ImportJob, watcher: Watcher) -> None:
    """Have `watcher` look at what the list of a job would write; raises UnreadableWorkbook."""
    import_roster(job.file.path, options_of(job), dry_run=True, file_name=job.file_name, watcher=watcher)


def take_list(job: ImportJob, watcher: Watcher, mode: str) -> Report:
    """Check the list of a job, or write it; raises UnreadableWorkbook."""
    told: list[Report] = []
    chosen = lines_taken_in(job) if job.roster.compared_in else None
    sketcher = Sketcher(_sketch_options(job))
    options = replace(options_of(job), sketcher=sketcher, **({} if chosen is None else choice_of(chosen)))

    def tell(found: RosterImport) -> Report:
        told.append(_told_of(job.roster, found, chosen))
        return told[-1]

    partial, dry_run = mode == ImportJob.Mode.GOOD_ROWS, mode == ImportJob.Mode.CHECK
    said = {"file_name": job.file_name, "watcher": watcher, "tell": tell}
    with _told_where_gone():
        report = import_roster(job.file.path, options, partial=partial, dry_run=dry_run, **said)
    job.roster.sketch = sketcher.sketch()
    job.roster.save(update_fields=["sketch"])
    if not report.fits:
        raise UnreadableWorkbook(UNRECOGNISED)
    return told[-1]


@contextmanager
def _told_where_gone() -> Iterator[None]:
    """A layout that was chosen may be deleted by now, or lent no longer."""
    try:
        yield
    except (UnknownLayout, WrongLayout) as gone:
        raise UnreadableWorkbook(NO_LAYOUT) from gone


def _told_of(reading: RosterReading, found: RosterImport, chosen: list[ComparedLine] | None) -> Report:
    """What the pages of an import tell of a list, or of the lines that were chosen of it alone."""
    keep_reading(reading, found)
    report = report_of(found)
    look_over_corrections(reading, found, report)
    if chosen is not None:
        Taken(found, chosen).tell(report)
    return report


def compare_list(job: ImportJob, watcher: Watcher) -> RosterComparison:
    """Hold the list of a job beside the ledger; raises UnreadableWorkbook."""
    with _told_where_gone():
        found = compare_roster(job.file.path, options_of(job), file_name=job.file_name, watcher=watcher)
    if not found.report.fits:
        keep_reading(job.roster, found)
        raise UnreadableWorkbook(UNRECOGNISED)
    return found


def keep_comparison(job: ImportJob, found: RosterComparison) -> Report:
    """Keep what a comparison has found for its pages."""
    report = Report(compared=found.counts, totals=totals_of(found, timezone.localdate()))
    tell_of_file(found, report)
    keep_reading(job.roster, found)
    look_over_corrections(job.roster, found, report)
    keep_lines(job, found)
    return report


def options_of(job: ImportJob) -> RosterOptions:
    """How the list of a job is to be taken: as its uploader said, and as was said of lists of its shape."""
    read_for = job.roster.read_for
    reading, office = read_for.roster, read_for.division_code
    said = job.effects.filter(kind=EffectKind.BY_HAND).values_list("sheet", "target", "column", "decision", "digest")
    return RosterOptions(
        layout=reading.layout,
        as_of=reading.as_of,
        divisions=job.requested_by.division_codes,
        shapes=_shapes(office),
        made=made_layouts(office),
        decisions={(sheet, target, column): SaidOfValue(*each) for sheet, target, column, *each in said},
        corrections=_corrections(reading),
    )


def _shapes(own: str) -> Mapping[str, KnownShape]:
    """What is known of lists by their headings: what a division said itself holds over what others lend."""
    drawn = RosterLayout.objects.filter(division_code=own).exclude(fingerprint="").values_list("fingerprint", "name")
    shapes = list(RosterShape.objects.known_to(own))
    lenders = {shape.division_code for shape in shapes} - {own}
    names = dict(Division.objects.filter(code__in=lenders).values_list("code", "name")) | {own: ""}
    return {mark: KnownShape(name, None, {}) for mark, name in drawn} | {
        shape.fingerprint: KnownShape(
            shape.layout, shape.columns, shape.pairs, names.get(shape.division_code, shape.division_code)
        )
        for shape in shapes
    }


def _sketch_options(job: ImportJob) -> SketchOptions:
    shipped = load_layouts(folder())
    return SketchOptions(list(shipped.values()), common(folder())["headings"], job.roster.header_at)


def _corrections(reading: RosterReading) -> Mapping[str, Mapping[tuple[int, int], str]]:
    said: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for each in reading.corrections.all():
        said[each.sheet][each.row - 1, each.place] = each.text
    return said


# --- what is kept for the pages ---


def report_of(found: RosterImport) -> Report:
    """The report as the ledger's pages tell one."""
    report = batch_report(found)
    tell_of_file(found, report)
    report.effects = effects_of(found)
    return report


def tell_of_file(found: Session, report: Report) -> None:
    """Say what was not read of a file, and which cells are refused."""
    personal = _personal_sources(found)
    for table in found.report.tables:
        if unknown := [name for name in table.attempt.unknown() if not is_reason(name)]:
            report.unknown[table.sheet.name] = unknown
    report.unknown |= {name: [] for name in found.report.skipped}
    for error, place in zip(found.report.errors, found.report.places(), strict=True):
        value = error["value"] or ""
        value = mask_id_number(value) if (error["sheet"], error["column"]) in personal else value
        where = error["sheet"], error["row"], error["column"]
        report.errors.append(ListError(*where, value, error["message"], place if place >= 0 else None))


def look_over_corrections(reading: RosterReading, found: Session, report: Report) -> None:
    """Say of what was put right whether it is good now, and how a page may show it."""
    refused = {(error.sheet[:SHEET_NAME], error.row, getattr(error, "place", None)) for error in report.errors}
    personal = {(sheet[:SHEET_NAME], masked_text(column)[:COLUMN_NAME]) for sheet, column in _personal_sources(found)}
    said = list(reading.corrections.all())
    for each in said:
        each.is_refused = (each.sheet, each.row, each.place) in refused
        is_number = (each.sheet, each.column) in personal
        each.shown = masked_text(mask_id_number(each.text) if is_number else each.text)
    RosterCorrection.objects.bulk_update(said, ["is_refused", "shown"], batch_size=500)


def keep_reading(reading: RosterReading, found: Session) -> None:
    """Keep what the worksheets were taken for and the columns of each shape, with samples."""
    tables = {table.attempt.header.fingerprint: table for table in reversed(found.report.tables)}
    attempts = [table.attempt for table in tables.values()][::-1] or found.nearest[:1]
    reading.tables = [_table(attempt, found) for attempt in attempts]
    reading.candidates = found.report.candidates
    reading.as_of_read = found.report.as_of
    reading.save(update_fields=["tables", "candidates", "as_of_read"])
    used = {attempt.layout.name for attempt in attempts if attempt.fits}
    reading.made_layouts.set(RosterLayout.objects.known_to(reading.read_for.division_code).filter(name__in=used))
    reading.columns.all().delete()
    RosterColumn.objects.bulk_create(column for attempt in attempts for column in _columns(reading, attempt))


def _table(attempt: LayoutTrial, found: Session) -> dict[str, Any]:
    fingerprint = attempt.header.fingerprint
    same = [table for table in found.report.tables if table.attempt.header.fingerprint == fingerprint]
    return {
        "fingerprint": fingerprint,
        "sheets": [table.sheet.name for table in same] or [attempt.sheet.name],
        "rows": sum(len(table.rows) for table in same),
        "left_out": sum(sum(table.left_out.values()) for table in same),
        "header": attempt.numbers,
        "layout": attempt.layout.name,
        "title": attempt.layout.title,
        "lacks": attempt.lacks,
        "pairs": {name: masked_text(shown(pair.value) or "") for name, pair in attempt.pairs.items()},
        "fits": attempt.fits,
        "lender": attempt.lender,
    }


def _columns(reading: RosterReading, attempt: LayoutTrial) -> Iterable[RosterColumn]:
    personal = {attempt.columns[name] for name in _personal_headings(attempt)}
    for at, column in enumerate(attempt.header.columns):
        samples = _samples(attempt, at)
        if column.source or samples:
            told = [mask_id_number(text) if at in personal else text for text in samples]
            yield RosterColumn(
                reading=reading,
                fingerprint=attempt.header.fingerprint,
                place=at,
                source=masked_text(column.source) or f"第 {at + 1} 列",
                headings=[name for name in attempt.columns if attempt.columns[name] == at],
                samples=[masked_text(text)[:30] for text in told],
            )


def _samples(attempt: LayoutTrial, at: int) -> list[str]:
    """Some different values of a column."""
    rows = attempt.sheet.rows[attempt.header.end : attempt.header.end + LOOKED_AT]
    return list(dict.fromkeys(text for row in rows if (text := shown(row[at]))))[:SAMPLES]


def _personal_headings(attempt: LayoutTrial) -> list[str]:
    """The headings that hold numbers of people."""
    return [name for name in attempt.columns if name == ID_NUMBER or _feeds_personal(attempt, name)]


def _feeds_personal(attempt: LayoutTrial, name: str) -> bool:
    for fed in attempt.layout.fed_by.get(name, ()):
        sheet, _, column = fed.partition(".")
        with suppress(KeyError):
            if is_personal(columns_of(SHEETS_BY_NAME[sheet])[column]):
                return True
    return False


def _personal_sources(found: Session) -> set[tuple[str, str]]:
    """The worksheets and columns of the file that hold numbers of people."""
    return {
        (table.sheet.name, table.attempt.header.columns[table.attempt.columns[name]].source)
        for table in found.report.tables
        for name in _personal_headings(table.attempt)
    }
