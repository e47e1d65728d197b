"""From a raw sheet to clean columns: find the header, read every cell by its column's rules, set good rows apart.

Work goes column by column, each distinct value once: ledgers repeat their codes, dates and names.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ledger.cells import Fault, normalise
from ledger.columns import Column
from ledger.reading import RawSheet
from ledger.report import CellError, shown
from ledger.sheets import Sheet

HEADER_WITHIN = 10
#: The column that marking adds to a workbook handed back; it is not read when the workbook returns.
REASON_HEADER = "拒绝原因"


@dataclass
class Table:
    """The rows of one sheet. `values[i]` is the cleaned column `columns[i]`, a value a row; rows are positions.

    `good` are the rows whose own cells are good; `numbers` their row numbers in the file.
    """

    sheet: type[Sheet]
    columns: list[Column] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    raw: list[list[Any]] = field(default_factory=list)
    values: list[list[Any]] = field(default_factory=list)
    good: list[int] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)

    @property
    def key_positions(self) -> list[int]:
        return [position for position, column in enumerate(self.columns) if column.key]

    def refuse(self, row: int, position: int, message: str) -> None:
        """Refuse one row at one column."""
        value = shown(self.raw[position][row])
        error = CellError(self.sheet.sheet_name, self.numbers[row], self.columns[position].column_name, value, message)
        self.errors.append(error)
        self.refused.add(row)

    def accepted(self) -> list[int]:
        return [row for row in self.good if row not in self.refused]


def read_table(sheet: type[Sheet], raw: RawSheet) -> Table:
    """Read one sheet by the rules of the contract."""
    table = Table(sheet)
    header_row = find_header(sheet, raw.rows)
    if header_row is None:
        table.errors.append(_sheet_error(sheet, "", "前十行里找不到表头：请使用模板的列名"))
        return table
    positions = _match_header(table, raw.rows[header_row])
    missing = [column for column in sheet.required() if column not in table.columns]
    table.errors += [_sheet_error(sheet, column.column_name, "缺少必填列") for column in missing]
    if not missing:
        _read_cells(table, raw, header_row, positions)
        _check_orders(table)
    return table


def _sheet_error(sheet: type[Sheet], column: str, message: str) -> CellError:
    return CellError(sheet.sheet_name, None, column, "", message)


def header_text(cell: Any) -> str:
    """A header without blanks, line breaks, and the mark of a required column."""
    text = "".join(str(cell).split())
    return text.removesuffix("（必填）").removesuffix("*")


def is_reason(header: str) -> bool:
    return header.startswith(REASON_HEADER)


def find_header(sheet: type[Sheet], rows: list[list[Any]]) -> int | None:
    required = {column.column_name for column in sheet.required()}
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        if 3 * len(required & {header_text(cell) for cell in row}) >= 2 * len(required):
            return index
    return None


def _match_header(table: Table, cells: list[Any]) -> list[int]:
    """Fill the table's columns as the file has them; return where in the file each stands."""
    by_name = {column.column_name: column for column in table.sheet.columns}
    positions = []
    for position, header in enumerate(map(header_text, cells)):
        column = by_name.pop(header, None)
        if column:
            table.columns.append(column)
            positions.append(position)
        elif header and header not in table.unknown and not is_reason(header):
            table.unknown.append(header)
    return positions


def _read_cells(table: Table, raw: RawSheet, header_row: int, positions: list[int]) -> None:
    body = raw.rows[header_row + 1 :]
    cells = [[row[position] for row in body] for position in positions]
    texts = [_mapped(column, {value: normalise(value) for value in set(column)}) for column in cells]
    broken = _broken(raw, header_row, positions)
    filled = {row for row, _ in broken}
    lines = enumerate(zip(*texts, strict=True))
    kept = [row for row, line in lines if row in filled or any(cell != "" for cell in line)]
    table.numbers = [header_row + 2 + row for row in kept]
    table.raw = [[column[row] for row in kept] for column in cells]
    place = {row: position for position, row in enumerate(kept)}
    for position, (column, text) in enumerate(zip(table.columns, texts, strict=True)):
        unreadable = {place[row]: reason for (row, at), reason in broken.items() if at == position}
        table.values.append(_parse(table, position, column, [text[row] for row in kept], unreadable))
    table.good = [row for row in range(len(kept)) if row not in table.refused]


def _broken(raw: RawSheet, header_row: int, positions: list[int]) -> dict[tuple[int, int], str]:
    """Why cells below the header can't be read, by their row below it and the number of their column."""
    number = {position: number for number, position in enumerate(positions)}
    below = ((row - header_row - 1, column, reason) for (row, column), reason in raw.broken.items())
    return {(row, number[column]): reason for row, column, reason in below if row >= 0 and column in number}


def _mapped(column: Iterable[Any], mapping: dict[Any, Any]) -> list[Any]:
    return [mapping[value] for value in column]


def _parse(table: Table, position: int, column: Column, texts: list[Any], broken: dict[int, str]) -> list[Any]:
    parsed: dict[Any, Any] = {}
    faults: dict[Any, str] = {}
    for text in set(texts):
        try:
            parsed[text] = column.parse(text)
        except Fault as fault:
            parsed[text], faults[text] = None, str(fault)
    if faults or broken:
        for row, text in enumerate(texts):
            if row in broken or text in faults:
                table.refuse(row, position, broken.get(row) or faults[text])
    return _mapped(texts, parsed)


def _check_orders(table: Table) -> None:
    """Refuse good rows in which one day (or bound) lies before another that it may not precede."""
    at = {column.attribute: position for position, column in enumerate(table.columns)}
    for order in table.sheet.orders():
        if order.earlier in at and order.later in at:
            pairs = zip(table.values[at[order.earlier]], table.values[at[order.later]], strict=True)
            wrong = {row for row, (earlier, later) in enumerate(pairs) if is_reversed(earlier, later)}
            for row in wrong.intersection(table.good):
                table.refuse(row, at[order.blame], order.message)
    table.good = table.accepted()


def is_reversed(earlier: Any, later: Any) -> bool:
    """Whether `later` lies before `earlier`; a blank on either side never does."""
    return earlier is not None and later is not None and later < earlier
