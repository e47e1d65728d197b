"""What the workbook of 输出地清单 tells of people beside what is known here: columns that other apps contribute."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from core.contributions import Slot
from core.tables import Column


class ExportColumn(NamedTuple):
    """A column at the end of the workbook, and the prefetch that its people are read with, as of a day."""

    column: Column
    prefetch: Callable[[date], Any]


EXPORT_COLUMNS = Slot(Column, ExportColumn)
