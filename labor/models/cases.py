"""Job-seeking cases: those without work, willing or not, and when each case closed."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Greatest
from simple_history.models import HistoricalRecords

from core.constraints import NotBefore
from core.records import Record, live_manager
from core.scoping import ScopedQuerySet
from labor import conditions
from labor.functions import NextMonth
from labor.models.employment import Employment
from labor.models.people import Person


class JobSeekingCaseQuerySet(ScopedQuerySet):
    def willing_out_of_poverty(self) -> "JobSeekingCaseQuerySet":
        """Willing cases: somebody of a 脱贫户 who wants to work."""
        return self.filter(conditions.out_of_poverty("person__"), willing=True)

    def not_closed_by(self, bound: Any) -> "JobSeekingCaseQuerySet":
        """Cases that nothing had closed up to and on the day `bound` (a date or an expression).

        A case closes on the earliest of its own end, the person's leaving the register, and the start of the
        person's first job on or after registration.
        """
        job = Employment.objects.filter(
            person=OuterRef("person_id"), started_on__gte=OuterRef("registered_on"), started_on__lte=_outer(bound)
        )
        return self.filter(
            conditions.not_yet("ended_on", bound), conditions.not_yet("person__left_on", bound), ~Exists(job)
        )

    def open(self, on: date) -> "JobSeekingCaseQuerySet":
        return self.filter(registered_on__lte=on).not_closed_by(on)

    def overdue(self, year: int, on: date, due: Any = None) -> "JobSeekingCaseQuerySet":
        """Cases due by `on` and not closed in time, still open or closed in `year` (rubric 6.1).

        Not closed by the due day, and not closed before the year began: one bound says both.
        """
        due = due if due is not None else F("due_on")
        last_year_end = date(year - 1, 12, 31)
        return self.alias(due=due).filter(due__lte=on).not_closed_by(Greatest(F("due"), last_year_end))


def _outer(bound: Any) -> Any:
    """`bound` as seen from inside a subquery."""
    if isinstance(bound, Greatest):
        first, second = bound.get_source_expressions()
        return Greatest(OuterRef(first.name), second)
    return bound


class JobSeekingCase(Record):
    """Somebody registered as without work. Due the same day of the next month."""

    class EndReason(models.TextChoices):
        EMPLOYED = "employed", "实现就业"
        UNWILLING = "unwilling", "意愿消失"
        UNABLE = "unable", "丧失劳动能力"
        LEFT = "left", "退出"

    division_path = "person__village_id"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="job_seeking_cases", verbose_name="劳动力", db_index=False
    )
    registered_on = models.DateField("登记日期")
    willing = models.BooleanField("是否有就业意愿")
    reason = models.CharField("未就业原因", max_length=100, blank=True, default="")
    ended_on = models.DateField("终结日期", null=True, blank=True)
    end_reason = models.CharField("终结原因", max_length=20, choices=EndReason.choices, blank=True, default="")
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
        return f"{self.person} {self.registered_on}"
