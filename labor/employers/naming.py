"""Which records name an employer, and by which text; each app contributes those that it keeps.

Nothing is stored of it: a record keeps its text, and whose text that is, the register of employers says (ADR 0077).
"""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Q
from django.db.models.base import ModelBase

from core.contributions import Slot
from core.models import Division
from core.records import Record
from labor.employers.models import Employer


class NamedIn(NamedTuple):
    """Records that name an employer in a field; `but` are those whose text is somebody's own business."""

    model: type[Record]
    field: str
    but: Q = Q(pk__in=[])

    def naming(self, employer: Employer) -> Any:
        """The records of the employer's town that name it, whoever may see them."""
        if not employer.town_id:
            return self.rows.none()
        return self.of(employer.town_id, employer.texts)

    def of(self, town: str, texts: Collection[str]) -> Any:
        return self.rows.within(town).filter(**{f"{self.field}__in": texts}).exclude(self.but)

    @property
    def rows(self) -> Any:
        return self.model._default_manager.all()


#: contribute(NAMED, field="employer")(Employment)
NAMED = Slot(ModelBase, NamedIn)


def naming(model: type[Record], employer: Employer) -> Any:
    """The records of `model` that name the employer."""
    return next(each for each in NAMED if each.model is model).naming(employer)


def employers_at(place: str) -> Any:
    """The employers of the town of `place`, whom each of its villages may name."""
    of_town = Employer.objects.everywhere("they are the town's")
    return of_town.filter(town=place[: Division.Level.TOWN])


def employer_called(text: str, place: str) -> Employer | str:
    """Who a record of the town of `place` names, where the register knows; else just the text."""
    found: Employer | None = employers_at(place).called(text).first()
    return found or text
