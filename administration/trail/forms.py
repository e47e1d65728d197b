from typing import Any

from django import forms

from administration.trail.verifying import parsed
from core.forms import TokenForm


class VerifyForm(TokenForm):
    """An anchor may be compared along."""

    anchor = forms.CharField(
        label="以前记下的校验值", max_length=100, required=False, help_text="形如 1234:校验值；填了就一并比对"
    )

    def clean_anchor(self) -> Any:
        text = self.cleaned_data["anchor"].strip()
        try:
            return text and ":".join(map(str, parsed(text)))
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from fault
