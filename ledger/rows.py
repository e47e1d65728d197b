"""The rows below a header: which of them are records, as their cells stand, and what merged ranges add to them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from core.files.workbooks import RawSheet
from core.printable import printable
from foreign.faults import DAMAGED, UnreadableWorkbook
from ledger.cells import normalise
from ledger.columns import SheetColumn

#: How the first cell of a row begins that is a sum, a signature or a note and no record.
ASIDES = (
    *("合计", "小计", "总计", "共计"),
    *("填表", "填报", "制表", "审核", "复核", "负责人"),
    *("备注", "注：", "注:", "说明"),
)


def header_text(cell: Any) -> str:
    """A header without blanks, line breaks, and the mark of a required column."""
    text = "".join(printable(str(cell)).split())
    return text.removesuffix("（必填）").removesuffix("*")


class Body:
    """What stands below the header, column by column: `cells` as in the file, `texts` normalised.

    Rows count from 0 below the header; `broken` tells by (row, column) why a cell can't be read.
    """

    def __init__(self, raw: RawSheet, header_row: int) -> None:
        self.start = header_row + 1
        rows = raw.rows[self.start :]
        self.cells = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in raw.rows[0]]
        self.texts = list(map(_normalised, self.cells))
        self.broken = {(row - self.start, at): why for (row, at), why in raw.broken.items() if row >= self.start}

    def records(self, columns: Mapping[int, SheetColumn]) -> list[int]:
        """The rows that say something in `columns` (by their place), and are no header again, sum or signature."""
        left_out = {row for row in self._suspects(columns) if self._is_aside(row, columns)}
        silent: Sequence[int] = range(len(self.texts[0]))
        for place, column in columns.items():
            texts = self.texts[place]
            blanks = {text for text in set(texts) if column.means_blank(text)}
            silent = [row for row in silent if texts[row] in blanks] if blanks else ()
        left_out |= set(silent) - {row for row, place in self.broken if place in columns}
        return [row for row in range(len(self.texts[0])) if row not in left_out]

    def spread(self, merged: Iterable[tuple[int, int, int, int]]) -> None:
        """Give the value of each merged range (first row and column, last row and column) to every cell of it."""
        left = sum(map(len, self.cells))
        touched: set[int] = set()
        for first_row, first, last_row, last in merged:
            rows = range(max(first_row - self.start, -1), min(last_row - self.start + 1, len(self.cells[0])))
            places = range(first, min(last + 1, len(self.cells)))
            if rows and places and rows[0] >= 0:
                left -= len(rows) * len(places)
                if left < 0:  # ranges of a sound workbook do not overlap
                    raise UnreadableWorkbook(DAMAGED)
                self._fill(rows, places)
                touched.update(places)
        for place in touched:
            self.texts[place] = _normalised(self.cells[place])

    def _fill(self, rows: range, places: range) -> None:
        value, why = self.cells[places[0]][rows[0]], self.broken.get((rows[0], places[0]))
        for place in places:
            self.cells[place][rows.start : rows.stop] = [value] * len(rows)
        for cell in product(rows, places) if self.broken else ():
            self.broken.pop(cell, None)
            self.broken |= {cell: why} if why else {}

    def _suspects(self, columns: Mapping[int, SheetColumn]) -> set[int]:
        """Rows that bear a header, or a word with which what is no record begins."""
        headers = {column.column_name for column in columns.values()}
        starts = {word[0] for word in (*headers, *ASIDES)}
        found = set()
        for texts in self.texts:
            likely = (text for text in set(texts) if isinstance(text, str) and text[:1] in starts)
            words = {text for text in likely if _is_word(text) or header_text(text) in headers}
            found |= {row for row, text in enumerate(texts) if text in words} if words else set()
        return found

    def _is_aside(self, row: int, columns: Mapping[int, SheetColumn]) -> bool:
        filled = [place for place in range(len(self.texts)) if self._is_filled(row, place, columns.get(place))]
        known = [columns[place] for place in filled if place in columns]
        if known and all(header_text(self.texts[p][row]) == columns[p].column_name for p in filled if p in columns):
            return True
        required = sum(column.required for column in columns.values())
        few = 2 * sum(column.required for column in known) <= required
        return few and bool(filled) and _is_word(self.texts[filled[0]][row])

    def _is_filled(self, row: int, place: int, column: SheetColumn | None) -> bool:
        text = self.texts[place][row]
        blank = column.means_blank(text) if column else text == ""
        return not blank or (row, place) in self.broken


def _normalised(cells: Sequence[Any]) -> list[Any]:
    """Each distinct cell is looked at once: ledgers repeat their codes, dates and names."""
    texts = {cell: normalise(cell) for cell in set(cells)}
    return [texts[cell] for cell in cells]


def _is_word(text: Any) -> bool:
    return isinstance(text, str) and "".join(text.split()).startswith(ASIDES)
