"""签到 by the week: a grid of people and days to tick, and the sheet that is signed."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import DateField
from django.urls import reverse
from django.utils.functional import cached_property

from training.attendance import PresenceCell, Ticked, Week, take_week
from training.forms import WeekForm
from training.views import OfClass

#: So far ahead the sheets of a class whose end is not known can be printed.
AHEAD = timedelta(days=366)


class WeekView(OfClass):
    """Everybody of the class with a box for each day of a week that has come."""

    template_name = "training/week.html"
    form_class = WeekForm

    @cached_property
    def week(self) -> Week:
        """The week of the day that the address names, or of the last day that has come."""
        try:
            day = DateField().clean(self.request.GET.get("day", ""))
        except ValidationError:
            day = self.record.last_day(self.on)
        last = self.record.ended_on or self.on + AHEAD
        return Week.of(self.record, max(self.record.started_on, min(day, last)))

    @property
    def open_days(self) -> list[date]:
        """The days that have come."""
        return [day for day in self.week.days if day <= self.on]

    @cached_property
    def said(self) -> dict[PresenceCell, bool]:
        """What is written down of the week."""
        rows = self.attendance.filter(attended_on__in=self.week.days)
        return {PresenceCell(*each[:2]): each[2] for each in rows.values_list("enrolment_id", "attended_on", "present")}

    def get_form_kwargs(self) -> dict[str, Any]:
        keys = [each.pk for each in self.enrolments]
        return {**super().get_form_kwargs(), "enrolments": keys, "days": self.open_days}

    def act(self, form: Any) -> str:
        ticked = Ticked(*(form.cleaned_data[name] for name in Ticked._fields))
        number = take_week(course=self.record, ticked=ticked, on=self.on)
        self.done = f"已保存，改了{number}格。做错了可以在“变更登记”里一次撤销。" if number else "没有改动。"
        return f"{reverse('training:class_week', args=[self.record.pk])}?day={self.week.monday}"

    def get_heading(self) -> str:
        return "按周签到"

    @cached_property
    def new_days(self) -> list[date]:
        """The days that have come and of which nothing is written down; everybody has a tick there to begin with."""
        known = {cell.day for cell in self.said}
        return [day for day in self.open_days if day not in known]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cells = [(each, [PresenceCell(each.pk, day) for day in self.week.days]) for each in self.enrolments]
        shown = [cell for _, row in cells for cell in row if self.said.get(cell) or cell.day in self.new_days]
        return super().get_context_data(
            week=self.week,
            open_days=self.open_days,
            new_days=self.new_days,
            lines=[(each, [(cell, self.said.get(cell)) for cell in row]) for each, row in cells],
            shown=shown,
            **kwargs,
        )


class SheetView(WeekView):
    """签到表: the same week on paper, with room for signatures where nothing is written down yet."""

    template_name = "training/sheet.html"
    http_method_names: Any = ("get", "head", "options")

    def get_heading(self) -> str:
        return "签到表"
