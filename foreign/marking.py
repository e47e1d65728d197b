"""A workbook handed back with marks: cells in red, and a column of reasons. All else in it stays as it is."""

from dataclasses import dataclass, field
from io import BytesIO
from shutil import copyfileobj
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from foreign.copying import Copier, element, escaped, opening
from foreign.faults import UnreadableWorkbook
from foreign.looks import Looks, LooksCopier
from foreign.places import Places, cell_name
from foreign.sheet import ROW_LIMIT
from foreign.workbook import Workbook

REASON_WIDTH = "48"


@dataclass
class Marks:
    """What to mark in one sheet, from 0: cells that turn red, the column of the reasons, and a text a row.

    Where the column is there already, from an earlier marking, its contents and the red of then are taken away.
    """

    column: int
    red: dict[int, set[int]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)

    @classmethod
    def told(cls, told: dict[str, Any]) -> "Marks":
        red: dict[int, set[int]] = {}
        for row, column in told["red"]:
            red.setdefault(row, set()).add(column)
        return cls(told["column"], red, {row: text for row, text in told["texts"]})


def mark(book: Workbook, marks: dict[str, Any]) -> bytes:
    """The workbook with the marks of each sheet, by its name without blanks around it."""
    if not book.styles_part:
        raise UnreadableWorkbook("工作簿里没有样式表，无法标注：请按页面上的清单更正")
    looks = Looks()
    with book.package.open(book.styles_part) as stream:
        looks.read(stream)
    sheets = {name.strip(): part.lower() for name, part in reversed(book.parts.items())}
    marked = {sheets[name]: Marks.told(told) for name, told in marks.items() if sheets.get(name)}
    styles, made = book.styles_part.lower(), BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for part in sorted(book.package.parts(), key=lambda part: part == styles):  # last: only then all are known
            with book.package.open(part) as source, archive.open(book.package.spelt(part), "w") as target:
                if part in marked:
                    SheetMarker(target, marked[part], looks).read(source)
                elif part == styles:
                    LooksCopier(target, looks).read(source)
                else:
                    copyfileobj(source, target)
    return made.getvalue()


class SheetMarker(Copier, Places):
    """Copies one sheet with its marks."""

    def __init__(self, target: IO[bytes], marks: Marks, looks: Looks) -> None:
        Copier.__init__(self, target)
        Places.__init__(self)
        self._marks, self._looks = marks, looks
        self._rows = sorted({*marks.red, *marks.texts})  # those still to come
        self._cells: list[int] = []  # those of the row at hand that are still to come
        self._widened = False
        self.starts = {
            "dimension": self._leave_out, "col": self._begin_width, "sheetData": self._begin_rows,
            "row": self._begin_marked_row, "c": self._begin_cell,
        }  # fmt: skip
        self.ends = {"cols": self._widen, "row": self._end_row, "sheetData": self._end_rows}

    def _leave_out(self, attributes: dict[str, str]) -> None:
        self.drop()

    # --- the width of the reasons ---

    def _begin_width(self, attributes: dict[str, str]) -> None:
        first, last, here = int(attributes["min"]), int(attributes["max"]), self._marks.column + 1
        if last < here:
            return
        if first < here:
            self._put("col", attributes | {"max": str(here - 1)})
        self._widen()
        if first > here:
            return
        if last > here:
            self._put("col", attributes | {"min": str(here + 1)})
        self.drop()

    def _widen(self) -> None:
        if not self._widened:
            here = str(self._marks.column + 1)
            self._put("col", {"min": here, "max": here, "width": REASON_WIDTH, "customWidth": "1"})
        self._widened = True

    def _begin_rows(self, attributes: dict[str, str]) -> None:
        if not self._widened:
            self.put(opening(f"{self.prefix}cols", {}))
            self._widen()
            self.put(f"</{self.prefix}cols>")

    # --- rows and cells ---

    def _begin_marked_row(self, attributes: dict[str, str]) -> None:
        self.begin_row(attributes)
        attributes.pop("spans", None)
        self._put_rows(before=self.row)
        if self._rows[:1] == [self.row]:
            self._cells = self._due(self._rows.pop(0))

    def _due(self, row: int) -> list[int]:
        """The columns in which marking writes something."""
        return sorted({*self._marks.red.get(row, ()), *([self._marks.column] if row in self._marks.texts else ())})

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self.locate(attributes)
        self._put_cells(before=self.column)
        if self.column == self._marks.column:
            self.drop()
        elif self.column in self._cells:
            self._cells.remove(self.column)
            attributes["s"] = self._looks.red(attributes.get("s"))
        elif "s" in attributes:
            attributes["s"] = self._looks.plain(attributes["s"])

    def _end_row(self) -> None:
        self._put_cells()

    def _end_rows(self) -> None:
        self._put_rows()

    def _put_rows(self, before: int = ROW_LIMIT) -> None:
        while self._rows and self._rows[0] < before:
            row = self._rows.pop(0)
            inside = "".join(self._cell(row, column) for column in self._due(row))
            self._put("row", {"r": str(row + 1)}, inside)

    def _put_cells(self, before: int = 2**14) -> None:
        while self._cells and self._cells[0] < before:
            self.put(self._cell(self.row, self._cells.pop(0)))

    def _cell(self, row: int, column: int) -> str:
        """A cell that is not there yet: red and blank, or a reason."""
        place = {"r": cell_name(row, column)}
        if column != self._marks.column:
            return element(f"{self.prefix}c", place | {"s": self._looks.red(None)})
        text = element(f"{self.prefix}t", {"xml:space": "preserve"}, escaped(self._marks.texts[row]))
        told = place | {"s": self._looks.reason(), "t": "inlineStr"}
        return element(f"{self.prefix}c", told, element(f"{self.prefix}is", {}, text))

    def _put(self, name: str, attributes: dict[str, str], inside: str = "") -> None:
        self.put(element(f"{self.prefix}{name}", attributes, inside))
