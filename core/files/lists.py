"""The rows of a list that somebody uploads: the first sheet of a workbook, or a CSV as programs in China save it."""

import csv
from io import StringIO
from pathlib import Path
from typing import Any

from core.files.workbooks import first_sheet
from foreign.faults import UnreadableWorkbook
from foreign.package import foreign_kind

#: What spreadsheet programs in China save a CSV in.
ENCODINGS = ("utf-8-sig", "gb18030")
ARCHIVE, OLD_WORKBOOK = b"PK", b"\xd0\xcf\x11\xe0"
NO_TEXT = "这个文件不是表格，或编码认不出来：请用 Excel 或 WPS 另存为 .xlsx，或 UTF-8 编码的 CSV"


def rows_of(source: Path | bytes) -> list[list[str]]:
    """The cells as one reads them, row by row. UnreadableWorkbook says why there is no list."""
    start = source[: len(OLD_WORKBOOK)] if isinstance(source, bytes) else _start(source)
    if start.startswith(OLD_WORKBOOK) or not start:
        raise UnreadableWorkbook(foreign_kind(start))
    rows = first_sheet(source).rows if start.startswith(ARCHIVE) else _csv(source)
    return [[_text(cell) for cell in row] for row in rows]


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(OLD_WORKBOOK))


def _csv(source: Path | bytes) -> list[list[str]]:
    text = _decoded(source if isinstance(source, bytes) else source.read_bytes())
    delimiter = "\t" if text.count("\t") > text.count(",") else ","
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as fault:
        raise UnreadableWorkbook(NO_TEXT) from fault


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableWorkbook(NO_TEXT)


def _text(cell: Any) -> str:
    """As it was meant: codes are whole numbers, days have no hour, what is empty says nothing."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else str(cell)
    if hasattr(cell, "date"):
        return str(cell.date())
    return str(cell).strip()
