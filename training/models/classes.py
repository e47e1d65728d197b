"""How many people are to be trained in a year, and the classes that train them."""

from datetime import date

from django.db import models
from django.db.models import OuterRef, Q
from simple_history.models import HistoricalRecords

from core.models import Division
from core.records import Record, live_manager
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone, of_target
from labor.models import Person


class TrainingCategory(models.TextChoices):
    LABOR_TRANSFER = "labor_transfer", "劳动力转移就业培训"
    ENTREPRENEURSHIP = "entrepreneurship", "创业培训"


class TrainingQuotaQuerySet(ScopedQuerySet):
    def with_progress(self, on: date) -> "TrainingQuotaQuerySet":
        """Rows that know how many people of the town have completed by the day `on`, as `completed`."""
        people, category = Person.objects.of_outer_town(), OuterRef("category")
        done = people.related("enrolments").completed_by(on)
        done = done.filter(person__in=people, training_class__category=category)
        in_year = Q(training_class__ended_on__year=OuterRef("year"))
        return self.annotate(completed=done.number_of("person", by="training_class__category", only=in_year))


class TrainingQuota(Record):
    """How many people a town has to train in a year, by category (plan, section 二（三）)."""

    route_name = "quota"
    division_path = "town_id"

    year = models.PositiveSmallIntegerField("年度")
    town = models.ForeignKey(Division, models.PROTECT, related_name="training_quotas", verbose_name="乡镇")
    category = models.CharField("培训类别", max_length=20, choices=TrainingCategory.choices)
    people = models.PositiveIntegerField("任务人数")

    objects = live_manager(TrainingQuotaQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "培训任务"
        verbose_name_plural = verbose_name
        ordering = ("-year", "town", "category")
        constraints = (models.UniqueConstraint(fields=["year", "town", "category"], name="one_quota_a_category"),)

    def __str__(self) -> str:
        return f"{self.year}年{self.get_category_display()}"

    def completed_by(self, on: date) -> int:
        """How many people of the town have completed by the day `on`; rows read `with_progress` know it."""
        known: int | None = getattr(self, "completed", None)
        if known is None:
            rows = TrainingQuotaQuerySet(type(self)).everywhere("it is read again, voided or not")
            known = rows.with_progress(on).get(pk=self.pk).completed
        return known

    def state(self, on: date) -> State:
        return of_target(self.completed_by(on), self.people)


class TrainingClass(Record):
    """A class that trains people of the town in one trade."""

    route_name = "class"
    division_path = "town_id"

    code = models.CharField("班级编号", max_length=40, unique=True)
    town = models.ForeignKey(Division, models.PROTECT, related_name="training_classes", verbose_name="乡镇")
    category = models.CharField("培训类别", max_length=20, choices=TrainingCategory.choices)
    trade = models.CharField("培训工种", max_length=100)
    started_on = models.DateField("开班日期")
    ended_on = models.DateField("结业日期", null=True, blank=True)
    institution = models.CharField("培训机构", max_length=100, blank=True, default="")

    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "培训班"
        verbose_name_plural = verbose_name
        ordering = ("-started_on",)
        constraints = (
            NotBefore("started_on", "ended_on", name="class_ends_after_start", message="结业日期早于开班日期"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.trade}"

    def has_ended(self, on: date) -> bool:
        return self.ended_on is not None and self.ended_on <= on

    def last_day(self, on: date) -> date:
        """The last day of the class that has come by the day `on`."""
        return min(self.ended_on or on, on)

    def state(self, on: date) -> State:
        if self.started_on > on:
            return State("未开班")
        return State("已结业") if self.has_ended(on) else State("正在培训", Tone.SAFE)
