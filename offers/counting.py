"""How many facts of a place wait to be taken up, by offer; remembered until one of the tables changes."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from core.memo import remembered
from core.wall import everywhere
from offers.fact_offer import FactOffer
from offers.models import DeclinedOffer
from offers.table import OFFERS, offers_for


class OfferCount(NamedTuple):
    offer: FactOffer
    number: int


def counts_in(places: Iterable[str], user: Any, on: date) -> list[OfferCount]:
    """Of each offer that the user may take up how many there are in some places; those with none are left out."""
    parts = {(place, offer.code): offer.tables for place in places for offer in offers_for(user)}
    found = remembered(parts, ("offers", on, DeclinedOffer.objects.version()), lambda some: _count(some, on))
    numbers = dict.fromkeys(OFFERS, 0)
    for (_, code), number in found.items():
        numbers[code] += number
    return [OfferCount(OFFERS[code], number) for code, number in numbers.items() if number]


@everywhere("counted for a place, whoever looks")
def _count(wanted: Collection[tuple[str, str]], on: date) -> dict[tuple[str, str], int]:
    return {
        (place, code): OFFERS[code].inside(OFFERS[code].open(on), place).order_by().count() for place, code in wanted
    }
