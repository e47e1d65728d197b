"""A list that somebody else made: a workbook of any make, or text with commas or tabs. The contents tell which."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from foreign.delimited import read_text
from foreign.faults import UnreadableWorkbook
from foreign.package import Package
from foreign.sheet import SheetContent
from foreign.spreadsheets import read_spreadsheet
from foreign.workbook import Bounds, Workbook

#: An official list has more columns than any ledger.
COLUMNS = 255
ARCHIVE, OLD_WORKBOOK = b"PK", b"\xd0\xcf\x11\xe0"
#: Pictures, PDF and other archives, by how they begin.
NO_TABLES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"RIFF",
    b"II*\0",
    b"MM\0*",
    b"%PDF",
    b"Rar!",
    b"7z\xbc",
    b"\x1f\x8b",
)
EMPTY = "文件是空的：请重新导出"
NO_TABLE = "这个文件不是表格：请上传 .xlsx、.xls、.ods，或逗号、制表符分隔的文本"
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"

Sheets = Iterator[tuple[str, SheetContent]]


def open_table(source: Path | IO[bytes], title: str, libraries: str) -> tuple[list[str], Sheets]:
    """The names of the sheets, and the sheets in this order; text is one that is called `title`."""
    content = source.read_bytes() if isinstance(source, Path) else source.read()
    if not content.strip():
        raise UnreadableWorkbook(EMPTY)
    if content.startswith(NO_TABLES) and not _reads_as_text(content):
        raise UnreadableWorkbook(NO_TABLE)
    if content.startswith(OLD_WORKBOOK) or (content.startswith(ARCHIVE) and _is_open_document(source)):
        return _bounded(*read_spreadsheet(content, libraries, columns=COLUMNS))
    if content.startswith(ARCHIVE):
        book = Workbook(Package(source), columns=COLUMNS)
        return list(book.parts), book.sheets(book.parts)
    return _bounded([title], iter([(title, read_text(content, columns=COLUMNS))]))


def _reads_as_text(content: bytes) -> bool:
    """Whether what begins like a picture (BM…) is a word after all."""
    return content.startswith((b"BM", b"RIFF")) and b"\0" not in content


def _is_open_document(source: Path | IO[bytes]) -> bool:
    try:
        with ZipFile(source) as archive:
            entry = archive.getinfo("mimetype")
            return entry.file_size < 200 and archive.read(entry).strip() == OPEN_DOCUMENT
    except (BadZipFile, KeyError, NotImplementedError, RuntimeError):
        return False


def _bounded(names: list[str], sheets: Sheets) -> tuple[list[str], Sheets]:
    def bounded() -> Sheets:
        total = Bounds()
        for name, sheet in sheets:
            total.add(sheet)
            yield name, sheet

    return names, bounded()
