"""Made-up rows as a ledger workbook, sheets and headers as the exchange contract has them."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from django.db.models import Field, Model

from core.models import Village
from fictional.scale.people import batches
from fictional.scale.tables import DERIVED, REFERENCES, TABLES, Batch, Row, Table, code
from fictional.scale.town import County
from labor.models import Person

Write = Callable[[Any], Any]


def write(county: County, path: Path, *, only: type[Model] | None = None) -> dict[str, int]:
    """The county as a workbook, all sheets or one; how many rows each sheet got."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    tables = [TABLES[only]] if only else TABLES.values()
    identities: dict[int, str] = {}
    sheets = {table.model: Sheet(book, table, identities) for table in tables}
    for batch in batches(county):
        identities |= {row[0]: row[2] for row in batch.get(Person, ())}
        fill(sheets, batch)
    book.close()
    return {TABLES[model].sheet: sheet.rows for model, sheet in sheets.items()}


def fill(sheets: dict[type[Model], "Sheet"], batch: Batch) -> None:
    for model in batch.keys() & sheets.keys():
        sheets[model].append(batch[model])


class Sheet:
    """One sheet that rows are appended to."""

    def __init__(self, book: xlsxwriter.Workbook, table: Table, identities: dict[int, str]) -> None:
        self.sheet, self.rows = book.add_worksheet(table.sheet), 0
        kept = [(place, field) for place, field in enumerate(table.columns) if field.attname not in DERIVED]
        self.cells = [(place, reader(field, identities)) for place, field in kept]
        self.sheet.write_row(0, 0, [header(field) for _, field in kept])

    def append(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.rows += 1
            for column, (place, read) in enumerate(self.cells):
                if row[place] not in (None, ""):
                    self._write(self.rows, column, read(row[place]))

    def _write(self, row: int, column: int, value: Any) -> None:
        if isinstance(value, str):
            self.sheet.write_string(row, column, value)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value)
        else:
            self.sheet.write_number(row, column, value)


def header(field: Field) -> str:
    """How the contract calls the column."""
    target = field.related_model
    return REFERENCES.get(target, "镇代码") if target else str(field.verbose_name)


def reader(field: Field, identities: dict[int, str]) -> Write:
    """From what the database stores to what the sheet shows."""
    target = field.related_model
    if target is Person:
        return identities.__getitem__
    if target in REFERENCES and target is not Village:
        return lambda number: code(target, number)
    if field.choices:
        return dict(field.choices).__getitem__
    if field.get_internal_type() == "BooleanField":
        return {True: "是", False: "否"}.__getitem__
    return lambda value: value
