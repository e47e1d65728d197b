"""Training of labour by quota and class, and of the grassroots staff who serve them."""

from datetime import date
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from core.constraints import NotBefore
from core.models import Division
from core.records import Record, live_manager
from core.scoping import ScopedQuerySet
from labor.models import Person


class TrainingCategory(models.TextChoices):
    LABOUR_TRANSFER = "labour_transfer", "劳动力转移就业培训"
    ENTREPRENEURSHIP = "entrepreneurship", "创业培训"


class TrainingQuota(Record):
    """How many people a town has to train in a year, by category (plan, section 二（三）)."""

    route_name = "quota"
    division_path = "town_id"

    year = models.PositiveSmallIntegerField("年度")
    town = models.ForeignKey(Division, models.PROTECT, related_name="training_quotas", verbose_name="乡镇")
    category = models.CharField("培训类别", max_length=20, choices=TrainingCategory.choices)
    people = models.PositiveIntegerField("任务人数")

    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "培训任务"
        verbose_name_plural = verbose_name
        ordering = ("-year", "town", "category")
        constraints = (models.UniqueConstraint(fields=["year", "town", "category"], name="one_quota_a_category"),)

    def __str__(self) -> str:
        return f"{self.year}年{self.get_category_display()}"


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


class Enrolment(Record):
    """A person in a class."""

    division_path = "person__village_id"
    about = "person"

    training_class = models.ForeignKey(
        TrainingClass, models.PROTECT, related_name="enrolments", verbose_name="培训班", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments", verbose_name="劳动力")
    completed = models.BooleanField("是否结业", null=True, blank=True)
    certificate = models.CharField("证书编号", max_length=100, blank=True, default="")

    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "参训记录"
        verbose_name_plural = verbose_name
        constraints = (
            models.UniqueConstraint(fields=["training_class", "person"], name="one_enrolment_a_class_and_person"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.training_class}"


class StaffTrainingQuerySet(ScopedQuerySet):
    def held_in(self, year: int, until: date) -> "StaffTrainingQuerySet":
        return self.filter(held_on__range=(date(year, 1, 1), until))


class StaffTraining(Record):
    """Training of grassroots service staff, counted once it is entered in the official platform (rubric 4.4)."""

    route_name = "staff_training"
    division_path = "town_id"

    code = models.CharField("培训编号", max_length=40, unique=True)
    town = models.ForeignKey(Division, models.PROTECT, related_name="staff_trainings", verbose_name="乡镇")
    name = models.CharField("培训名称", max_length=200)
    held_on = models.DateField("培训日期")
    participants = models.PositiveIntegerField("参训人数")
    entered_on = models.DateField("平台录入日期", null=True, blank=True)

    objects: Any = live_manager(StaffTrainingQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "业务培训"
        verbose_name_plural = verbose_name
        ordering = ("-held_on",)

    def __str__(self) -> str:
        return self.name
