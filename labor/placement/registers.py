"""Organised labor export: agreements with receiving places, activities, who took part, and the calls afterwards."""

from datetime import date
from typing import Any

from core.filters import Choice, either
from core.permissions import ENTER
from core.registers import Intake, OfTown, Register, choice_of, date_action
from labor.models import CooperationAgreement, ExportParticipant, FollowUp, LaborExport
from labor.people.registers import OfPerson, of_the_town
from labor.placement.forms import FollowUpForm, ParticipantForm
from labor.placement.tables import ParticipantTable


def by_validity(agreements: Any, value: str, on: date) -> Any:
    return either(agreements, agreements.valid(on), wanted=value == "yes")


class AgreementRegister(OfTown):
    """Plan, sections 二（四） and 三（三）: 建立健全跨省、省内劳务协作机制，签订劳务协作协议."""

    model = CooperationAgreement
    columns = ("partner", "number", "place", "contact", "phone", "signed_on", "valid_until", "state")
    filters = (Choice("valid", "情况", (("yes", "有效"), ("no", "已到期、终止或未签")), by_validity, main=True),)
    search = ("partner", "number", "place", "contact")
    fields = ("town", "number", "place", "partner", "station", "contact", "phone", "signed_on", "valid_until")
    facts = (*fields[1:], "ended_on")
    actions = date_action("end", "终止", "ended_on", asks_reason=True)
    takes_documents = True
    nothing_yet = "还没有劳务协作协议。和输入地签了协议的在这里登记，协议文本作为佐证材料上传。"


class ExportRegister(OfTown):
    model = LaborExport
    columns = (
        "name", "code", "held_on", "origin", "destination", "transport", "participants", "participants_out_of_poverty",
    )  # fmt: skip
    related = ("town", "agreement")
    filters = ("transport",)
    search = ("name", "code", "destination")
    fields = (
        "town", "code", "name", "held_on", "origin", "destination", "agreement", "transport", "participants",
        "participants_out_of_poverty",
    )  # fmt: skip
    counted_in = ("organised_export",)
    takes_documents = True


class ParticipantRegister(OfPerson):
    model = ExportParticipant
    has_button = True
    add_label = "登记参加劳务输出"
    table = ParticipantTable
    columns = ("person__village", "export", "export__held_on", "point_to_point")
    related = ("person__village", "export")
    filters = ("point_to_point", choice_of(ExportParticipant, "travelled_by", main=False))
    search = ("person__name", "export__name", "export__code")
    form = ParticipantForm
    fields = ("export", "travelled_by", "point_to_point")
    facts = ("person", "export__held_on", *fields)
    intakes = (
        Intake("taking_part", "登记参加人员", ("travelled_by", "point_to_point"), into="export", among=of_the_town),
    )
    permission = ENTER
    nothing_yet = "还没有登记谁参加了劳务输出。打开一次劳务输出，点“登记参加人员”，可以一次登记多人。"


class FollowUpRegister(Register):
    """稳岗回访: added from the page of the job, or at a tap from the person's."""

    model = FollowUp
    parent = "employment"
    add_label = "登记稳岗回访"
    columns = (
        "employment__person", "called_on", "employment__person__village", "employment__employer", "method", "state",
        "note", "caller",
    )  # fmt: skip
    related = ("employment__person__village",)
    filters = ("result", "method")
    search = ("employment__person__name", "employment__employer", "caller")
    form = FollowUpForm
    fields = ("called_on", "method", "result", "note", "caller")
    facts = ("employment__person", "employment", *fields)
    permission = ENTER
    nothing_yet = "还没有稳岗回访。打开一份就业记录或就业地清单，点“登记稳岗回访”。"
