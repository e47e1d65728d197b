"""What is asked before a number is shown whole."""

from typing import Any

from django import forms

from labor.models import Person

REASONS = ("电话核实信息", "办理就业登记", "推荐岗位", "申报补贴", "接受上级检查", "其他")
OTHER = REASONS[-1]


class RevealForm(forms.Form):
    """Which number somebody wants to see whole, and why."""

    field = forms.ChoiceField(choices=[("id_number", "证件号码"), ("phone", "联系电话")], widget=forms.HiddenInput)
    reason = forms.ChoiceField(label="查看原因", choices=[(reason, reason) for reason in REASONS])
    note = forms.CharField(label="补充说明", max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == OTHER and not cleaned.get("note"):
            self.add_error("note", "选择“其他”时请写明原因")
        return cleaned

    @property
    def label(self) -> str:
        """What the number is called."""
        return str(Person._meta.get_field(self.cleaned_data["field"]).verbose_name)
