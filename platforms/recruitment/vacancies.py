"""The posts that employers offer."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Left
from simple_history.models import HistoricalRecords

from core.fields import SensitiveCharField
from core.models import Division
from core.records import Record, live_manager
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone
from labor.employers.naming import employer_called
from labor.models import CooperationAgreement


class VacancyQuerySet(ScopedQuerySet):
    def open(self, on: date) -> "VacancyQuerySet":
        """Published and not closed on the day `on`; the closing day still counts."""
        return self.filter(Q(closes_on=None) | Q(closes_on__gte=on), published_on__lte=on)

    def in_receiving_places(self) -> "VacancyQuerySet":
        """Posts of agreements, and those whose place of work is known to lie outside the county (and be no part of it).

        A place that is not known by its name, or only by one that contains the county, is left out.
        """
        return self.filter(Q(agreement__isnull=False) | (Exists(_told()) & ~Exists(_told_at_home())))


def _told() -> Any:
    """For use inside a query on vacancies: divisions that the place of work names, by itself or with its province."""
    place = ExpressionWrapper(OuterRef("workplace"), output_field=models.CharField())
    named = Q(name=OuterRef("workplace")) | Q(code=OuterRef("workplace"))
    province = Q(parent=None, place__startswith=F("name"))  # found by an index, as the names are
    return Division.objects.alias(place=place).filter(named | province)


def _told_at_home() -> Any:
    """Of those, the ones inside the vacancy's county, and the ones that contain it."""
    town = ExpressionWrapper(OuterRef("town_id"), output_field=models.CharField())
    county = Left(town, int(Division.Level.COUNTY))
    inside, around = Q(code__startswith=county), Q(town__startswith=F("code"))
    return _told().alias(town=town).filter(inside | around)


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
    needs_health_certificate = models.BooleanField(
        "是否依法须持健康证",
        default=False,
        help_text="只有法律、行政法规规定须持健康证明的岗位才选“是”，如食品生产经营、供水、公共场所直接服务",
    )
    published_on = models.DateField("发布日期")
    closes_on = models.DateField("截止日期", null=True, blank=True)
    agreement = models.ForeignKey(
        CooperationAgreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vacancies",
        verbose_name="劳务协作协议",
    )
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True, default="")
    contact = models.CharField("联系人", max_length=50, blank=True, default="")
    phone = SensitiveCharField("联系电话", max_length=40, mask="phone", blank=True, default="")
    requirements = models.CharField(
        "其他要求", max_length=100, blank=True, default="", help_text="学历、技能等；不写健康、传染病方面的要求"
    )
    benefits = models.CharField("食宿社保", max_length=100, blank=True, default="")

    objects = live_manager(VacancyQuerySet)
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
    def offered_by(self) -> Record | str:
        """The employer on the list whom the vacancy names, or just the name."""
        return employer_called(self.employer, self.town_id)

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
