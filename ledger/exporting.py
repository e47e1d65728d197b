"""Writing the workbook: everything or one division's ledger, or the empty template with its lists and its guide."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet
from xlsxwriter.worksheet import Worksheet

from core import audit
from core.exports.workbook import EXCEL_EPOCH, QuickSheet
from core.models import AuditEvent, Division
from ledger import guide
from ledger.columns import SheetColumn
from ledger.selection import select
from ledger.sheets import FILLING, SHEETS, Sheet
from ledger.sheets.core import VillageSheet

FETCH = 5_000
ROWS_OF_A_SHEET = 1_048_576
TEMPLATE_ROWS = 5_000
#: So many distinct values of a column are remembered.
KNOWN = 10_000


#: A path, or a binary file opened for writing.
Target = Path | str | IO[bytes]


class TooManyRows(Exception):
    """A sheet would have more rows than the format holds."""


def export_ledger(target: Target, *, division: str | None = None, seen_by: Any = None) -> dict[str, int]:
    """Write the ledger of `division` (of everything when None) to `target`; returns the rows of every sheet.

    A user gets only what lies in the user's own divisions.
    """
    selected = select(division, seen_by)
    counts = write_workbook(target, {sheet: _stored(sheet, selected) for sheet in SHEETS})
    audit.record(AuditEvent.Action.EXPORT, division=division or "", details={"rows": counts})
    return counts


def write_workbook(target: Target, rows: Mapping[type[Sheet], Iterable[tuple[Any, ...]]]) -> dict[str, int]:
    """Write rows as they are stored, in the order of their sheet's columns; returns the rows of every sheet."""
    with _Workbook(target) as book:
        return {sheet.sheet_name: book.write(sheet, rows[sheet]) for sheet in SHEETS}


def export_template(
    target: Target, *, villages: Iterable[tuple[Any, ...]] = (), sheets: Sequence[type[Sheet]] = FILLING
) -> None:
    """Write the workbook with a guide, drop-down lists and no rows but the `villages` (see `villages_of`)."""
    with _Workbook(target) as book:
        guide.write(book.book, sheets)
        for sheet in sheets:
            book.write(sheet, villages if sheet is VillageSheet else ())
            book.offer_choices(sheet)


def villages_of(registered: Any, listed: Any) -> list[tuple[Any, ...]]:
    """The rows of 村社区 for a town's own template: villages that are registered, or else those of the code list."""
    rows = list(_rows(VillageSheet, registered))
    named = listed.filter(level=Division.Level.VILLAGE).order_by("code").values_list("code", "name")
    return rows or [(code, name, True, None) for code, name in named]


def _stored(sheet: type[Sheet], selected: Mapping[type[Sheet], QuerySet[Any]]) -> Iterator[tuple[Any, ...]]:
    tables = sheet.parts or (sheet,)
    return chain.from_iterable(_rows(table, selected[table]) for table in tables)


def _rows(sheet: type[Sheet], rows: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    paths = [column.export_path for column in sheet.columns]
    return rows.order_by("pk").values_list(*paths).iterator(chunk_size=FETCH)


class _Workbook:
    """An xlsxwriter workbook that writes row by row, so that memory does not grow with the ledger."""

    def __init__(self, target: Target) -> None:
        self._closing = ExitStack()
        # opened first: a place that cannot be written to is found out before the work
        file = self._closing.enter_context(_opened(target))
        self.book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
        self.text = self.book.add_format({"num_format": "@"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.required = self.book.add_format({"bold": True, "bg_color": "#DCE6F5", "num_format": "@", "border": 1})
        self.optional = self.book.add_format({"bg_color": "#F2F2F2", "num_format": "@", "border": 1})
        self.pages: dict[str, Worksheet] = {}

    def __enter__(self) -> "_Workbook":
        return self

    def __exit__(self, *failure: Any) -> None:
        with self._closing:
            self.book.close()

    def write(self, sheet: type[Sheet], rows: Iterable[tuple[Any, ...]]) -> int:
        page = self.pages[sheet.sheet_name] = self.book.add_worksheet(sheet.sheet_name, QuickSheet)
        page.freeze_panes(1, 0)
        for position, column in enumerate(sheet.columns):
            page.set_column(position, position, _width(column), self.text if column.is_text else None)
            page.write_string(0, position, column.column_name, self.required if column.required else self.optional)
        cells = [self._cell_writer(page, column) for column in sheet.columns]
        number = 0
        for number, row in enumerate(rows, 1):
            if number >= ROWS_OF_A_SHEET:
                raise TooManyRows(f"“{sheet.sheet_name}”超过 Excel 一张表的行数上限，请按乡镇分别导出")
            for position, value in enumerate(row):
                if value is not None and value != "":
                    put, plain, form = cells[position](value)
                    put(number, position, plain, form)
        return number

    def _cell_writer(
        self, page: Worksheet, column: SheetColumn
    ) -> Callable[[Any], tuple[Callable[..., Any], Any, Any]]:
        """How a value of this column gets into its cell; each distinct value is worked out once."""

        @lru_cache(maxsize=KNOWN)
        def known(value: Any) -> tuple[Callable[..., Any], Any, Any]:
            plain = column.plain(value)
            if isinstance(plain, str):
                return page.write_string, plain, self.text
            if isinstance(plain, date):
                return page.write_number, plain.toordinal() - EXCEL_EPOCH, self.day
            return page.write_number, plain, None

        return known

    def offer_choices(self, sheet: type[Sheet]) -> None:
        for position, column in enumerate(sheet.columns):
            if column.choices:
                rule = {"validate": "list", "source": column.choices, "error_title": "填写有误"}
                rule["error_message"] = f"只能填：{'、'.join(column.choices)}"[:255]
                self.pages[sheet.sheet_name].data_validation(1, position, TEMPLATE_ROWS, position, rule)


@contextmanager
def _opened(target: Target) -> Iterator[IO[bytes]]:
    """The file to write to; one that was handed in stays open."""
    if isinstance(target, str | Path):
        with Path(target).open("wb") as file:
            yield file
    else:
        yield target


def _width(column: SheetColumn) -> int:
    return max(len(column.column_name) * 2 + 2, 20 if column.column_name in {"证件号码", "对象编号"} else 12)
