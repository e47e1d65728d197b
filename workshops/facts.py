"""Workshops and inspections as rules for doubtful data read them."""

from datetime import date
from typing import Any, NamedTuple

from core.doubts import Doubt, Table
from core.doubts.doubt import values
from core.models import Division
from workshops.models import Inspection, Workshop, WorkshopChange


class WorkshopRow(NamedTuple):
    pk: int
    code: str
    name: str
    village_id: str
    site_id: int | None
    certified_on: date
    stopped_on: date | None
    withdrawn_on: date | None

    @property
    def town(self) -> str:
        return self.village_id[: Division.Level.TOWN]

    @property
    def halted_on(self) -> date | None:
        """The day on which it stopped or was withdrawn, the earlier of the two."""
        return min(filter(None, (self.stopped_on, self.withdrawn_on)), default=None)

    def operates(self, on: date) -> bool:
        return self.certified_on <= on and (self.halted_on is None or self.halted_on > on)

    def doubt(self, key: str = "", /, **found: Any) -> Doubt:
        return Doubt(self.code, key, self.village_id, values(**found))


class InspectionRow(NamedTuple):
    pk: int
    workshop_id: int
    inspected_on: date
    result: str
    problem: str


WORKSHOPS = Table("帮扶车间", Workshop, WorkshopRow, blank_ahead=("stopped_on", "withdrawn_on"), changes=WorkshopChange)
INSPECTIONS = Table("车间检查", Inspection, InspectionRow, known_from="inspected_on")
