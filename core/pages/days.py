"""The day that a page is about: chosen in its address, today unless it is, and said where it is still to come."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from core.periods import month_and_day

#: The calendar ends at both sides; no town has facts beyond these days.
FIRST, LAST = date(1950, 1, 1), date(2200, 1, 1)
#: What the day is called in an address.
DAY = "as_of"


class DayField(forms.DateField):
    """The day of a page; one that cannot be read is refused, never taken for today."""

    def __init__(self, label: str = "日期") -> None:
        super().__init__(
            label=label,
            required=False,
            widget=forms.DateInput(attrs={"type": "date", "min": str(FIRST), "max": str(LAST)}),
            validators=[MinValueValidator(FIRST), MaxValueValidator(LAST)],
        )

    def to_python(self, value: Any) -> date | None:
        try:
            return super().to_python(value)
        except forms.ValidationError as fault:
            raise forms.ValidationError(f"“{value}”不是日期，请重新选择") from fault


class MonthField(forms.DateField):
    """A month, as browsers send it; any day of it may be typed as well."""

    default_error_messages = {"invalid": "请填年和月，例如 2023-05"}

    def __init__(self, **more: Any) -> None:
        widget = forms.DateInput(attrs={"type": "month", "placeholder": "2023-05"}, format="%Y-%m")
        super().__init__(input_formats=["%Y-%m", "%Y-%m-%d", "%Y/%m", "%Y.%m", "%Y年%m月"], widget=widget, **more)


class DayForm(forms.Form):
    """What a page is asked for, where it is the day alone."""

    as_of = DayField()

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    @property
    def day(self) -> date:
        """The day asked for; for a valid form."""
        return self.cleaned_data[DAY] or self.today


class PastDayForm(DayForm):
    """The day of a page that tells what was so: today or before."""

    def clean_as_of(self) -> date | None:
        day: date | None = self.cleaned_data[DAY]
        if day and day > self.today:
            raise forms.ValidationError("还没有到这一天，请选今天或以前的日期")
        return day


def forecast(on: date, today: date) -> list[str]:
    """What a page says above all that it shows of a day that is still to come."""
    return [f"预计：{on.year}年{month_and_day(on)}还没有到，以下按现有记录推算"] if on > today else []
