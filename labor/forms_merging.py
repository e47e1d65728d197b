"""What is asked before two people become one."""

from typing import Any

from django import forms

from core.registers.forms import ReasonForm
from labor.models import Person


class OtherForm(forms.Form):
    """Who might be the same person; sent by POST, so that a number never stands in an address."""

    text = forms.CharField(
        label="另一条记录的姓名或证件号码", max_length=50, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class MergeForm(ReasonForm):
    """Which of the two rows stays."""

    keep = forms.ChoiceField(label="保留哪一条", widget=forms.RadioSelect)

    field_order = ("keep", "reason")

    def __init__(self, *args: Any, sides: dict[str, Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sides = sides
        self.fields["keep"].choices = [  # type: ignore[attr-defined]
            (side, f"{label}（{sides[side].village}，{sides[side].id_number}）")
            for side, label in zip(sides, ("左边这条", "右边这条"), strict=True)
        ]
        self.fields["reason"].widget.attrs["placeholder"] = "例如：同一人登记了两次，一条号码有误"

    @property
    def kept(self) -> Person:
        return self.sides[self.cleaned_data["keep"]]

    @property
    def duplicate(self) -> Person:
        return next(person for person in self.sides.values() if person is not self.kept)
