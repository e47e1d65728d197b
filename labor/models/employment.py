"""Work: employment records, organised labour export, public-benefit posts."""

from datetime import date
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from core.constraints import NotBefore
from core.models import Division, Village
from core.records import Record, live_manager
from core.scoping import ScopedQuerySet
from core.states import State, Tone
from labor import conditions
from labor.models.people import Person
from workshops.models import Workshop


class LabourExportQuerySet(ScopedQuerySet):
    def organised_in(self, year: int, until: date) -> "LabourExportQuerySet":
        return self.filter(held_on__range=(date(year, 1, 1), until))


class LabourExport(Record):
    """An organised activity that took people to work elsewhere (rubric 5)."""

    route_name = "export"
    division_path = "town_id"

    code = models.CharField("输出编号", max_length=40, unique=True)
    town = models.ForeignKey(Division, models.PROTECT, related_name="labour_exports", verbose_name="乡镇")
    name = models.CharField("活动名称", max_length=200)
    held_on = models.DateField("活动日期")
    origin = models.CharField("输出地", max_length=100)
    destination = models.CharField("输入地", max_length=100)
    participants = models.PositiveIntegerField("参加人数")
    participants_out_of_poverty = models.PositiveIntegerField("其中脱贫劳动力人数")

    objects: Any = live_manager(LabourExportQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "劳务输出"
        verbose_name_plural = verbose_name
        ordering = ("-held_on",)
        constraints = (
            NotBefore(
                "participants_out_of_poverty",
                "participants",
                name="export_counts_agree",
                message="其中脱贫劳动力人数多于参加人数",
                blame="participants_out_of_poverty",
            ),
        )

    def __str__(self) -> str:
        return self.name


class EmploymentQuerySet(ScopedQuerySet):
    def current(self, on: date) -> "EmploymentQuerySet":
        """Records that cover the day `on`; a job's last day still counts."""
        return self.filter(conditions.going_on(on))

    def ended(self, on: date) -> "EmploymentQuerySet":
        """Records whose last day is before the day `on`."""
        return self.filter(ended_on__lt=on)

    def in_operating_workshops(self, on: date) -> "EmploymentQuerySet":
        """Records that name a workshop in operation, whatever the channel."""
        return self.filter(workshop__in=Workshop.objects.operating(on))


class Employment(Record):
    """A spell of work of one person with one employer."""

    class Channel(models.TextChoices):
        OTHER_PROVINCE = "other_province", "省外务工"
        OTHER_COUNTY = "other_county", "省内县外务工"
        COUNTY = "county", "县内务工"
        WORKSHOP = "workshop", "帮扶车间"
        PUBLIC_BENEFIT = "public_benefit", "公益性岗位"
        FLEXIBLE = "flexible", "灵活就业"
        OWN_BUSINESS = "own_business", "自主创业"

    division_path = "person__village_id"
    about = "person"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="employments", verbose_name="劳动力", db_index=False
    )
    started_on = models.DateField("开始日期")
    employer = models.CharField("单位名称", max_length=100)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    channel = models.CharField("就业渠道", max_length=20, choices=Channel.choices)
    workplace = models.CharField("就业地", max_length=100)
    workplace_division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="就业地区划"
    )
    post = models.CharField("岗位", max_length=100, blank=True, default="")
    monthly_wage = models.DecimalField("月收入", max_digits=12, decimal_places=2, null=True, blank=True)
    workshop = models.ForeignKey(
        Workshop, models.PROTECT, null=True, blank=True, related_name="employments", verbose_name="车间"
    )
    export = models.ForeignKey(
        LabourExport, models.PROTECT, null=True, blank=True, related_name="employments", verbose_name="劳务输出"
    )

    objects: Any = live_manager(EmploymentQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "就业记录"
        verbose_name_plural = verbose_name
        ordering = ("-started_on",)
        constraints = (
            models.UniqueConstraint(fields=["person", "started_on", "employer"], name="one_job_a_start_and_employer"),
            NotBefore("started_on", "ended_on", name="job_ends_after_start", message="结束日期早于开始日期"),
        )

    def __str__(self) -> str:
        return self.called(plain=False)

    def called(self, *, plain: bool) -> str:
        return f"{self.person.called(plain=plain)} {self.employer}"

    def locate(self) -> None:
        """Note the division that the workplace tells, if it tells just one; an unknown place is kept as text."""
        self.workplace_division_id = Division.objects.told_by([self.workplace])[self.workplace]

    def overlaps(self, other: "Employment") -> bool:
        """The two share more than the day on which somebody changes from one to the other."""
        return (other.ended_on or date.max) > self.started_on and (self.ended_on or date.max) > other.started_on

    def state(self, on: date) -> State:
        """Whether it is going on, on the day `on`."""
        if self.started_on > on:
            return State("未开始")
        return State("已结束") if self.ended_on and self.ended_on < on else State("在岗", Tone.SAFE)

    @property
    def place(self) -> str:
        """Where it is; a code, as some ledgers give it, by its name."""
        by_name = self.workplace_division and self.workplace.isdecimal()
        return self.workplace_division.name if by_name else self.workplace


class PublicBenefitPost(Record):
    """A 乡村公益性岗位 with its holder and contract."""

    route_name = "public_benefit_post"
    about = "person"

    code = models.CharField("岗位编号", max_length=40, unique=True)
    village = models.ForeignKey(Village, models.PROTECT, related_name="public_benefit_posts", verbose_name="村社区")
    kind = models.CharField("岗位类型", max_length=50)
    employer = models.CharField("用人单位", max_length=100)
    person = models.ForeignKey(Person, models.PROTECT, related_name="public_benefit_posts", verbose_name="劳动力")
    contract_started_on = models.DateField("合同开始日期")
    contract_ended_on = models.DateField("合同终止日期")
    monthly_allowance = models.DecimalField("月补贴", max_digits=12, decimal_places=2)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "公益性岗位"
        verbose_name_plural = verbose_name
        ordering = ("code",)
        constraints = (
            NotBefore(
                "contract_started_on",
                "contract_ended_on",
                name="contract_ends_after_start",
                message="合同终止日期早于合同开始日期",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.kind}"

    def is_held(self, on: date) -> bool:
        """The contract covers the day `on`."""
        return self.contract_started_on <= on <= self.contract_ended_on

    def state(self, on: date) -> State:
        if self.contract_started_on > on:
            return State("未开始")
        return State("在岗", Tone.SAFE) if self.is_held(on) else State("合同已到期", Tone.DUE)
