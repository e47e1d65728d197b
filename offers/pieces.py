"""What a fact offers, on the pages of those whom it concerns, in 待办 and beside the doubts."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists
from django.http import HttpRequest

from core.compiled import CompiledQuery, QueryParameter
from core.contributions import contribute
from core.pages.beside_tasks import BESIDE
from core.pages.panels import PIECES
from core.records import Record
from core.wall import everywhere
from doubts.listing import BESIDE_DOUBTS
from offers.counting import OfferCount, counts_in
from offers.fact_offer import FactOffer
from offers.table import OFFERS, offers_for

#: So many facts of an offer stand on a page, the others behind a link.
SHOWN = 3


class Waiting(NamedTuple):
    """A fact that waits to be taken up, in words, what would be entered, and where that is done by hand."""

    offer: FactOffer
    row: Any
    told: str
    written: str
    address: str

    @classmethod
    def of(cls, offer: FactOffer, row: Any, request: HttpRequest) -> "Waiting":
        written, address = offer.written(row, request.user), offer.filled_in_address(row, request.path)
        return cls(offer, row, offer.sentence(row), written, address)


class WaitingHere(NamedTuple):
    """What a page shows of it, and the offers of which there is more."""

    shown: Sequence[Waiting]
    more: Sequence[FactOffer]


PAGES = tuple(dict.fromkeys(page for offer in OFFERS.values() for page in offer.pages))


@contribute(PIECES, *PAGES, template="offers/here.html", first=True)
def waiting_here(record: Record, request: HttpRequest, on: date) -> WaitingHere | None:
    """What may be taken up; one question finds out whether there is anything."""
    if record.is_voided:
        return None
    shown, more = [], []
    for offer in open_of(record, request.user, on):
        found = offer.read(offer.bounded(offer.of(offer.open(on), record), request.user).order_by("pk")[: SHOWN + 1])
        shown += [Waiting.of(offer, row, request) for row in found[:SHOWN]]
        more += [offer] if len(found) > SHOWN else []
    return WaitingHere(shown, more) if shown else None


def open_of(record: Record, user: Any, on: date) -> Iterator[FactOffer]:
    """The offers of which something waits that concerns `record`."""
    model = type(record)
    codes = tuple(offer.code for offer in offers_for(user) if model in offer.pages)
    if not codes:
        return
    for found in waiting_flags(model, codes, on, connection.vendor).rows(pk=record.pk):
        yield from (OFFERS[code] for code, waits in zip(codes, found, strict=True) if waits)


@lru_cache(maxsize=64)
@everywhere("put together only; it runs for a record that was found for the user")
def waiting_flags(model: Any, codes: tuple[str, ...], on: date, vendor: str) -> CompiledQuery:
    """For a record, by key, whether anything waits of each of the offers, on a day and a kind of database."""
    flags = {f"offer_{code}": Exists(OFFERS[code].of_outer(OFFERS[code].open(on), model)) for code in codes}
    found = model._default_manager.filter(pk=QueryParameter("pk")).order_by().annotate(**flags)
    return CompiledQuery.of(found.values_list(*flags))


class BesideOffers(NamedTuple):
    """What waits in a place, or in all of the user's where none is named."""

    counts: Sequence[OfferCount]
    place: str = ""


@contribute(BESIDE, "offers/beside.html")
def offers_beside_tasks(user: Any, place: str, on: date) -> BesideOffers | None:
    """A line for each kind, with a number that opens its rows."""
    counts = counts_in([place], user, on)
    return BesideOffers(counts, place) if counts else None


@contribute(BESIDE_DOUBTS, "offers/beside.html")
def offers_beside_doubts(user: Any, on: date) -> BesideOffers | None:
    counts = counts_in(user.division_codes, user, on)
    return BesideOffers(counts) if counts else None
