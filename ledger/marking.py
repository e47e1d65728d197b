"""The uploaded workbook handed back: refused cells coloured, the reasons in a column beside the row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files import File

from core.files.workbooks import RawSheet, WorkbookFile
from core.jobs.queue import JobFailed
from foreign.faults import UnreadableWorkbook
from foreign.process import Child
from ledger.markable import markable, title_of
from ledger.models import MarkedCopy, RefusedCell, RosterReading
from ledger.parsed_sheet import REASON_HEADER, find_header, is_reason
from ledger.refusals import COLUMN_NAME
from ledger.rows import header_text
from ledger.sheets import SHEETS_BY_NAME

#: The ledger of a town of 20,000 people is as large, and takes a quarter of a minute.
LARGEST = 5 * 2**20


def make(copy: MarkedCopy) -> None:
    """Make the marked workbook of a job, as its worker."""
    source = copy.import_job
    if not source.has_file:
        raise JobFailed("上传的文件已过保存期限并删除，请重新上传")
    if source.size > LARGEST:
        raise JobFailed(f"文件超过 {LARGEST // 2**20} 兆，不生成标注，请按页面上的清单更正")
    with TemporaryFile() as file:
        try:
            headers = headers_of(source.roster) if source.is_roster else None
            with markable(source) as path:
                mark(path, source.refused_cells.all(), file, headers)
        except UnreadableWorkbook as reason:
            raise JobFailed(str(reason)) from reason
        with copy.finishing():
            copy.file.save("", File(file), save=False)
            copy.save(update_fields=["file"])


#: The header's row, and the column in which each name first stands; both from 0.
HeaderPlaces = tuple[int, dict[str, int]]


def mark(
    path: str | Path,
    refused: Iterable[RefusedCell],
    target: IO[bytes],
    headers: Mapping[str, HeaderPlaces] | None = None,
) -> None:
    """Write the workbook at `path` to `target`, with every refused cell marked. Raises UnreadableWorkbook.

    `headers` are those of the worksheets of a list; a ledger's sheets are known by their names.
    """
    by_sheet: dict[str, list[RefusedCell]] = defaultdict(list)
    for cell in refused:
        by_sheet[title_of(cell.sheet)].append(cell)
    wanted = [name for name in (headers or SHEETS_BY_NAME) if name in by_sheet]
    book = WorkbookFile(path, wanted)
    names = {name.strip(): name for name in reversed(book.names)}
    sheets = {name: book.sheet(names[name]) for name in wanted if name in names}
    told = {name: headers[name] if headers else _header(sheet) for name, sheet in sheets.items()}
    marks = {name: _marks(sheet, told[name], by_sheet[name]) for name, sheet in sheets.items()}
    child = Child("mark", Path(path), marks=marks)
    while piece := child.answer():
        target.write(piece)


def headers_of(reading: RosterReading) -> dict[str, HeaderPlaces]:
    """Of the worksheets of a list, as they were read; names are cut as refused cells tell them."""
    places: dict[str, dict[str, int]] = defaultdict(dict)
    for column in reading.columns.all():
        name = REASON_HEADER if is_reason(column.source) else column.source[:COLUMN_NAME]
        places[column.fingerprint].setdefault(name, column.place)
    return {
        title_of(name): (table["header"][-1] - 1, places[table["fingerprint"]])
        for table in reading.tables
        for name in table["sheets"]
    }


def _marks(sheet: RawSheet, header: HeaderPlaces, refused: list[RefusedCell]) -> dict[str, Any]:
    """What to mark in `sheet`, as `foreign.marking.Marks` tells it."""
    header_row, places = header
    width = len(sheet.rows[0]) if sheet.rows else 0
    red, reasons = set(), defaultdict(list)
    for cell in refused:
        row = cell.row - 1 if cell.row else header_row
        reasons[row].append(f"{cell.column}：{cell.message}".removeprefix("："))
        if cell.row and cell.column in places:
            red.add((row, places[cell.column]))
    texts = {row: "；".join(lines) for row, lines in reasons.items()}
    texts[header_row] = "\n".join([REASON_HEADER, *reasons.get(header_row, [])])
    return {"column": places.get(REASON_HEADER, width), "red": sorted(red), "texts": sorted(texts.items())}


def _header(sheet: RawSheet) -> HeaderPlaces:
    """Where the header of a ledger's sheet stands."""
    found = find_header(SHEETS_BY_NAME[sheet.name.strip()], sheet.rows) or 0
    names = [header_text(cell) for cell in sheet.rows[found]] if sheet.rows else []
    places = {name: position for position, name in reversed([*enumerate(names)]) if name}
    return found, {REASON_HEADER if is_reason(name) else name: position for name, position in places.items()}
