"""Verifications and spot checks as registers."""

from core.permissions import ENTER
from core.registers import Action
from core.registers.rectifying import RectifyForm
from labor.models import SpotCheck, Verification
from labor.people.registers import OfPerson
from labor.verification.forms import SpotCheckForm


class VerificationRegister(OfPerson):
    """核实记录. As a rule they come from the cards of 半年核实."""

    model = Verification
    has_button = True
    columns = ("person", "verified_on", "person__village", "method", "result", "verifier")
    filters = ("result", "method")
    search = ("person__name", "verifier")
    fields = ("verified_on", "method", "result", "verifier")
    facts = ("person", "person__village", *fields)
    counted_in = ("data_maintenance",)
    permission = ENTER
    nothing_yet = "还没有核实记录。在“半年核实”里逐人登记。"


class SpotCheckRegister(OfPerson):
    """Kept by staff; whoever entered a person's facts does not check them."""

    model = SpotCheck
    has_button = True
    columns = ("person", "checked_on", "person__village", "level", "method", "problem", "state")
    filters = ("level", "result")
    form = SpotCheckForm
    fields = ("checked_on", "level", "method", "result", "problem")
    facts = ("person", *fields, "rectified_on")
    actions = (
        Action(
            "rectify",
            "登记整改",
            ("problem", "rectified_on"),
            lambda check, on: check.result == SpotCheck.Result.UNTRUE and not check.rectified_on,
            demanded=("rectified_on",),
            form=RectifyForm,
        ),
        Action(
            "unrectify",
            "撤销整改",
            (),
            lambda check, on: bool(check.rectified_on),
            clears=("rectified_on",),
            asks_reason=True,
        ),
    )
    counted_in = ("data_truth",)
    takes_documents = True
    nothing_yet = "还没有数据抽查。打开一个人的页面，点“抽查”。"
