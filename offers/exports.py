"""Who took part in organised export, and how many: the two say one thing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q

from core.periods import year_back
from labor.models import Employment, ExportParticipant, LaborExport, Person
from labor.people import conditions
from labor.placement.registers import ExportRegister, ParticipantRegister
from offers.fact_offer import AddOffer, ChangeOffer
from offers.jobs import of_people_here


class NamedParticipants(ChangeOffer):
    """More people are named than the activity says took part: the number follows. Some may be unnamed yet."""

    code, title = "export-number", "劳务输出登记的人员多于参加人数"
    source, register = ExportParticipant, ExportRegister
    pages = {LaborExport: "pk", ExportParticipant: "taking_part"}

    def due(self, on: date) -> Any:
        poor = conditions.registered_out_of_poverty(F("export__held_on"), "person__")
        named = ExportParticipant.objects.all()
        counted = LaborExport.objects.filter(held_on__lte=on).annotate(
            named=named.number_for("export"), named_poor=named.filter(poor).number_for("export")
        )
        return counted.filter(Q(named__gt=F("participants")) | Q(named_poor__gt=F("participants_out_of_poverty")))

    def values(self, row: Any) -> Mapping[str, Any]:
        return {
            "participants": max(row.named, row.participants),
            "participants_out_of_poverty": max(row.named_poor, row.participants_out_of_poverty),
        }

    def sentence(self, row: Any) -> str:
        told = f"参加人数{row.participants}人、其中脱贫劳动力{row.participants_out_of_poverty}人"
        return f"{told}，登记的参加人员有{row.named}人、其中脱贫{row.named_poor}人"


class PlacedTookPart(AddOffer):
    """Whoever was placed by an activity took part in it."""

    code, title = "job-participant", "由劳务输出上岗，没有登记参加"
    source, register = Employment, ParticipantRegister
    pages = {Employment: "pk", Person: "person", LaborExport: "export"}
    related = ("person__village", "export")

    def due(self, on: date) -> Any:
        same = ExportParticipant.objects.filter(export=OuterRef("export"))
        named = same.exists_for("person", outer="person_id")
        placed = Employment.objects.filter(export__isnull=False, started_on__gt=year_back(on), started_on__lte=on)
        return of_people_here(placed, on).filter(~named)

    def values(self, row: Any) -> Mapping[str, Any]:
        return {"export": row.export}

    def sentence(self, row: Any) -> str:
        return f"{row.started_on}由{row.export}到{row.employer}上岗"
