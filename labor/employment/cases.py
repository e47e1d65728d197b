"""Job-seeking cases: those without work, willing or not, and when each case closed."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import LessThanOrEqual
from simple_history.models import HistoricalRecords

from core.records import Record, live_manager
from core.records.conditions import not_yet
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, of_deadline
from labor.employment.models import Employment
from labor.functions import NextMonth
from labor.people import conditions
from labor.people.models import Person


class JobSeekingCaseQuerySet(ScopedQuerySet):
    def willing_out_of_poverty(self) -> "JobSeekingCaseQuerySet":
        """Willing cases: somebody of a 脱贫户 who wants to work."""
        return self.filter(conditions.out_of_poverty("person__"), willing=True, person__voided_at__isnull=True)

    def not_closed_by(self, bound: Any) -> "JobSeekingCaseQuerySet":
        """Cases that nothing had closed up to and on the day `bound` (a date or an expression).

        A case closes on the earliest of its own end, the person's leaving the register, and the start of the
        person's first job on or after registration.
        """
        return self.unended_by(bound).filter(not_yet("person__left_on", bound))

    def unended_by(self, bound: Any) -> "JobSeekingCaseQuerySet":
        """Not closed by their own end nor by a job: all that counts where people are known to be on the register."""
        return self.filter(not_yet("ended_on", bound), ~self._job_between("registered_on", bound))

    def open(self, on: date) -> "JobSeekingCaseQuerySet":
        return self.filter(registered_on__lte=on).not_closed_by(on)

    def closed_by(self, job: Employment) -> "JobSeekingCaseQuerySet":
        """Cases of the person that were open until the job's first day, whether or not their end was written then.

        Of jobs that begin on the same day the one that was recorded first closes them.
        """
        start = job.started_on
        begun = Q(started_on__lt=start) | Q(started_on=start, pk__lt=job.pk)
        sooner = self.related("person__employments").filter(begun, started_on__gte=OuterRef("registered_on"))
        return self.filter(
            not_yet("person__left_on", start), ~sooner.exists_for("person", outer="person_id"),
            person=job.person_id, registered_on__lte=start,
        )  # fmt: skip

    def overdue(self, year: int, on: date, due: Any = None) -> "JobSeekingCaseQuerySet":
        """Cases due by `on` and not closed in time, still open or closed in `year` (rule `cases_cleared`).

        Not closed by the due day, and not closed before the year began: one bound says both.
        """
        due = F("due_on") if due is None else due
        last_year_end = Value(date(year - 1, 12, 31))
        return self.filter(LessThanOrEqual(due, on)).not_closed_by(Greatest(due, last_year_end))

    def registered_in(self, year: int, until: date) -> "JobSeekingCaseQuerySet":
        return self.filter(registered_on__range=(date(year, 1, 1), until))

    def jobless_until(self, on: date, due: Any = None) -> "JobSeekingCaseQuerySet":
        """Cases whose person found no job before the case was due (seen from the day `on`)."""
        return self.filter(~self._job_between("registered_on", Least(F("due_on") if due is None else due, Value(on))))

    def _job_between(self, first: str, last: Any) -> Exists:
        """The case's person has a job that began between two days of the case, both included."""
        jobs = self.related("person__employments").filter(started_on__gte=OuterRef(first), started_on__lte=_outer(last))
        return jobs.exists_for("person", outer="person_id")


def _outer(bound: Any) -> Any:
    """`bound` as seen from inside a subquery."""
    if isinstance(bound, F):
        return OuterRef(bound.name)
    if isinstance(bound, Func):
        bound = bound.copy()
        bound.set_source_expressions([_outer(part) for part in bound.get_source_expressions()])
    return bound


class JobSeekingCase(Record):
    """Somebody registered as without work. Due the same day of the next month."""

    class EndReason(models.TextChoices):
        EMPLOYED = "employed", "实现就业"
        UNWILLING = "unwilling", "意愿消失"
        UNABLE = "unable", "丧失劳动能力"
        LEFT = "left", "退出"

    class Area(models.TextChoices):
        NEAR = "near", "本镇"
        COUNTY = "county", "本县"
        PROVINCE = "province", "省内"
        OUTSIDE = "outside", "省外"

    route_name = "case"
    division_path = "person__village_id"
    about = "person"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="job_seeking_cases", verbose_name="劳动力", db_index=False
    )
    registered_on = models.DateField("登记日期")
    willing = models.BooleanField("是否有就业意愿")
    reason = models.CharField("未就业原因", max_length=100, blank=True, default="")
    ended_on = models.DateField("终结日期", null=True, blank=True)
    end_reason = models.CharField("终结原因", max_length=20, choices=EndReason.choices, blank=True, default="")
    wished_area = models.CharField("意向就业地", max_length=10, choices=Area.choices, blank=True, default="")
    wished_post = models.CharField("意向岗位", max_length=50, blank=True, default="")
    wished_wage = models.DecimalField("期望月薪", max_digits=12, decimal_places=2, null=True, blank=True)
    skills = models.CharField("技能", max_length=100, blank=True, default="")
    leaves_on = models.DateField("计划外出日期", null=True, blank=True)
    due_on = models.GeneratedField(
        expression=NextMonth("registered_on"), output_field=models.DateField(), db_persist=True, verbose_name="清零期限"
    )

    objects: Any = live_manager(JobSeekingCaseQuerySet)
    history = HistoricalRecords(excluded_fields=["due_on"])

    class Meta(Record.Meta):
        verbose_name = "求职登记"
        verbose_name_plural = verbose_name
        ordering = ("-registered_on",)
        constraints = (
            models.UniqueConstraint(fields=["person", "registered_on"], name="one_case_a_person_and_day"),
            NotBefore("registered_on", "ended_on", name="case_ends_after_registration", message="终结日期早于登记日期"),
        )

    def __str__(self) -> str:
        return self.called(plain=False)

    def called(self, *, plain: bool) -> str:
        return f"{self.person.called(plain=plain)} {self.registered_on}"

    def closed_on(self, on: date) -> date | None:
        """The day it closed, as known on the day `on`: see `JobSeekingCaseQuerySet.not_closed_by`."""
        starts = [job.started_on for job in self.person.employments.all() if job.started_on >= self.registered_on]
        days = [day for day in (self.ended_on, self.person.left_on, *starts) if day and day <= on]
        return min(days, default=None)

    def state(self, on: date) -> State:
        """What is left of its month, or that it is closed."""
        closed = self.closed_on(on)
        if not self.willing:
            return State("已终结" if closed else "无就业意愿")
        return of_deadline("清零", self.due_on, closed, on, forgiven=False)

    @property
    def summary(self) -> str:
        return f"{self.registered_on} 登记，{self.due_on} 到期"
