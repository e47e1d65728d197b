"""A list as a workbook that needs no work: days, numbers and amounts are such, and what is a text is never computed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

#: A sheet holds so many rows; some stand above the list.
MOST = 1_048_000
A4 = 9
EXCEL_EPOCH = date(1899, 12, 30).toordinal()
#: Before it Excel counts its days otherwise, or not at all.
FIRST_DAY = date(1900, 3, 1)
#: A number of more digits loses some.
LARGEST = 10**15
#: A cell holds so many characters; some count twice.
LONGEST = 32_767
#: So many distinct values of a column are remembered.
KNOWN = 10_000
WIDEST = 40
NUMBERED = "序号"
TOTAL = "合计"
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


class RowSheet(QuickSheet):
    """A sheet that takes whole rows of cells that are written already: the library would look at each cell anew.

    Its cells and rows are those that the library writes in constant memory (tests/policies/test_borrowed.py).
    """

    def begin_rows(self, row: int, last_column: int) -> None:
        """What stands above `row` is finished, and the rows end in that column."""
        self._check_dimensions(row, 0)
        self._check_dimensions(row, last_column)
        self._write_single_row(row)
        self.columns = [xl_col_to_name(column) for column in range(last_column + 1)]

    def put_row(self, row: int, cells: Iterable[str]) -> None:
        """A row of cells, each as `cell_text` has it."""
        name = str(row + 1)
        body = "".join([f'<c r="{column}{name}"{cell}' for column, cell in zip(self.columns, cells, strict=True)])
        self.fh.write(f'<row r="{name}">{body}</row>')
        self.dim_rowmax = self.previous_row = row

    def cell_text(self, plain: Any, form: Format) -> str:
        """A cell from the number of its format on; a blank one holds nothing."""
        style = form._get_xf_index()
        if plain is None:
            return f' s="{style}"/>'
        if not isinstance(plain, str):
            return f' s="{style}"><v>{plain:.16G}</v></c>'
        text = self._escape_data(self._escape_control_characters(as_much_as_fits(plain)))
        kept = ' xml:space="preserve"' if text != text.strip() else ""
        return f' s="{style}" t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def as_much_as_fits(plain: str) -> str:
    """The beginning of a text that a cell holds, which counts what is beyond the basic plane twice."""
    if len(plain) <= LONGEST // 2:
        return plain
    return plain.encode("utf-16-le")[: 2 * LONGEST].decode("utf-16-le", "ignore")


@dataclass(frozen=True)
class Listing:
    """What is taken along: a title, what has to be said below it, the heads of the columns, and the rows.

    `total` is asked once the rows are through and gives the cells of one more; `below` is said at the end. What
    `is_form` has its title in the middle, as forms of offices do. A blank head belongs to the one before it.
    """

    title: str
    said: Sequence[str]
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]
    total: Callable[[], Sequence[Any]] | None = None
    below: Sequence[str] = ()
    is_form: bool = False

    @property
    def spans(self) -> list[tuple[str, int]]:
        """The heads with how many columns each stands over."""
        found: list[tuple[str, int]] = []
        for head in self.heads:
            found = [*found, (head, 1)] if head or not found else [*found[:-1], (found[-1][0], found[-1][1] + 1)]
        return found


def write(target: Any, listing: Listing) -> int:
    """Write `listing` to `target`, a path or a file, with a number before each row; returns how many rows."""
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        return _Sheet(book, listing).write()


class _Sheet:
    """The one sheet of the workbook: title, what is said, heads, rows; ready to be filtered and printed."""

    def __init__(self, book: xlsxwriter.Workbook, listing: Listing) -> None:
        self.listing, self.heads = listing, [NUMBERED, *listing.heads]
        self.page = book.add_worksheet(listing.title.translate(FORBIDDEN)[:31] or None, RowSheet)
        self.head_row, self.last = len(listing.said) + 1, len(self.heads) - 1
        middle = {"align": "center"} if listing.is_form else {}
        self.title = book.add_format({"bold": True, "font_size": 16, **middle})
        self.head = book.add_format(
            {"bold": True, "border": 1, "bg_color": "#EEF2F6", "align": "center", "text_wrap": True}
        )
        forms = {"text": "@", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "amount": "#,##0.00", "number": "0"}
        self.forms = {name: book.add_format({"num_format": form, "border": 1}) for name, form in forms.items()}
        self.widths = [min(wide(head) + 4, WIDEST) for head in self.heads]

    def write(self) -> int:
        self._begin()
        cells = [self._cells(column) for column in range(1, len(self.heads))]
        row = self.head_row
        self.page.begin_rows(row + 1, self.last)
        for row, values in enumerate(self.listing.rows, start=self.head_row + 1):
            number = self.page.cell_text(row - self.head_row, self.forms["number"])
            self.page.put_row(row, (number, *[cell(value) for cell, value in zip(cells, values, strict=True)]))
        self._finish(row, self._end(row, cells))
        return row - self.head_row

    def _begin(self) -> None:
        page = self.page
        if self.listing.is_form:
            page.merge_range(0, 0, 0, self.last, self.listing.title, self.title)
        else:
            page.write_string(0, 0, self.listing.title, self.title)
        for row, text in enumerate(self.listing.said, start=1):
            page.write_string(row, 0, text)
        column = 0
        for head, width in [(NUMBERED, 1), *self.listing.spans]:
            if width > 1:
                page.merge_range(self.head_row, column, self.head_row, column + width - 1, head, self.head)
            else:
                page.write_string(self.head_row, column, head, self.head)
            column += width
        page.freeze_panes(self.head_row + 1, 0)

    def _end(self, row: int, cells: Sequence[Callable[[Any], str]]) -> int:
        """What stands below the rows; the last row of all."""
        if self.listing.total:
            row += 1
            values = zip(cells, self.listing.total(), strict=True)
            first = self.page.cell_text(TOTAL, self.forms["text"])
            self.page.put_row(row, (first, *[cell(value) for cell, value in values]))
        for text in self.listing.below:
            row += 1
            self.page.write_string(row, 0, text)
        return row

    def _finish(self, last_row: int, bottom: int) -> None:
        page = self.page
        page.autofilter(self.head_row, 0, last_row, self.last)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(self.head_row)
        page.print_area(0, 0, bottom, self.last)
        page.set_footer("&C第 &P 页，共 &N 页")
        for column, width in enumerate(self.widths):
            page.set_column(column, column, width)

    def _cells(self, column: int) -> Callable[[Any], str]:
        """How a value of this column is written into its cell; each distinct value is worked out once."""

        @lru_cache(maxsize=KNOWN, typed=True)
        def known(value: Any) -> str:
            if value is None or value == "":
                return self.page.cell_text(None, self.forms["text"])
            kind, plain = stored(value)
            self.widths[column] = min(max(self.widths[column], wide(str(value)) + 1), WIDEST)
            return self.page.cell_text(plain, self.forms[kind])

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
