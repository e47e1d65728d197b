"""Taking a mistake out of a register, and bringing it back."""

from typing import Any

from django.contrib import messages

from core.records import voiding
from core.registers.forms import ReasonForm
from core.registers.writing import OfRecord, WritePage


class VoidRecord(OfRecord, WritePage):
    """Take a mistake out, with a reason."""

    form_class = ReasonForm
    verb, done = "作废", "已作废，名单、统计和得分里都不再有它；以后在列表里筛选“只看已作废的”也可以恢复。"

    def act(self, form: Any) -> str:
        after = self.after(voiding.void(record=self.record, reason=form.cleaned_data["reason"]))
        messages.info(self.request, "作废错了的，可以", extra_tags=self.register.address(self.record, "revive"))
        return after


class ReviveRecord(OfRecord, WritePage):
    """Bring a voided record back."""

    form_class = ReasonForm
    verb, done = "恢复", "已恢复。"

    def get_queryset(self) -> Any:
        return self.model.with_voided.visible_to(self.request.user).filter(voided_at__isnull=False)

    def act(self, form: Any) -> str:
        return self.after(voiding.revive(record=self.record, reason=form.cleaned_data["reason"]))
