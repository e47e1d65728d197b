"""What is asked before a group of 待办 is handed over to a village."""

from datetime import date, timedelta
from typing import Any

from django import forms

from core.forms import TokenForm
from core.personal_data.masking import PERSONAL_NUMBER

#: So many days somebody has unless told.
USUAL = timedelta(days=14)


class GroupHandoverForm(TokenForm):
    """By when, and what else there is to say."""

    due_on = forms.DateField(
        label="办理期限", widget=forms.DateInput(attrs={"type": "date", "max": "9999-12-31"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label="说明", max_length=200, required=False, help_text="怎么办、注意什么，可不填；不要写证件号码、电话"
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.initial.setdefault("due_on", on + USUAL)

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.on:
            raise forms.ValidationError("不能早于今天")
        return day

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if PERSONAL_NUMBER.search(note):
            raise forms.ValidationError("不要写证件号码、电话")
        return note
