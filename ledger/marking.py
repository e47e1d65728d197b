"""The uploaded workbook handed back: refused cells coloured, the reasons in a column beside the row."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.core.files import File
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from core.jobs import JobFailed
from ledger.models import MarkedCopy, RefusedCell
from ledger.rows import header_text
from ledger.sheets import SHEETS_BY_NAME
from ledger.tables import HEADER_WITHIN, REASON_HEADER, find_header, is_reason

#: The ledger of a town of 20,000 people is as large; openpyxl takes some 600 MB and half a minute for it.
LARGEST = 5 * 2**20
RED = PatternFill("solid", fgColor="F8C9C4")
REASON_FONT = Font(color="B3261E")
REASON_WIDTH = 48


def make(copy: MarkedCopy) -> None:
    """Make the marked workbook of a job, as its worker."""
    source = copy.import_job
    if not source.has_file:
        raise JobFailed("上传的文件已过保存期限并删除，请重新上传")
    if source.size > LARGEST:
        raise JobFailed(f"文件超过 {LARGEST // 2**20} 兆，不生成标注，请按页面上的清单更正")
    with TemporaryFile() as file:
        mark(source.file.path, source.refused_cells.all(), file)
        with copy.finishing():
            copy.file.save("", File(file), save=False)
            copy.save(update_fields=["file"])


def mark(path: str | Path, refused: Iterable[RefusedCell], target: Any) -> None:
    """Write the workbook at `path` to `target`, with every refused cell marked."""
    book = load_workbook(path)
    by_sheet: dict[str, list[RefusedCell]] = defaultdict(list)
    for cell in refused:
        by_sheet[cell.sheet].append(cell)
    for page in book.worksheets:
        if cells := by_sheet.get(page.title.strip()):
            _mark_sheet(page, cells)
    book.save(target)


def _mark_sheet(page: Any, refused: list[RefusedCell]) -> None:
    header_row, places = _header(page)
    beside = places.get(REASON_HEADER) or max(page.max_column, len(places)) + 1
    if REASON_HEADER in places:
        _clear(page, beside)
    reasons: dict[int, list[str]] = defaultdict(list)
    for cell in refused:
        reasons[cell.row or header_row].append(f"{cell.column}：{cell.message}".removeprefix("："))
        if cell.row and cell.column in places:
            page.cell(cell.row, places[cell.column]).fill = RED
    for row, texts in reasons.items():
        _write(page.cell(row, beside), "；".join(texts))
    _write(page.cell(header_row, beside), "\n".join([REASON_HEADER, *reasons.get(header_row, [])]))
    page.column_dimensions[get_column_letter(beside)].width = REASON_WIDTH


def _header(page: Any) -> tuple[int, dict[str, int]]:
    """The number of the header's row, and the column in which each name first stands; both from 1."""
    rows = [
        ["" if cell is None else cell for cell in row]
        for row in page.iter_rows(max_row=HEADER_WITHIN, values_only=True)
    ]
    found = find_header(SHEETS_BY_NAME[page.title.strip()], rows) or 0
    names = [header_text(cell) for cell in rows[found]] if rows else []
    places = {name: position for position, name in reversed([*enumerate(names, 1)]) if name}
    return found + 1, {REASON_HEADER if is_reason(name) else name: position for name, position in places.items()}


def _clear(page: Any, beside: int) -> None:
    """Take away what an earlier marking left."""
    for row in page.iter_rows():
        for cell in row:
            if cell.column == beside:
                cell.value = None
            elif cell.fill == RED:
                cell.fill = PatternFill()


def _write(cell: Any, text: str) -> None:
    cell.value, cell.data_type = text, "s"
    cell.font, cell.alignment = REASON_FONT, Alignment(wrap_text=True, vertical="top")
