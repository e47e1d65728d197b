"""Which divisions an importer holds: what may be written, and among what a reference is looked up."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import Q

from core.models import Division, Village
from core.records.links import links_to
from core.scoping import inside
from ledger.columns import natural_key
from ledger.sheets import SHEETS_BY_MODEL

OUTSIDE = "这一行不在您的管辖区划内，请由所属乡镇（村）导入"
STORED_OUTSIDE = "这条记录登记在您管辖以外的区划，导入不能改动或转入，请由上级办理"

#: The code list is public: that a place lies elsewhere is no secret.
PUBLIC = (Division, Village)


class Reach:
    """The divisions given to an importer; None stands for every division."""

    def __init__(self, divisions: Sequence[str] | None) -> None:
        self._divisions = None if divisions is None else tuple(divisions)

    def holds(self, place: str) -> bool:
        return self._divisions is None or place.startswith(self._divisions)

    def held(self, model: type[models.Model]) -> Any:
        """The live rows of `model` inside the divisions."""
        rows: Any = model._default_manager.all()
        return rows if self._divisions is None else rows.filter(self._inside(path_of(model)))

    def why_foreign(self, place: str, stored_place: str | None) -> str:
        """Why a row of `place`, now stored at `stored_place`, may not be written; blank where it may."""
        if not self.holds(place):
            return OUTSIDE
        return STORED_OUTSIDE if stored_place is not None and not self.holds(stored_place) else ""

    def find(self, model: type[models.Model], codes: Collection[Any]) -> Iterable[tuple[Any, Any, str]]:
        """Code, key and place of the live rows that `codes` name: one elsewhere is as good as none.

        Unless a row of one's own names it already, as an export shows: somebody's job in the next town's workshop.
        """
        key = natural_key(model)
        rows: Any = Division.objects.towns() if model is Division else model._default_manager.all()
        rows = rows.filter(**{f"{key}__in": codes}).values_list(key, "pk", path_of(model))
        if self._divisions is None or model in PUBLIC:
            return rows
        own = list(rows.filter(self._inside(path_of(model))))
        if len(own) < len(codes):
            own += rows.exclude(self._inside(path_of(model))).filter(self._named(model))
        return own

    def _inside(self, path: str) -> Q:
        held = Q(pk__in=[])
        for code in self._divisions or ():
            held |= inside(path, code)
        return held

    def _named(self, model: type[models.Model]) -> Q:
        """A condition on rows of `model`: a live row inside the divisions names it."""
        named = Q(pk__in=[])
        for link in (link for link in links_to(model) if link.model in SHEETS_BY_MODEL):
            own: Any = link.model.objects.filter(self._inside(path_of(link.model)), **link.only)
            named |= Q(own.exists_for(link.field, outer=link.by))
        return named


def path_of(model: type[models.Model]) -> str:
    """The look-up that leads from a row to the code of its village or town."""
    return "code" if model is Division else model.division_path
