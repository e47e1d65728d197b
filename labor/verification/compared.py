"""What apps above offer wherever villages are compared: templates that need how far each has come, and all of them."""

from datetime import date
from typing import Any, NamedTuple

from core.contributions import Slot
from labor.verification.campaign import Campaign, Progress, total_of

#: Templates that take `rows` and their `total`.
VILLAGES = Slot(str, str)


class ComparedVillages(NamedTuple):
    """The villages of a page, how far each has come in the term of a day, and what is offered beneath them."""

    rows: list[Progress]
    total: Progress

    @property
    def added(self) -> tuple[str, ...]:
        return tuple(VILLAGES) if self.total.left else ()


def compared_villages(user: Any, place: str, on: date) -> ComparedVillages:
    """The user's villages inside `place`."""
    rows = [row for row in Campaign.containing(on).by_village(user) if row.village and row.village.pk.startswith(place)]
    return ComparedVillages(rows, total_of(rows))
