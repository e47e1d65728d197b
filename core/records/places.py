"""Where rows belonged on a day: to the village in which a person, a household or a workshop was then."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When

from core.records.conditions import found_by
from core.records.dated import DatedRecord, is_fixed, outer, reads_stored
from core.scoping import inside

#: The name under which `PlaceOnDay.on_day` gives the village of a row.
VILLAGE_THEN = "village_then"
#: So many has the code of a town; a village's has more.
TOWN_DIGITS = 9


@dataclass(frozen=True)
class PlaceOnDay:
    """To which village rows belonged on a day: the condition that it may be another than today's, and the village."""

    changed: Q | None  #: None where nothing has changed
    village: Subquery | F

    def on_day(self, rows: Any, path: str) -> Any:
        """Rows with that village, as `village_then`; that of the others is at `path`."""
        return rows.alias(**{VILLAGE_THEN: self.either(path)})

    def within(self, rows: Any, path: str, division: Any) -> Any:
        """Of rows that belong to the village at `path` those that belonged to the division on the day."""
        here = inside(path, division)
        if self.changed is not None:
            rows = self._among(rows, here, division)
            here = (~self.changed & here) | (self.changed & inside(VILLAGE_THEN, division))
        return self.on_day(rows, path).filter(here)

    def _among(self, rows: Any, here: Q, division: Any) -> Any:
        """The rows that may be within a town or village, by two indexes: PostgreSQL reads all for either of them."""
        if not (isinstance(division, str) and len(division) >= TOWN_DIGITS):
            return rows
        every = rows.model._default_manager.order_by()
        return rows.filter(pk__in=found_by(*(every.filter(each).values("pk") for each in (here, self.changed))))

    def either(self, path: str) -> Case | F:
        if self.changed is None:
            return F(path)
        return Case(When(self.changed, then=self.village), default=F(path), output_field=models.CharField())


def place_on(model: type[DatedRecord], on: Any, path: str = "") -> PlaceOnDay:
    """The village to which the row of `model` at `path` belonged on the day `on`."""
    if reads_stored():
        return PlaceOnDay(None, F(f"{path}village_id"))
    return PlaceOnDay(model.is_changed(on, path, ["village_at"]), _village_on(model, on, path))


@lru_cache(maxsize=100)
def _village_on(model: type[DatedRecord], on: Any, path: str) -> Subquery:
    """The village of a row on a day, put together once for each day; who uses it gets a copy."""
    past: Any = model._default_manager.filter(pk=OuterRef(f"{path}pk"))
    return Subquery(past.at(on if is_fixed(on) else outer(on), "village_at").values("village_at")[:1])


def place_of(model: Any, on: Any) -> PlaceOnDay:
    """The village to which rows of any model belonged on a day; the stored one, where a place has no day."""
    *steps, column = model.division_path.split("__")
    owner = model
    for step in steps:
        owner = owner._meta.get_field(step).related_model
    if column != "village_id" or not issubclass(owner, DatedRecord):
        return PlaceOnDay(None, F(model.division_path))
    return place_on(owner, on, "".join(f"{step}__" for step in steps))


def belonging(rows: Any, division: Any, on: Any) -> Any:
    """Of rows of any model those that belonged to the division on the day."""
    return place_of(rows.model, on).within(rows, rows.model.division_path, division)
