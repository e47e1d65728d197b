"""What is asked when the county certifies a workshop, and when one is inspected."""

from typing import Any

from django import forms
from django.db import transaction

from core.forms import RecordForm
from core.records.derived import note
from core.registers.changing import ReturnForm, StatusChangeForm
from workshops.derived import CertificationMakesWorkshop
from workshops.models import Inspection
from workshops.standards import standards_of

Result = Inspection.Result


class CertifyForm(RecordForm):
    """The county's decision, which makes a workshop of the application."""

    code = forms.CharField(label="车间编号", max_length=40)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "code" in cleaned and "approved_on" in cleaned:
            self.workshop = self.instance.as_workshop(cleaned["code"], cleaned["approved_on"])
            try:
                self.workshop.full_clean()
            except forms.ValidationError as faults:
                self.add_error("code", faults.messages)
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        self.workshop.save()
        self.instance.workshop = self.workshop
        record = super().save(commit)
        note(CertificationMakesWorkshop, cause=record, target=self.workshop)
        return record


class WorkshopForm(RecordForm):
    """A workshop. Of one that is known it is a correction; a new one has not stopped."""

    only_later = ("stopped_on", "withdrawn_on")


class StopForm(StatusChangeForm):
    """停产."""

    day = "stopped_on"


class ResumeForm(ReturnForm):
    """恢复生产: the stretch without production stays."""

    over_on, words = "stopped_on", ("停产", "恢复生产", "停产")


class WithdrawForm(StatusChangeForm):
    """退出."""

    day = "withdrawn_on"


class RecertifyForm(ReturnForm):
    """重新认定 of a workshop that had withdrawn: it was none in between."""

    day, over_on, words = "certified_on", "withdrawn_on", ("退出", "重新认定", "退出")


class InspectionForm(RecordForm):
    """An inspection: the plan's four questions, and a result that agrees with the answers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standards = "；".join(standards_of(self.instance.workshop.kind).texts)
        self.fields["meets_standard"].help_text = f"对照认定标准：{standards}。"
        self.fields["result"].required = False
        self.fields["result"].help_text = "四项都答了可以不选：都是“是”为符合，有“否”为不符合"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        answers = [cleaned.get(name) for name in Inspection.QUESTIONS]
        if not cleaned.get("result"):
            cleaned["result"] = self._result_of(answers)
        elif cleaned["result"] == Result.PASSED and False in answers:
            self.add_error("result", "有一项答的是“否”，检查结果应为“不符合”；答错了请改那一项")
        return cleaned

    def _result_of(self, answers: list[bool | None]) -> str:
        if False in answers:
            return Result.FAILED
        if None in answers:
            self.add_error("result", "四项没有答全，请选择检查结果")
            return ""
        return Result.PASSED
