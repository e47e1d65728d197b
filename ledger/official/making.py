"""A list that goes out as it is handed out: its lines, its columns with their masks, and what is added up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from core.exports.taking import Offered, Taking
from core.exports.workbook import Listing
from core.personal_data.masking import Sensitive, scrub
from core.tables import Column
from ledger.official.layouts import DAYS, OfficialColumn, OfficialList, masked

#: Between what is signed in one line.
GAP = "　　　　"


@dataclass(frozen=True)
class OfficialTaking(Taking):
    """A list that goes out, taken along. One that is posted up is masked as everybody may read it, whoever takes it."""

    layout: OfficialList = None  # type: ignore[assignment]  # the fields of a Taking have defaults
    below: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not self.layout.public and super().is_whole

    @property
    def heads(self) -> list[str]:
        return [column.heading for column in self.layout.columns]

    @property
    def listing(self) -> Listing:
        tally = RowTally(self.layout)
        below = (*self.below, self.stamp) if self.is_whole else self.below
        return Listing(
            self.title,
            self.said,
            self.heads,
            tally.counted(self.lines),
            total=tally.total if self.layout.is_added_up else None,
            below=below,
            is_form=True,
        )


def columns_of(layout: OfficialList, found: Iterable[Column]) -> list[Offered]:
    """The columns of the source that the layout names, told as it wants them."""
    known = {str(column.label): column for column in found}
    return [Offered(_told(layout, column, known.get(column.field))) for column in layout.columns]


def _told(layout: OfficialList, wanted: OfficialColumn, found: Column | None) -> Column:
    if found is None:
        return Column("", wanted.heading, lambda row, on: "")  # filled in by hand

    def find(row: Any, on: date) -> Any:
        value = found.find(row, on)
        if wanted.days and isinstance(value, date):
            return DAYS[wanted.days].format(value)
        return _public(wanted, value) if layout.public else value

    return replace(found, label=wanted.heading, find=find)


def _public(column: OfficialColumn, value: Any) -> Any:
    """What everybody may read, whoever asks: of free texts no number of somebody's either."""
    if isinstance(value, Sensitive):
        return masked(column, value)
    return scrub(value) if isinstance(value, str) else value


class RowTally:
    """What is added up of the rows that have gone through."""

    def __init__(self, layout: OfficialList) -> None:
        self.layout, self.rows = layout, 0
        self.sums: list[Decimal | int] = [0] * len(layout.columns)

    def counted(self, rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
        added = [number for number, column in enumerate(self.layout.columns) if column.sums]
        for row in rows:
            self.rows += 1
            for number in added:
                self.sums[number] += row[number] or 0
            yield row

    def total(self) -> list[Any]:
        """A row with how many there were, and the sums; asked once they are through."""
        cells: list[Any] = [
            total if column.sums else "" for column, total in zip(self.layout.columns, self.sums, strict=True)
        ]
        first = next((number for number, column in enumerate(self.layout.columns) if not column.sums), 0)
        if self.layout.counts:
            cells[first] = f"{self.rows}{self.layout.counts}"
        return cells
