"""Who is in a class, who came on which day, who completed, and what came of it."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import OuterRef, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from core.records import Record, live_manager
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone
from labor.employment.conditions import going_on
from labor.functions import MonthsLater
from labor.models import Employment, Person
from training.models.classes import TrainingClass

#: So many months after the end of a class it is asked who of those who completed it has work.
MONTHS_AFTER = (3, 6)


class EnrolmentQuerySet(ScopedQuerySet):
    def completed_by(self, on: date) -> "EnrolmentQuerySet":
        """Completed in a class that has ended by the day `on`; the day of the class counts for all of it."""
        return self.filter(completed=True, training_class__ended_on__lte=on)

    def completed_in(self, year: int, until: date, category: str = "") -> "EnrolmentQuerySet":
        """Completed in a class that ended in `year` and not after `until`, of any category or of the one named."""
        ended = self.completed_by(until).filter(training_class__ended_on__year=year)
        return ended.filter(training_class__category=category) if category else ended

    def people(self) -> int:
        """How many different people are enrolled."""
        return self.order_by().values("person").distinct().count()

    def due_after(self, months: int, on: date) -> "EnrolmentQuerySet":
        """Completed, and so many months later has come by the day `on`: whether they work can be told."""
        due = MonthsLater("training_class__ended_on", months=months)
        return self.filter(completed=True).alias(due=due).filter(due__lte=on)

    def employed_after(self, months: int, on: date) -> "EnrolmentQuerySet":
        """Those `due_after` who had work on that very day, as the employment records say."""
        jobs = Employment.objects.filter(going_on(OuterRef("due"))).exists_for("person", outer="person_id")
        return self.due_after(months, on).filter(jobs)


class Enrolment(Record):
    """A person in a class. Whether the person has work afterwards is computed from employment records, never typed."""

    division_path = "person__village_id"
    about = "person"
    parts = ("attendances",)

    training_class = models.ForeignKey(
        TrainingClass, models.PROTECT, related_name="enrolments", verbose_name="培训班", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments", verbose_name="劳动力")
    completed = models.BooleanField("是否结业", null=True, blank=True)
    certificate = models.CharField("证书编号", max_length=100, blank=True, default="")
    subsidy = models.DecimalField("补贴金额", max_digits=12, decimal_places=2, null=True, blank=True)
    subsidy_applied_on = models.DateField("补贴申报日期", null=True, blank=True)
    subsidy_paid_on = models.DateField("补贴发放日期", null=True, blank=True)

    objects = live_manager(EnrolmentQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "参训记录"
        verbose_name_plural = verbose_name
        constraints = (
            models.UniqueConstraint(fields=["training_class", "person"], name="one_enrolment_a_class_and_person"),
            NotBefore(
                "subsidy_applied_on",
                "subsidy_paid_on",
                name="subsidy_paid_after_applied",
                message="补贴发放日期早于补贴申报日期",
            ),
        )

    def __str__(self) -> str:
        return self.display_name(plain=False)

    def display_name(self, *, plain: bool) -> str:
        return f"{self.person.display_name(plain=plain)} {self.training_class}"

    @property
    def stage(self) -> str:
        """已结业, 未结业, or that nothing is said yet."""
        return {True: "已结业", False: "未结业", None: "在培训"}[self.completed]

    def awaits_subsidy(self, on: date) -> bool:
        """Applied for and not paid."""
        return self.subsidy_applied_on is not None and self.subsidy_paid_on is None

    def may_apply(self, on: date | None = None) -> bool:
        """Completed, and no subsidy applied for nor paid."""
        return bool(self.completed) and self.subsidy_applied_on is None and self.subsidy_paid_on is None

    def may_lose_completion(self, on: date | None = None) -> bool:
        """Said whether completed, and no subsidy rests on it."""
        return self.completed is not None and self.subsidy_applied_on is None and self.subsidy_paid_on is None

    def employed_after(self, months: int, on: date) -> bool | None:
        """Whether the person had work so many months after the class; None where that day has not come, or never will.

        Reads the person's jobs: prefetch `person__employments` for many.
        """
        due = self.due_after(months)
        if due is None or due > on:
            return None
        return any(job.covers(due) for job in self.person.employments.all())

    def due_after(self, months: int) -> date | None:
        """The day so many months after the class, for those who completed it."""
        ended = self.training_class.ended_on
        return ended + relativedelta(months=months) if self.completed and ended else None

    def outcome(self, months: int, on: date) -> State:
        """已就业, 未就业, or when it can be told; blank for those who did not complete."""
        due, works = self.due_after(months), self.employed_after(months, on)
        if works is None:
            return State(f"{due}到期" if due else "—")
        return State("已就业", Tone.SAFE) if works else State("未就业", Tone.DUE)

    def subsidy_state(self, on: date) -> State:
        if self.subsidy_paid_on:
            return State("已发放", Tone.SAFE)
        return State("已申报", Tone.DUE) if self.subsidy_applied_on else State("—")

    @property
    def attendance(self) -> str:
        """5/6: the days on which the person came, of those that were written down."""
        days = [each.present for each in self.attendances.all()]
        return f"{sum(days)}/{len(days)}" if days else ""


class AttendanceQuerySet(ScopedQuerySet):
    def of_class(self, course: TrainingClass) -> "AttendanceQuerySet":
        return self.filter(enrolment__training_class=course)

    def on_day(self, day: date) -> "AttendanceQuerySet":
        return self.filter(attended_on=day)

    def by_day(self) -> Any:
        """The days that were written down, the newest first, with how many came of how many."""
        came = models.Count("pk", filter=Q(present=True))
        days = self.values("attended_on").annotate(came=came, all=models.Count("pk"))
        return days.order_by("-attended_on")


class Attendance(Record):
    """Whether somebody of a class came on a day; a day is written down for the whole class at once."""

    division_path = "enrolment__person__village_id"
    about = "enrolment"

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="attendances", verbose_name="参训记录", db_index=False
    )
    attended_on = models.DateField("签到日期")
    present = models.BooleanField("是否到课")

    objects = live_manager(AttendanceQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "签到"
        verbose_name_plural = verbose_name
        ordering = ("attended_on",)
        constraints = (
            models.UniqueConstraint(fields=["enrolment", "attended_on"], name="one_attendance_an_enrolment_and_day"),
        )

    def __str__(self) -> str:
        return f"{self.enrolment} {self.attended_on}"

    def get_absolute_url(self) -> str:
        """The page of the class on that day."""
        page = reverse("training:class_attendance", args=[self.enrolment.training_class_id])
        return f"{page}?day={self.attended_on}"
