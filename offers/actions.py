"""Taking up what a fact offers, one by one or many at once, and declining it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from core.audit import division_of
from core.forms import RecordForm
from core.records import Record, events
from core.registers.asked_once import hindrance
from offers.fact_offer import FactOffer
from offers.models import DeclinedOffer


@transaction.atomic
def take_up(*, offer: FactOffer, row: Any, user: Any, on: date) -> Record | None:
    """Write what is offered; None where the form has something to ask or to refuse, and nothing is written."""
    form = offer.filled_in(row, user, on)
    if not _can_be_saved(form):
        return None
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError:  # the same was registered a moment earlier
        return None


def _can_be_saved(form: RecordForm) -> bool:
    return form.is_valid() and not form.warnings


class Ready(NamedTuple):
    """The form of a fact that can be saved as it is, whose it is, and what it writes."""

    form: RecordForm
    record: Any
    written: str


@dataclass(frozen=True)
class Sorted:
    """The forms of many: those that can be saved as they are, and what stands in the way of the others."""

    able: Sequence[Ready]
    hindered: Sequence["Hindered"]


@dataclass(frozen=True)
class Hindered:
    """A fact of which something is to be asked first, what, and where."""

    record: Any
    why: str
    address: str


def sort(*, offer: FactOffer, rows: Sequence[Any], user: Any, on: date, back: str) -> Sorted:
    """The forms of all of `rows`, filled in."""
    forms = [(row, offer.filled_in(row, user, on)) for row in rows]
    able, hindered = [], []
    for row, form in forms:
        if _can_be_saved(form):
            able.append(Ready(form, offer.subject(row), offer.written(row, user)))
        else:
            hindered.append(Hindered(offer.subject(row), _why(form), offer.filled_in_address(row, back)))
    return Sorted(able, hindered)


def _why(form: RecordForm) -> str:
    return hindrance(form) if form.errors else "；".join(form.warnings)


@transaction.atomic
def take_up_all(*, offer: FactOffer, forms: Sequence[RecordForm], on: date) -> int:
    """Save all of the forms as one event, which can be undone; how many there were."""
    records = [form.save() for form in forms]
    places = {division_of(record) for record in records}
    title = f"{offer.register.title()}{len(records)}条"
    events.wrote(events.begin(label=offer.label, title=title, on=on, places=places), *records)
    return len(records)


@transaction.atomic
def decline(*, offer: FactOffer, row: Any, user: Any, on: date) -> None:
    """Say that there is nothing to enter; done twice it is done once."""
    said = {"place": division_of(offer.subject(row)), "declined_by": user, "declined_on": on}
    DeclinedOffer.objects.everywhere("a fact that was found for the user").get_or_create(
        offer=offer.code, key=row.pk, defaults=said
    )


@transaction.atomic
def offer_again(*, offer: FactOffer, row: Any) -> None:
    """Take back what was declined."""
    declined = DeclinedOffer.objects.everywhere("a fact that was found for the user")
    for each in declined.filter(offer=offer.code, key=row.pk):
        each.delete()
