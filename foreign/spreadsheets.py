"""Workbooks of older and other make (.xls, .ods), read by python-calamine: the one library that the child loads."""

import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from foreign.delimited import LaidOut
from foreign.faults import UnreadableWorkbook
from foreign.sheet import SheetContent, Value, within

UNREADABLE = "文件打不开：可能已损坏，或设了密码。请用 Excel 或 WPS 打开，去掉密码后另存为 .xlsx 再上传"


def read_spreadsheet(
    content: bytes, libraries: str, *, columns: int
) -> tuple[list[str], Iterator[tuple[str, SheetContent]]]:
    """The names of its sheets, and the sheets; `libraries` is the folder that the library lies in."""
    sys.path.append(libraries)
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
    except CalamineError as fault:
        raise UnreadableWorkbook(UNREADABLE) from fault
    names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]

    def sheets() -> Iterator[tuple[str, SheetContent]]:
        for name in names:
            try:
                yield name, _sheet(book.get_sheet_by_name(name), columns)
            except CalamineError as fault:
                raise UnreadableWorkbook(UNREADABLE) from fault

    return names, sheets()


def _sheet(sheet: Any, columns: int) -> SheetContent:
    laid_out = LaidOut(columns)
    if sheet.start is not None:
        for line in sheet.to_python(skip_empty_area=False):
            laid_out.add([_value(cell) for cell in line])
    found = laid_out.sheet()
    merged = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
    return SheetContent(found.values, found.rows, found.width, within(merged, len(found.rows), found.width))


def _value(cell: Any) -> Value:
    if isinstance(cell, bool | str | datetime):
        return cell
    if isinstance(cell, int | float):
        return float(cell)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001  (a workbook knows no time zone)
    return str(cell) if isinstance(cell, time | timedelta) else ""
