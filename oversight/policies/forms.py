"""What is asked about policies, applications and payments."""

from datetime import date
from typing import Any

from django import forms
from django.db import transaction

from core.forms import RecordForm, TokenForm, TownForm
from core.records.derived import note
from oversight.models import KINDS, SUBJECT_KEYS, SUBJECTS, Policy, PolicyPayment
from oversight.policies.actions import payment_of
from oversight.policies.derived import ApprovalMakesPayment


class PolicyForm(TownForm):
    """A policy; whom it is for is said by a criterion, and the numbers that the criterion asks for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helps = {
            "eligibility": "选了才能找出符合条件的人、户或车间；都不合适的不选",
            "months": "要求就业、经营、吸纳满几个月的填写，不填为不限",
            "people": "只用于帮扶车间",
            "amount": "元，按当地文件；标准不一的不填，批准时逐笔填",
        }
        for name, text in helps.items():
            self.fields[name].help_text = text


class SubjectForm(RecordForm):
    """About somebody on the registers: by identity number, household code or workshop code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject: Any = None
        if "subject_code" in self.fields:
            self.fields["subject_code"].help_text = "劳动力填证件号码，农户填户编号，帮扶车间填车间编号"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, code = cleaned.get("subject_kind"), cleaned.get("subject_code")
        if kind and code:
            model = SUBJECTS[kind]
            named = {SUBJECT_KEYS[model]: str(getattr(code, "plain", code))}
            self.subject = model.objects.visible_to(self.user).filter(**named).first()
            if self.subject is None:
                label = PolicyPayment.SubjectKind(kind).label
                self.add_error("subject_code", f"管辖范围内没有这个编号的{label}，请核对对象类型和编号")
        return cleaned


class PaymentForm(SubjectForm):
    """A payment; whose it is does not change while an application stands on it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.was_applied_for:
            for name in ("subject_kind", "subject_code"):
                self.fields.pop(name, None)


class ApplicationForm(SubjectForm):
    """An application; whose it is does not change any more, and its village is that of whoever applies."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_new:
            del self.fields["subject_kind"], self.fields["subject_code"]
        elif criterion := self.instance.policy.criterion:
            self.initial.setdefault("subject_kind", KINDS[criterion.model])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.subject:
            self.instance.village_id = self.subject.village_id
        return cleaned


class ApplyManyForm(TokenForm):
    """The day on which many applied."""

    applied_on = forms.DateField(label="申请日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, policy: Policy, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy, self.on = policy, on
        self.initial.setdefault("applied_on", on)

    def clean_applied_on(self) -> date:
        applied_on: date = self.cleaned_data["applied_on"]
        if applied_on > self.on:
            raise forms.ValidationError("申请日期在今天以后，请填已经申请的那一天")
        if not self.policy.takes_applications(applied_on):
            raise forms.ValidationError("这一天不在申报期内，请核对")
        return applied_on


class ApproveForm(RecordForm):
    """The approval, which makes the payment: what is paid, and by when."""

    due_on = forms.DateField(label="应兑现日期", help_text="到这一天还没有兑现的，这项政策在考核里扣分")
    amount = forms.DecimalField(label="金额", max_digits=12, decimal_places=2, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial |= {"due_on": max(self.instance.policy.due_on, self.on), "amount": self.instance.policy.amount}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"approved_on", "due_on"} <= cleaned.keys():
            if cleaned["due_on"] < cleaned["approved_on"]:
                self.add_error("due_on", "应兑现日期早于批准日期")
            try:
                self.payment = payment_of(self.instance, cleaned["due_on"], cleaned.get("amount"))
                self.payment.full_clean()
            except forms.ValidationError as faults:
                self.add_error("due_on", faults.messages)
        return cleaned

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        self.payment.save()
        self.instance.payment = self.payment
        record = super().save(commit)
        note(ApprovalMakesPayment, cause=record, target=self.payment)
        return record
