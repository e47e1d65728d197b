"""What is asked before a record is voided or brought back."""

from django import forms

from core.forms import TokenForm


class ReasonForm(TokenForm):
    reason = forms.CharField(label="原因", max_length=100)
