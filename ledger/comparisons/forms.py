"""What is said along with a decision about lines, and with a village's answer."""

from typing import Any

from django import forms

from core.forms import TokenForm
from ledger.comparisons.models import LineDecision

#: Taken back: to be decided once more.
REOPEN = "open"
DECISIONS = {**dict(LineDecision.choices), REOPEN: "重新决定"}


class DecisionOnLinesForm(TokenForm):
    """A decision; to whom is asked one can say what is to be looked at. `seen` tells the lines as they were shown."""

    note = forms.CharField(
        label="请村里核实什么", max_length=200, required=False, help_text="经办员在待办里看到",
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, decision: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if decision != LineDecision.VERIFY:
            del self.fields["note"]


class VillageAnswerForm(TokenForm):
    """What the village found."""

    note = forms.CharField(
        label="怎么核实的", max_length=200, required=False, help_text="例如：电话问过本人",
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )  # fmt: skip
