"""What can be marked: an uploaded workbook as it is; of text, pasted ranges and older tables one made of them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

from core.files.workbooks import ForeignTable, RawSheet
from foreign.faults import UnreadableWorkbook
from ledger.models import ImportJob
from ledger.pasting import PastedRange
from ledger.refusals import SHEET_NAME

ARCHIVE, OPEN_DOCUMENT = b"PK", b"mimetype"
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
SAME_TITLE = "有两张工作表的名字只在大小写、符号或第 31 个字以后不同，放不进一个工作簿：请改名后再上传"
_ENDING = re.compile(r"\.(xlsx|xlsm|xls|ods|csv|txt)$", re.IGNORECASE)


def title_of(sheet: str) -> str:
    """A worksheet's name as a workbook takes it."""
    return _NOT_IN_TITLES.sub("_", sheet.strip())[:SHEET_NAME].strip("'") or "_"


def without_ending(file_name: str) -> str:
    return _ENDING.sub("", file_name)


@contextmanager
def markable(job: ImportJob) -> Iterator[Path]:
    """The workbook of a job that can be marked. Raises UnreadableWorkbook."""
    path = Path(job.file.path)
    with path.open("rb") as file:
        start = file.read(64)
    if start.startswith(ARCHIVE) and OPEN_DOCUMENT not in start:
        yield path
        return
    with TemporaryDirectory() as folder:
        made = Path(folder) / "made.xlsx"
        write_workbook(made, _sheets(job, path))
        yield made


def _sheets(job: ImportJob, path: Path) -> Iterator[RawSheet]:
    if job.is_pasted and not job.is_roster:
        pasted = PastedRange(path)
        return iter([pasted.sheet(pasted.names[0])])
    return ForeignTable(path, Path(job.file_name).stem).sheets()


def write_workbook(target: Path, sheets: Iterator[RawSheet]) -> None:
    """Each cell as it stands; what looks like a formula or a link stays text. Raises UnreadableWorkbook."""
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, {"constant_memory": True, "default_date_format": "yyyy-mm-dd", **plain}) as book:
        text = book.add_format({"num_format": "@"})
        titles: set[str] = set()
        for sheet in sheets:
            title = title_of(sheet.name)
            if title.lower() in titles:
                raise UnreadableWorkbook(SAME_TITLE)
            titles.add(title.lower())
            page = book.add_worksheet(title)
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    _write_cell(page, row, column, cell, text)


def _write_cell(page: Any, row: int, column: int, cell: Any, text: Any) -> None:
    if isinstance(cell, datetime):
        page.write_datetime(row, column, cell)
    elif isinstance(cell, bool | int | float):
        page.write(row, column, cell)
    elif cell not in ("", None):
        page.write_string(row, column, str(cell), text)
