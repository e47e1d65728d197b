"""What is asked when a post of the leadership group passes to somebody else."""

from typing import Any

from django import forms
from django.db import transaction

from accounts.models import Tenure
from core.forms import RecordForm


class SuccessionForm(RecordForm):
    """换任: the one leaves on the day on which the other begins. 「由相应岗位的人员自然递补，办公室不另行发文」."""

    name = forms.CharField(label="接任人", max_length=50)
    started_on = forms.DateField(label="接任日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("started_on", self.on)
        leaving = self.instance.tenures.held(self.on).first()
        if leaving:
            self.fields["name"].help_text = f"接替{leaving.name}，原任的离任日期就是接任日期"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"name", "started_on"} <= cleaned.keys():
            self.leaving = list(self.instance.tenures.held(cleaned["started_on"]))
            self.successor = Tenure(post=self.instance, name=cleaned["name"], started_on=cleaned["started_on"])
            if later := self.instance.tenures.filter(started_on__gt=cleaned["started_on"]).first():
                self.add_error("started_on", f"{later.name}已于{later.started_on}接任，请先改正那一条")
            try:
                self.successor.full_clean()
            except forms.ValidationError as faults:
                self.add_error("started_on", faults.messages)
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        for tenure in self.leaving:
            tenure.ended_on = self.successor.started_on
            tenure.save()
        self.successor.save()
        self.instance._change_reason = f"由{self.successor.name}接任"
        return super().save(commit)
