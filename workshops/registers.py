"""就业帮扶车间 as registers: applications, workshops, their inspections, and what supports them."""

from core.registers import Action, Register, date_action
from core.registers.changing import StatusChangeForm
from core.registers.rectifying import RectifyForm
from workshops.forms import (
    CertifyForm,
    InspectionForm,
    RecertifyForm,
    ResumeForm,
    StopForm,
    WithdrawForm,
    WorkshopForm,
)
from workshops.models import Inspection, Workshop, WorkshopApplication, WorkshopSupport


class WorkshopApplicationRegister(Register):
    """申报, 镇核查, 县认定: the last makes the workshop."""

    model = WorkshopApplication
    columns = ("name", "village", "kind", "applicant", "applied_on", "state")
    related = ("village", "site", "workshop")
    filters = ("kind",)
    search = ("name", "applicant")
    fields = ("name", "village", "kind", "site", "applicant", "applied_on")
    facts = (*fields, "checked_on", "check_note", "approved_on", "refused_on", "workshop")
    actions = (
        Action("check", "镇核查", ("checked_on", "check_note"), WorkshopApplication.awaits_check),
        Action("approve", "县认定", ("approved_on",), WorkshopApplication.awaits_county, form=CertifyForm, alone=True),
        Action("refuse", "不予认定", ("refused_on",), WorkshopApplication.is_open, asks_reason=True),
    )
    counted_in = ("workshop_total",)
    takes_documents = True


class WorkshopRegister(Register):
    """有进有出: certified, stopped, withdrawn."""

    model = Workshop
    columns = ("name", "code", "village", "kind", "certified_on", "entered_on", "state")
    related = ("village", "site")
    filters = ("kind",)
    search = ("name", "code")
    form = WorkshopForm
    fields = ("code", "name", "village", "kind", "site", "certified_on", "stopped_on", "withdrawn_on")
    facts = ("code", "name", "village", "kind", "site", "certified_on", "entered_on", "stopped_on", "withdrawn_on")
    actions = (
        *date_action("enter", "录入省平台", "entered_on"),
        Action(
            "stop", "停产", ("stopped_on",), lambda workshop, on: not workshop.stopped_on, asks_reason=True,
            form=StopForm,
        ),
        Action(
            "resume",
            "恢复生产",
            (),
            lambda workshop, on: bool(workshop.stopped_on),
            demanded=("changed_on",),
            clears=("stopped_on",),
            asks_reason=True,
            form=ResumeForm,
        ),
        Action(
            "withdraw", "退出", ("withdrawn_on",), lambda workshop, on: not workshop.withdrawn_on, asks_reason=True,
            form=WithdrawForm,
        ),
        Action(
            "recertify",
            "重新认定",
            ("certified_on",),
            lambda workshop, on: bool(workshop.withdrawn_on),
            clears=("withdrawn_on", "stopped_on"),
            asks_reason=True,
            form=RecertifyForm,
        ),
        Action("relocate", "车间迁址", ("village", "site"), asks_reason=True, form=StatusChangeForm),
    )  # fmt: skip
    counted_in = ("workshop_total", "workshop_standard", "site_workshops", "workshop_jobs")
    takes_documents = True


class OfWorkshop(Register):
    parent = "workshop"
    related = ("workshop__village",)


class InspectionRegister(OfWorkshop):
    model = Inspection
    columns = ("inspected_on", "workshop", "workshop__village", "problem", "state")
    filters = ("result",)
    search = ("workshop__name", "problem")
    form = InspectionForm
    fields = ("inspected_on", *Inspection.QUESTIONS, "result", "problem", "rectify_by")
    facts = ("workshop", *fields, "rectified_on")
    actions = (
        Action(
            "rectify",
            "登记整改",
            ("problem", "rectified_on"),
            lambda inspection, on: inspection.result == Inspection.Result.FAILED and not inspection.rectified_on,
            demanded=("rectified_on",),
            form=RectifyForm,
        ),
        Action(
            "unrectify",
            "撤销整改",
            (),
            lambda inspection, on: bool(inspection.rectified_on),
            clears=("rectified_on",),
            asks_reason=True,
        ),
    )
    counted_in = ("workshop_standard",)
    takes_documents = True


class SupportRegister(OfWorkshop):
    model = WorkshopSupport
    columns = ("policy", "workshop", "workshop__village", "kind", "amount", "granted_on")
    filters = ("kind",)
    search = ("workshop__name", "policy")
    fields = ("kind", "policy", "amount", "granted_on")
    facts = ("workshop", *fields)
    takes_documents = True
    nothing_yet = "还没有费用减免和补贴。打开一个车间的页面，在“费用减免和补贴”处登记。"
