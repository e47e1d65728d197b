"""What 输出地清单 tells of people beside what is known here: each app says in its `export_columns.py` what it adds."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from core.tables import Column


class ExportColumn(NamedTuple):
    """A column of the workbook, and the prefetch that it needs, as of a day."""

    column: Column
    along: Callable[[date], Any]


_told: list[ExportColumn] = []


def tells(column: Column, along: Callable[[date], Any]) -> None:
    """Have the workbook end with one more column, which needs `along` read with its people."""
    _told.append(ExportColumn(column, along))


def told() -> list[ExportColumn]:
    return list(_told)
