"""What villages are asked to verify, in 待办 and on the pages of those whom it is about."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest

from core.contributions import contribute
from core.pages.beside_tasks import BESIDE
from core.pages.panels import PIECES
from core.permissions import ENTER
from labor.models import Person
from ledger.models import ComparedLine

SHOWN = 5


class AskedBeside(NamedTuple):
    """How many lines the villages of a place have yet to verify."""

    place: str
    number: int


@contribute(BESIDE, "ledger/comparisons/beside.html")
def asked_beside(user: Any, place: str, on: date) -> AskedBeside | None:
    number = ComparedLine.objects.visible_to(user).within(place).verifying().count()
    return AskedBeside(place, number) if number else None


@contribute(PIECES, Person, template="ledger/comparisons/here.html", first=True)
def asked_here(person: Person, request: HttpRequest, on: date) -> Sequence[ComparedLine]:
    if not request.user.has_perm(ENTER):
        return ()
    return list(ComparedLine.objects.visible_to(request.user).verifying().filter(person=person)[:SHOWN])
