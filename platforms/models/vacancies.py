"""Posts that employers offer."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.constraints import NotBefore
from core.models import Division
from core.records import Record, live_manager
from core.scoping import ScopedQuerySet
from core.states import State, Tone


class VacancyQuerySet(ScopedQuerySet):
    def open(self, on: date) -> "VacancyQuerySet":
        """Published and not closed on the day `on`; the closing day still counts."""
        return self.filter(Q(closes_on=None) | Q(closes_on__gte=on), published_on__lte=on)


class Vacancy(Record):
    """Posts that an employer offers; the plan's recruitment for the industrial zone is marked."""

    division_path = "town_id"

    code = models.CharField("岗位编号", max_length=40, unique=True)
    town = models.ForeignKey(Division, models.PROTECT, related_name="vacancies", verbose_name="乡镇")
    employer = models.CharField("用人单位", max_length=100)
    in_industrial_zone = models.BooleanField("是否产业开发区企业")
    title = models.CharField("岗位名称", max_length=100)
    workplace = models.CharField("工作地", max_length=100)
    headcount = models.PositiveIntegerField("招聘人数")
    wage_min = models.DecimalField("月薪下限", max_digits=12, decimal_places=2)
    wage_max = models.DecimalField("月薪上限", max_digits=12, decimal_places=2)
    age_min = models.PositiveSmallIntegerField("最低年龄", null=True, blank=True)
    age_max = models.PositiveSmallIntegerField("最高年龄", null=True, blank=True)
    published_on = models.DateField("发布日期")
    closes_on = models.DateField("截止日期", null=True, blank=True)

    objects: Any = live_manager(VacancyQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "招聘岗位"
        verbose_name_plural = verbose_name
        ordering = ("-published_on",)
        constraints = (
            NotBefore("wage_min", "wage_max", name="vacancy_wage_range", message="月薪上限低于下限"),
            NotBefore("age_min", "age_max", name="vacancy_age_range", message="最高年龄低于最低年龄"),
            NotBefore(
                "published_on", "closes_on", name="vacancy_closes_after_published", message="截止日期早于发布日期"
            ),
        )

    def __str__(self) -> str:
        return f"{self.employer} {self.title}"

    def is_open(self, on: date) -> bool:
        """Published and not closed on the day `on`."""
        return self.published_on <= on and (self.closes_on is None or self.closes_on >= on)

    def state(self, on: date) -> State:
        if self.published_on > on:
            return State("未发布")
        return State("在招", Tone.SAFE) if self.is_open(on) else State("已截止")

    @property
    def wages(self) -> str:
        """4,000-6,000元."""
        both = f"{self.wage_min:,.0f}", f"{self.wage_max:,.0f}"
        return f"{'-'.join(dict.fromkeys(both))}元"

    @property
    def ages(self) -> str:
        """18-55岁, 18岁以上, 55岁以下; blank where anybody may come."""
        if self.age_min and self.age_max:
            return f"{self.age_min}-{self.age_max}岁"
        return f"{self.age_min}岁以上" if self.age_min else f"{self.age_max}岁以下" if self.age_max else ""

    def takes(self, age: int) -> bool:
        """Whether somebody of so many full years may come."""
        return (self.age_min or 0) <= age <= (self.age_max or age)
