"""From a raw sheet to clean columns: find the header, read every cell by its column's rules, set good rows apart.

Work goes column by column, each distinct value once: ledgers repeat their codes, dates and names.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.functional import cached_property

from core.files.workbooks import RawSheet
from core.models import Village
from ledger.cells import CLEAR, Fault
from ledger.columns import SheetColumn
from ledger.report import CellError, shown
from ledger.rows import Body, header_text
from ledger.sheets import Sheet
from ledger.status_columns import reader

HEADER_WITHIN = 10
#: The column that marking adds to a workbook handed back; it is not read when the workbook returns.
REASON_HEADER = "拒绝原因"


class Names(Protocol):
    """Who knows villages by name."""

    def code_of(self, text: Any) -> Any: ...

    def hint(self, text: Any) -> str: ...


@dataclass
class ParsedSheet:
    """The rows of one sheet. `values[i]` is the cleaned column `columns[i]`, a value a row; rows are positions.

    The columns are those of the file in its order, then the optional ones that it lacks, as if they were blank. `good`
    are the rows whose own cells are good; `numbers` their row numbers in the file.
    """

    sheet: type[Sheet]
    columns: list[SheetColumn] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    raw: list[list[Any]] = field(default_factory=list)
    values: list[list[Any]] = field(default_factory=list)
    good: list[int] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    names: Names | None = None

    @property
    def key_positions(self) -> list[int]:
        """Where the bold columns stand, in the contract's order: the whole row is refused at the first."""
        return [self.columns.index(column) for column in self.sheet.key_columns()]

    @cached_property
    def attributes(self) -> list[str]:
        """The model's attributes that the columns fill, in their order."""
        return [output for column in self.columns for output in column.outputs]

    @cached_property
    def places(self) -> list[int]:
        """Where among the attributes each column's own stands."""
        return [self.attributes.index(column.outputs[0]) for column in self.columns]

    def position(self, attribute: str) -> int:
        """Where the column stands that fills the model's field `attribute`."""
        return next(at for at, column in enumerate(self.columns) if column.attribute == attribute)

    def refuse(self, row: int, position: int, message: str) -> None:
        """Refuse one row at one column."""
        value = shown(self.raw[position][row])
        error = CellError(self.sheet.sheet_name, self.numbers[row], self.columns[position].column_name, value, message)
        self.errors.append(error)
        self.refused.add(row)

    def hint(self, column: SheetColumn, value: Any) -> str:
        """What may be filled in instead of a village that there is not."""
        return self.names.hint(value) if self.names and Village in column.targets else ""

    def accepted(self) -> list[int]:
        return [row for row in self.good if row not in self.refused]


def parse_sheet(sheet: type[Sheet], raw: RawSheet, names: Names | None = None) -> ParsedSheet:
    """Read one sheet by the rules of the contract; `names` take the name of a village for its code."""
    parsed = ParsedSheet(sheet, names=names)
    header_row = find_header(sheet, raw.rows)
    if header_row is None:
        parsed.errors.append(_sheet_error(sheet, "", "前十行里找不到表头：请使用模板的列名"))
        return parsed
    positions = _match_header(parsed, raw.rows[header_row])
    missing = [column for column in sheet.required() if column not in parsed.columns]
    parsed.errors += [_sheet_error(sheet, column.column_name, "缺少必填列") for column in missing]
    if not missing:
        _read_cells(parsed, raw, header_row, positions)
        if sheet.parts:
            _read_values_before(parsed)
        _check_orders(parsed)
    return parsed


def _sheet_error(sheet: type[Sheet], column: str, message: str) -> CellError:
    return CellError(sheet.sheet_name, None, column, "", message)


def is_reason(header: str) -> bool:
    return header.startswith(REASON_HEADER)


def find_header(sheet: type[Sheet], rows: list[list[Any]]) -> int | None:
    required = {column.column_name for column in sheet.required()}
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        if 3 * len(required & {header_text(cell) for cell in row}) >= 2 * len(required):
            return index
    return None


