"""The pages of a class on which several people are dealt with at once: enrolled, or marked as there on a day."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import DateField
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from core.registers.forms import ReasonForm
from core.registers.writing import OfRecord, WritePage
from labor.people.forms import TickForm
from training.actions import complete, enrol, take_attendance, void_day
from training.candidates import OFFERED, ClassCandidate, candidates_for
from training.forms import AttendanceForm, CompletionForm
from training.models import Attendance, Enrolment, TrainingClass
from training.registers import ClassRegister


class OfClass(OfRecord, WritePage):
    """A page of a class of the user's town."""

    register = ClassRegister
    model = TrainingClass
    record: TrainingClass

    @cached_property
    def enrolments(self) -> Any:
        """Everybody of the class whom the user sees."""
        rows = Enrolment.objects.visible_to(self.request.user).filter(training_class=self.record)
        return rows.select_related("person__village").order_by("person__name_pinyin", "pk")

    @property
    def attendance(self) -> Any:
        """What is written down of the class."""
        return Attendance.objects.visible_to(self.request.user).of_class(self.record)


class EnrolView(OfClass):
    """登记参训人员: a list of those whom the class would suit, several of whom are enrolled at once."""

    template_name = "training/enrol.html"
    form_class = TickForm
    verb = "登记参训"

    @property
    def name(self) -> str:
        """Who was looked for, when the list does not have them."""
        return str(self.request.GET.get("q", "")).strip()

    @cached_property
    def candidates(self) -> list[ClassCandidate]:
        return candidates_for(self.record, self.request.user, self.on, self.name)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": [each.person for each in self.candidates]}

    def act(self, form: Any) -> str:
        number = len(enrol(course=self.record, people=form.ticked))
        self.done = f"已登记 {number} 人参训。"
        return self.record.get_absolute_url()

    def get_heading(self) -> str:
        return "登记参训人员"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        candidates = [(each, each.person.age(self.on)) for each in self.candidates]
        full = len(candidates) == OFFERED
        return super().get_context_data(candidates=candidates, name=self.name, full=full, **kwargs)


class CompleteView(OfClass):
    """登记结业: everybody of the class of whom it is not said yet, at once."""

    template_name = "training/complete.html"
    form_class = CompletionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "enrolments": self.enrolments.filter(completed=None)}

    def act(self, form: Any) -> str:
        if not self.record.has_ended(self.on):
            raise ValidationError("培训班还没有结业，请先登记培训班的结业日期")
        self.done = f"已登记，结业 {complete(said=form.said)} 人。"
        return self.record.get_absolute_url()

    def get_heading(self) -> str:
        return "登记结业"


class AttendanceView(OfClass):
    """签到: everybody of the class with a box, for one day."""

    template_name = "training/attendance.html"
    form_class = AttendanceForm

    @cached_property
    def day(self) -> date:
        """The day that the address names, or the last one that has come."""
        try:
            asked = DateField().clean(self.request.GET.get("day", ""))
        except ValidationError:
            return self.record.last_day(self.on)
        return asked

    def get_form_kwargs(self) -> dict[str, Any]:
        keys = [each.pk for each in self.enrolments]
        given = {"course": self.record, "on": self.on, "initial": {"day": self.day}}
        return {**super().get_form_kwargs(), "enrolments": keys, **given}

    def act(self, form: Any) -> str:
        sent = form.cleaned_data
        said = {name: sent[name] for name in ("day", "listed", "shown", "present")}
        came = take_attendance(course=self.record, **said)
        self.done = f"{sent['day']} 签到已保存，到课 {came} 人。"
        return f"{reverse('training:class_attendance', args=[self.record.pk])}?day={sent['day']}"

    def get_heading(self) -> str:
        return "签到"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        there = {row.enrolment_id: row.present for row in self.attendance.on_day(self.day)}
        return super().get_context_data(
            day=self.day,
            last_day=self.record.last_day(self.on),
            lines=[(each, there.get(each.pk)) for each in self.enrolments],
            is_new=not there,
            days=self.attendance.by_day(),
            **kwargs,
        )


class VoidDayView(OfClass):
    """Take a day out that was written down by mistake, with a reason."""

    form_class = ReasonForm
    verb, done = "作废", "这一天的签到已作废。"

    @cached_property
    def day(self) -> date:
        try:
            day: date = DateField().clean(self.kwargs["day"])
        except ValidationError as odd:
            raise Http404 from odd
        if not self.attendance.on_day(day).exists():
            raise Http404
        return day

    def get(self, *args: Any, **kwargs: Any) -> Any:
        self.day  # noqa: B018 -- a day that was not written down is not found
        return super().get(*args, **kwargs)

    def act(self, form: Any) -> str:
        void_day(course=self.record, day=self.day, reason=form.cleaned_data["reason"])
        return self.record.get_absolute_url()

    def get_heading(self) -> str:
        return f"作废{self.day}的签到"
