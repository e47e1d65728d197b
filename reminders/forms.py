"""The settings of one kind of reminder."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from reminders.models import ReminderRule
from reminders.models.rules import FURTHEST

MOST = 8
SEPARATORS = re.compile(r"[、，,；;\s]+")
#: A day that every year has.
COMMON_YEAR = 2023


class ListField(forms.CharField):
    """Several values in a line, separated by 、 as people write them."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(str(each) for each in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [self.read(part) for part in SEPARATORS.split(str(super().to_python(value))) if part]

    def read(self, part: str) -> Any:
        raise NotImplementedError

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > MOST:
            raise ValidationError(f"最多填 {MOST} 个")

    def clean(self, value: Any) -> Any:
        return sorted(set(super().clean(value)), reverse=True)


class DaysField(ListField):
    def read(self, part: str) -> int:
        if not (part.isascii() and part.isdecimal() and int(part) <= FURTHEST):
            raise ValidationError(f"“{part}”不对：请填 0 到 {FURTHEST} 的天数，用顿号隔开，例如 30、15、7、1")
        return int(part)


class DatesField(ListField):
    def read(self, part: str) -> str:
        found = re.fullmatch(r"(\d{1,2})[-月/.](\d{1,2})日?", part)
        try:
            month, day = map(int, found.groups()) if found else (0, 0)
            return f"{date(COMMON_YEAR, month, day):%m-%d}"
        except ValueError:
            raise ValidationError(f"“{part}”不是日期：请填月-日，用顿号隔开，例如 06-20、12-20") from None


class RuleForm(forms.ModelForm):
    """What of a rule people set. Fields that mean nothing to its kind are left out."""

    days = DaysField(label="提前天数", help_text="截止日期前第几天提醒，用顿号隔开；逢节假日提前到前一个工作日")
    dates = DatesField(
        label="截止日期",
        required=False,
        help_text="月-日，用顿号隔开。不填就按考核细则（6月30日、12月31日）；填了可以比细则早，例如 06-20、12-20",
    )

    class Meta:
        model = ReminderRule
        fields = ("enabled", "days", "dates", "behind_percent", "text", "missed_text")
        widgets = {"text": forms.Textarea({"rows": 3}), "missed_text": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = self.instance.about
        if not about.dated:
            del self.fields["dates"]
        if not about.measured:
            del self.fields["behind_percent"]
        else:
            self.fields["behind_percent"].help_text = "未核实的人超过应核实人数的百分之几算落后"
        examples = "，".join(f"{{{name}}}（如{example}）" for name, example in self.instance.placeholders.items())
        self.fields["text"].help_text = f"花括号里的发送时自动填入：{examples}"
        self.fields["missed_text"].help_text = "截止日期第二天仍未办完的，发这一条；留空则不发"
