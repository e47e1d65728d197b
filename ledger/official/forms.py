"""What a list that goes out asks: of which place and days, about what, and for one that is posted up, until when."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from core.exports.forms import HowForm
from core.models import Division
from core.pages.days import FIRST, MonthField
from core.personal_data.masking import PERSONAL_NUMBER
from ledger.forms import exportable
from ledger.official.layouts import MONTH, YEAR, OfficialList, OfficialPeriod, posted_for
from ledger.official.sources import OfficialSource

#: So many days, both counted, a list is posted up unless somebody says otherwise.
POSTED = 7
LONGEST_POSTED = 366
SELECT = {"class": "form-select"}
TOWN = int(Division.Level.TOWN)
ORDER = ("division", "subject", "period", "unit", "posted_from", "posted_until", "contact", "form", "numbers", "reason")


def refuse_own_number(text: str) -> None:
    if PERSONAL_NUMBER.search(text):
        raise ValidationError("公示表上请写办公电话，不写个人的手机号码、证件号码", code="personal")


class SubjectField(forms.ModelChoiceField):
    """What a list is about, called as its source calls it."""

    def __init__(self, source: OfficialSource, user: Any, on: date) -> None:
        widget = forms.Select(attrs=SELECT)
        super().__init__(source.subjects(user, on), label=source.subject, empty_label="请选择", widget=widget)
        self.source = source

    def label_from_instance(self, obj: Any) -> str:
        return self.source.called(obj)


def period_field(period: str, today: date) -> forms.Field:
    """Which month, year or day a list is about; none that is still to come."""
    bounds = [MinValueValidator(FIRST), MaxValueValidator(today, message="还没有到，请填今天或以前的")]
    if period == MONTH:
        return MonthField(label="月份", initial=today, validators=bounds)
    if period == YEAR:
        return forms.IntegerField(label="年度", initial=today.year, min_value=FIRST.year, max_value=today.year)
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label="截止日期", initial=today, widget=widget, validators=bounds)


class OfficialListForm(HowForm):
    """What the list `layout` needs to know."""

    division = forms.ChoiceField(label="区划", widget=forms.Select(attrs=SELECT))
    unit = forms.CharField(
        label="单位", max_length=60, required=False, help_text="不填就写乡镇或村的名称", validators=[refuse_own_number]
    )
    posted_from = forms.DateField(label="公示开始", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    posted_until = forms.DateField(label="公示截止", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    contact = forms.CharField(
        label="受理意见的单位和电话", max_length=60, required=False, validators=[refuse_own_number],
        help_text="例如：镇社会事务办 0739-7000000；不填就留空手写",
    )  # fmt: skip

    def __init__(self, *args: Any, layout: OfficialList, today: date, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.layout, self.today, source = layout, today, layout.source
        found: Any = self.fields["division"]
        found.choices = [
            (code, name.strip()) for code, name in exportable(user).items() if not source.of_town or len(code) == TOWN
        ]
        if source.subject:
            self.fields["subject"] = SubjectField(source, user, today)
        if layout.period:
            self.fields["period"] = period_field(layout.period, today)
        if layout.public or not layout.has_numbers:
            self.leave_masked()
        if layout.public:
            self.initial = {"posted_from": today, "posted_until": today + timedelta(days=POSTED - 1), **self.initial}
        else:
            for name in ("posted_from", "posted_until", "contact"):
                del self.fields[name]
        self.order_fields(ORDER)

    @property
    def span(self) -> OfficialPeriod:
        """The days that the list is about, as far as they have come; for a valid form."""
        told = self.cleaned_data.get("period", self.today)
        span = OfficialPeriod.of(self.layout.period, date(told, 1, 1) if self.layout.period == YEAR else told)
        return span.until(self.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("posted_from"), cleaned.get("posted_until")
        if first and last and not 1 <= posted_for(first, last) <= LONGEST_POSTED:
            self.add_error("posted_until", "公示截止应在公示开始当天或以后，不超过一年")
        return cleaned
