"""Made-up rows as a ledger workbook."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import Model

from core.models import Division, Village
from fictional.scale.people import batches
from fictional.scale.tables import TABLES, Batch, Row, code
from fictional.scale.town import County
from labor.models import Person
from ledger.columns import SheetColumn
from ledger.exporting import write_workbook
from ledger.sheets import SHEETS, Sheet


def write(county: County, path: Path, *, only: type[Model] | None = None) -> dict[str, int]:
    """The county as a workbook, with rows in all sheets or in one; how many rows each sheet got."""
    made: Batch = defaultdict(list)
    for batch in batches(county):
        for model, rows in batch.items():
            made[model] += rows
    id_numbers = {row[0]: row[2] for row in made[Person]}
    wanted = [only] if only else list(TABLES)
    return write_workbook(
        path,
        {sheet: _lines(sheet, made[sheet.model], id_numbers) if sheet.model in wanted else () for sheet in SHEETS},
    )


def _lines(sheet: type[Sheet], rows: list[Row], id_numbers: dict[int, str]) -> Iterator[tuple[Any, ...]]:
    """The rows in the order of the sheet's columns, with the codes of what they refer to by its id."""
    places = {field.attname: place for place, field in enumerate(TABLES[sheet.model].columns)}
    cells = [(places.get(column.field.attname), _reader(column, id_numbers)) for column in sheet.columns]
    for row in rows:
        yield tuple(None if place is None or row[place] is None else read(row[place]) for place, read in cells)


def _reader(column: SheetColumn, id_numbers: dict[int, str]) -> Callable[[Any], Any]:
    target = column.field.related_model
    if target is Person:
        return id_numbers.__getitem__
    if target in (None, Division, Village):
        return lambda value: value
    return lambda number: code(target, number)
