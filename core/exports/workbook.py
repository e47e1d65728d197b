"""A list as a workbook that needs no work: days, numbers and amounts are such, and what is a text is never computed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

#: A sheet holds so many rows; some stand above the list.
MOST = 1_048_000
A4 = 9
EXCEL_EPOCH = date(1899, 12, 30).toordinal()
#: Before it Excel counts its days otherwise, or not at all.
FIRST_DAY = date(1900, 3, 1)
#: A number of more digits loses some.
LARGEST = 10**15
#: So many distinct values of a column are remembered.
KNOWN = 10_000
WIDEST = 40
NUMBERED = "序号"
#: No sheet's name has these.
FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")


class QuickSheet(Worksheet):  # type: ignore[misc]
    """A sheet that takes a close look only at the texts that need it: it halves the time of those that do not."""

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        plain = data.isprintable() and "_x" not in data
        return data if plain else Worksheet._escape_control_characters(data)

    def _escape_attributes(self, attribute: Any) -> Any:
        """The number of a format needs no escaping; without asking, every cell raises and catches an error."""
        return super()._escape_attributes(attribute) if isinstance(attribute, str) else attribute


@dataclass(frozen=True)
class Listing:
    """What is taken along: a title, what has to be said below it, the heads of the columns, and the rows."""

    title: str
    said: Sequence[str]
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]


def write(target: Any, listing: Listing) -> int:
    """Write `listing` to `target`, a path or a file, with a number before each row; returns how many rows."""
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        return _Sheet(book, listing).write()


class _Sheet:
    """The one sheet of the workbook: title, what is said, heads, rows; ready to be filtered and printed."""

    def __init__(self, book: xlsxwriter.Workbook, listing: Listing) -> None:
        self.listing, self.heads = listing, [NUMBERED, *listing.heads]
        self.page = book.add_worksheet(listing.title.translate(FORBIDDEN)[:31] or None, QuickSheet)
        self.head_row, self.last = len(listing.said) + 1, len(self.heads) - 1
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.head = book.add_format(
            {"bold": True, "border": 1, "bg_color": "#EEF2F6", "align": "center", "text_wrap": True}
        )
        forms = {"text": "@", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "amount": "#,##0.00", "number": "0"}
        self.forms = {name: book.add_format({"num_format": form, "border": 1}) for name, form in forms.items()}
        self.widths = [min(wide(head) + 4, WIDEST) for head in self.heads]

    def write(self) -> int:
        self._begin()
        writers = [self._writer(column) for column in range(1, len(self.heads))]
        count, number, blank = self.page.write_number, self.forms["number"], self.forms["text"]
        row = self.head_row
        for row, values in enumerate(self.listing.rows, start=self.head_row + 1):
            count(row, 0, row - self.head_row, number)
            for column, value in enumerate(values, start=1):
                if value is None or value == "":
                    self.page.write_blank(row, column, None, blank)
                else:
                    put, plain, form = writers[column - 1](value)
                    put(row, column, plain, form)
        self._finish(row)
        return row - self.head_row

    def _begin(self) -> None:
        page = self.page
        page.write_string(0, 0, self.listing.title, self.title)
        for row, text in enumerate(self.listing.said, start=1):
            page.write_string(row, 0, text)
        for column, head in enumerate(self.heads):
            page.write_string(self.head_row, column, head, self.head)
        page.freeze_panes(self.head_row + 1, 0)

    def _finish(self, last_row: int) -> None:
        page = self.page
        page.autofilter(self.head_row, 0, last_row, self.last)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(self.head_row)
        page.print_area(0, 0, last_row, self.last)
        page.set_footer("&C第 &P 页，共 &N 页")
        for column, width in enumerate(self.widths):
            page.set_column(column, column, width)

    def _writer(self, column: int) -> Callable[[Any], tuple[Callable[..., Any], Any, Any]]:
        """How a value of this column gets into its cell; each distinct value is worked out once."""

        @lru_cache(maxsize=KNOWN)
        def known(value: Any) -> tuple[Callable[..., Any], Any, Any]:
            kind, plain = stored(value)
            self.widths[column] = min(max(self.widths[column], wide(str(value)) + 1), WIDEST)
            put = self.page.write_string if isinstance(plain, str) else self.page.write_number
            return put, plain, self.forms[kind]

        return known


def stored(value: Any) -> tuple[str, Any]:
    """The kind of a cell and what it holds; what Excel would spoil is a text."""
    if isinstance(value, datetime):
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return "moment", value.toordinal() - EXCEL_EPOCH + seconds / 86_400
    if isinstance(value, date) and value >= FIRST_DAY:
        return "day", value.toordinal() - EXCEL_EPOCH
    if isinstance(value, Decimal) and abs(value) < LARGEST:
        return "amount", float(value)
    if isinstance(value, int) and abs(value) < LARGEST:
        return "number", value
    return "text", str(value)


def wide(text: str) -> int:
    """How wide a text stands: a hanzi counts two."""
    return max((sum(2 if ord(each) > 0x2E80 else 1 for each in line) for line in text.split("\n")), default=0)
