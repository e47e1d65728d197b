"""就业帮扶车间 and their inspections as registers."""

from core.registers import Deed, Register
from workshops.models import Inspection, Workshop


class WorkshopRegister(Register):
    """有进有出: certified, stopped, withdrawn."""

    model = Workshop
    columns = ("name", "code", "village", "kind", "certified_on", "state")
    related = ("village", "site")
    filters = ("kind",)
    search = ("name", "code")
    facts = ("code", "village", "kind", "site", "certified_on", "stopped_on", "withdrawn_on")
    fields = ("code", "name", "village", "kind", "site", "certified_on")
    deeds = (
        Deed("stop", "停产", ("stopped_on",), lambda workshop, on: not workshop.stopped_on, asks_reason=True),
        Deed(
            "resume",
            "恢复生产",
            (),
            lambda workshop, on: bool(workshop.stopped_on),
            clears=("stopped_on",),
            asks_reason=True,
        ),
        Deed("withdraw", "退出", ("withdrawn_on",), lambda workshop, on: not workshop.withdrawn_on, asks_reason=True),
    )
    feeds = ("3.1", "3.2", "3.3", "3.4")


class InspectionRegister(Register):
    model = Inspection
    parent = "workshop"
    columns = ("inspected_on", "workshop", "workshop__village", "problem", "state")
    related = ("workshop__village",)
    filters = ("result",)
    search = ("workshop__name", "problem")
    fields = ("inspected_on", "result", "problem")
    facts = ("workshop", "inspected_on", "result", "problem", "rectified_on")
    deeds = (
        Deed(
            "rectify",
            "登记整改",
            ("rectified_on",),
            lambda inspection, on: inspection.result == Inspection.Result.FAILED and not inspection.rectified_on,
        ),
    )
    feeds = ("3.2",)