def _match_header(parsed: ParsedSheet, cells: list[Any]) -> list[int]:
    """Fill the sheet's columns as the file has them; return where in the file each stands."""
    by_name = {column.column_name: column for column in parsed.sheet.columns}
    positions = []
    for position, header in enumerate(map(header_text, cells)):
        column = by_name.pop(header, None)
        if column:
            parsed.columns.append(column)
            positions.append(position)
        elif header and header not in parsed.unknown and not is_reason(header):
            parsed.unknown.append(header)
    return positions


def _read_cells(parsed: ParsedSheet, raw: RawSheet, header_row: int, places: list[int]) -> None:
    body = Body(raw, header_row)
    kept = body.records(dict(zip(places, parsed.columns, strict=True)))
    body.spread(raw.merged)
    parsed.numbers = [body.start + 1 + row for row in kept]
    at = {row: position for position, row in enumerate(kept)}
    for position, place in enumerate(places):
        parsed.raw.append([body.cells[place][row] for row in kept])
        broken = {at[row]: why for (row, column), why in body.broken.items() if column == place and row in at}
        parsed.values.append(_parse(parsed, position, [body.texts[place][row] for row in kept], broken))
    _add_absent(parsed)
    parsed.good = [row for row in range(len(kept)) if row not in parsed.refused]


def _read_values_before(parsed: ParsedSheet) -> None:
    """Read 变更前 as the column that the row's 项目 names; where that was refused it is not looked at."""
    readers = {
        header: reader(column) for part in parsed.sheet.parts for header, column in part.before_column().columns.items()
    }
    position, items = parsed.position("before"), parsed.values[parsed.position("item")]
    values = parsed.values[position]
    for row, value in enumerate(values):
        if value is not None and items[row] in readers:
            try:
                values[row] = readers[items[row]](value)
            except Fault as fault:
                parsed.refuse(row, position, str(fault))
    parsed.good = parsed.accepted()


def _add_absent(parsed: ParsedSheet) -> None:
    for column in parsed.sheet.columns:
        if column not in parsed.columns:
            parsed.columns.append(column)
            parsed.raw.append([""] * len(parsed.numbers))
            parsed.values.append([column.blank] * len(parsed.numbers))


def _parse(parsed: ParsedSheet, position: int, texts: list[Any], broken: dict[int, str]) -> list[Any]:
    column = parsed.columns[position]
    names = parsed.names if Village in column.targets else None
    by_text: dict[Any, Any] = {}
    faults: dict[Any, str] = {}
    for text in set(texts):
        try:
            by_text[text] = column.parse(names.code_of(text) if names else text)
        except Fault as fault:
            by_text[text], faults[text] = None, f"{fault}{names.hint(text) if names and text != '' else ''}"
    if faults or broken:
        for row, text in enumerate(texts):
            if row in broken or text in faults:
                parsed.refuse(row, position, broken.get(row) or faults[text])
    return [by_text[text] for text in texts]


def _check_orders(parsed: ParsedSheet) -> None:
    """Refuse good rows in which one day (or bound) lies before another that it may not precede."""
    at = {column.attribute: position for position, column in enumerate(parsed.columns)}
    for order in parsed.sheet.orders():
        if order.earlier in at and order.later in at:
            pairs = zip(parsed.values[at[order.earlier]], parsed.values[at[order.later]], strict=True)
            wrong = {row for row, (earlier, later) in enumerate(pairs) if is_reversed(earlier, later)}
            for row in wrong.intersection(parsed.good):
                parsed.refuse(row, at[order.blame], order.message)
    parsed.good = parsed.accepted()


#: Where a row says no day, or says that there is none.
NO_DAY = (None, CLEAR)


def is_reversed(earlier: Any, later: Any) -> bool:
    """Whether `later` lies before `earlier`; a blank on either side never does."""
    return earlier not in NO_DAY and later not in NO_DAY and later < earlier
