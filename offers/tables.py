"""What waits to be taken up as a list: whose it is, what the fact says, and a button."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse

from core.tables import Cell, Column, RegisterTable
from offers.fact_offer import FactOffer


class TakeUpColumn(Column):
    """A button; `find` tells where to."""

    def cell(self, record: Any, on: date, user: Any) -> Cell:
        return Cell("", str(self.label), self.kind, self.find(record, on), None)


@dataclass(frozen=True)
class WrittenColumn(Column):
    """What will be entered, in words."""

    offer: Any = None

    def cell(self, record: Any, on: date, user: Any) -> Cell:
        return Cell(self.caption(on), self.offer.written(record, user), self.kind, None, None)


class OfferTable(RegisterTable):
    """Rows of an offer, which are bounded by those whom they are about, and read with the days that they tell."""

    offer: ClassVar[FactOffer]

    def __init__(self, rows: Any, *args: Any, **options: Any) -> None:
        super().__init__(rows, *args, **options)
        self.source = rows

    def read(self, rows: Any) -> list[Any]:
        return self.offer.read(rows)


def offer_table(offer: FactOffer, *, declined: bool) -> type[OfferTable]:
    """The list of what waits of `offer`, or of what was declined."""

    def address(record: Any, on: date) -> str:
        page, more = ("decline", "?again=1") if declined else ("take", "")
        return reverse(f"offers:{page}", args=[offer.code, record.pk]) + more

    columns = (
        Column("whose", "对象", lambda row, on: offer.subject(row), kind="lead", links=True),
        Column("told", "由此", lambda row, on: offer.sentence(row), kind="own-line"),
        WrittenColumn("written", "将写入", lambda row, on: row, offer=offer),
        TakeUpColumn("take", "恢复提示" if declined else offer.label, address, kind="tap"),
    )
    return type(OfferTable.__name__, (OfferTable,), {"offer": offer, "columns": columns})
