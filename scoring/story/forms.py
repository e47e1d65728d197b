"""Which two days are compared, and which month is told day by day."""

from datetime import date
from typing import Any

from django import forms

from core.pages.days import DayField
from core.periods import day_before, first_day
from scoring.catalogue import first_year
from scoring.forms import ScopeForm


class ComparedDaysForm(ScopeForm):
    """The later of two days is the day of the page; the earlier is `since`, by default the end of the month before."""

    since = DayField("从哪一天")

    @property
    def earlier(self) -> date:
        return self.cleaned_data["since"] or usual_since(self.day)

    @property
    def query(self) -> str:
        return f"{super().query}&since={self.earlier.isoformat()}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("as_of") or self.today
        if since and since >= until:
            self.add_error("since", "要早于计分日，请改早一些")
        elif since and since.year != until.year:
            self.add_error("since", f"要和计分日同在{until.year}年：各年按各年的细则计分，不能相减")
        return cleaned


def usual_since(day: date) -> date:
    """The end of the month before, within the year; of January its first day."""
    return max(day_before(day.replace(day=1)), first_day(day.year))


class MonthForm(ScopeForm):
    """The month that is told day by day; blank for the year by months."""

    month = forms.DateField(label="月份", required=False, input_formats=["%Y-%m"])

    def clean_month(self) -> date | None:
        month: date | None = self.cleaned_data["month"]
        if month and not first_year() <= month.year <= self.today.year:
            raise forms.ValidationError(f"没有这个月的得分，请选{first_year()}年到{self.today.year}年的月份")
        return month
