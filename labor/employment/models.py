"""Work: employment records, and job-seeking cases of those without."""

from datetime import date
from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from core.models import Division
from core.records import Record, live_manager
from core.records.constraints import NotBefore
from core.states import State, Tone, of_deadline
from labor.employers.naming import employer_called
from labor.employment.conditions import first_day_out
from labor.employment.querysets import FOLLOWED_UP_WITHIN, EmploymentQuerySet, JobSeekingCaseQuerySet
from labor.functions import MonthsLater
from labor.people.models import Person
from workshops.models import Workshop


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

    class Industry(models.TextChoices):
        """The sections of GB/T 4754, what the national collection calls 所属行业."""

        AGRICULTURE = "A", "农、林、牧、渔业"
        MINING = "B", "采矿业"
        MANUFACTURING = "C", "制造业"
        ENERGY = "D", "电力、热力、燃气及水生产和供应业"
        CONSTRUCTION = "E", "建筑业"
        TRADE = "F", "批发和零售业"
        TRANSPORT = "G", "交通运输、仓储和邮政业"
        CATERING = "H", "住宿和餐饮业"
        INFORMATION = "I", "信息传输、软件和信息技术服务业"
        FINANCE = "J", "金融业"
        REAL_ESTATE = "K", "房地产业"
        LEASING = "L", "租赁和商务服务业"
        RESEARCH = "M", "科学研究和技术服务业"
        ENVIRONMENT = "N", "水利、环境和公共设施管理业"
        HOUSEHOLD_SERVICES = "O", "居民服务、修理和其他服务业"
        EDUCATION = "P", "教育"
        HEALTH = "Q", "卫生和社会工作"
        CULTURE = "R", "文化、体育和娱乐业"
        PUBLIC = "S", "公共管理、社会保障和社会组织"
        INTERNATIONAL = "T", "国际组织"

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
    industry = models.CharField("所属行业", max_length=1, choices=Industry.choices, blank=True, default="")
    monthly_wage = models.DecimalField("月收入", max_digits=12, decimal_places=2, null=True, blank=True)
    workshop = models.ForeignKey(
        Workshop,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="employments",
        verbose_name="车间",
        db_index=False,
    )
    export = models.ForeignKey(
        "LaborExport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="employments",
        verbose_name="劳务输出",
        db_index=False,
    )

    objects = live_manager(EmploymentQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "就业记录"
        verbose_name_plural = verbose_name
        ordering = ("-started_on",)
        indexes = (
            # most jobs have none of the two: an index with all of them seems to find too many to be worth it
            models.Index(fields=["workshop"], condition=models.Q(workshop__isnull=False), name="jobs_of_a_workshop"),
            models.Index(fields=["export"], condition=models.Q(export__isnull=False), name="jobs_of_an_export"),
            models.Index(fields=["employer"], name="jobs_of_an_employer"),
        )
        constraints = (
            models.UniqueConstraint(fields=["person", "started_on", "employer"], name="one_job_a_start_and_employer"),
            NotBefore("started_on", "ended_on", name="job_ends_after_start", message="结束日期早于开始日期"),
        )

    def __str__(self) -> str:
        return self.display_name(plain=False)

    def display_name(self, *, plain: bool) -> str:
        return f"{self.person.display_name(plain=plain)} {self.employer}"

    def locate(self) -> None:
        """Note the division that the workplace tells, if it tells just one; an unknown place is kept as text."""
        self.workplace_division_id = Division.objects.told_by([self.workplace])[self.workplace]

    def overlaps(self, other: "Employment") -> bool:
        """The two share more than the day on which somebody changes from one to the other."""
        return (other.ended_on or date.max) > self.started_on and (self.ended_on or date.max) > other.started_on

    def covers(self, on: date) -> bool:
        """It goes on, on the day `on`; its last day still counts."""
        return self.started_on <= on and (self.ended_on is None or self.ended_on >= on)

    def state(self, on: date) -> State:
        """Whether it is going on, on the day `on`."""
        if self.started_on > on:
            return State("未开始")
        return State("已结束") if self.ended_on and self.ended_on < on else State("在岗", Tone.SAFE)

    @property
    def employed_by(self) -> Record | str:
        """The employer on the register whom the job names, or just the name."""
        return employer_called(self.employer, self.person.village_id)

    @property
    def place(self) -> str:
        """Where it is; a code, as some ledgers give it, by its name."""
        by_name = self.workplace_division and self.workplace.isdecimal()
        return self.workplace_division.name if by_name else self.workplace

    def is_to_follow_up(self, on: date) -> bool:
        """See `EmploymentQuerySet.to_follow_up`; for rows read `with_follow_ups`."""
        calls: list[Any] = self.calls
        known = max([self.started_on, *(call.called_on for call in calls if call.reached and call.called_on <= on)])
        return self.export_id is not None and self.covers(on) and known < on - FOLLOWED_UP_WITHIN

    def follow_up(self, on: date) -> State:
        """What the last call found, or that one is due; for rows read `with_follow_ups`."""
        last: Any = next(iter(self.calls), None)
        words = f"{last.called_on} {last.get_result_display()}" if last else "还没有回访"
        if self.is_to_follow_up(on):
            return State(f"{words}，该回访了", Tone.DUE)
        return State(words, last.tone if last else Tone.PLAIN)


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
        expression=MonthsLater("registered_on", months=1),
        output_field=models.DateField(),
        db_persist=True,
        verbose_name="清零期限",
    )

    objects = live_manager(JobSeekingCaseQuerySet)
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
        return self.display_name(plain=False)

    def display_name(self, *, plain: bool) -> str:
        return f"{self.person.display_name(plain=plain)} {self.registered_on}"

    def closed_on(self, on: date) -> date | None:
        """The day it closed, as known on the day `on`: see `JobSeekingCaseQuerySet.not_closed_by`."""
        starts = [job.started_on for job in self.person.employments.all() if job.started_on >= self.registered_on]
        changes = (change for change in self.person.status_changes.all() if change.item == "left_on")
        exits = sorted((change.changed_on, change.was_on) for change in changes)
        left = first_day_out([*exits, (date.max, self.person.left_on)], self.registered_on)
        return min((day for day in (self.ended_on, left, *starts) if day and day <= on), default=None)

    def state(self, on: date) -> State:
        """What is left of its month, or that it is closed."""
        closed = self.closed_on(on)
        if not self.willing:
            return State("已终结" if closed else "无就业意愿")
        return of_deadline("清零", self.due_on, closed, on, forgiven=False)

    @property
    def summary(self) -> str:
        return f"{self.registered_on} 登记，{self.due_on} 到期"
