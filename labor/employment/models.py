"""Work: employment records, and the calls to those who were placed."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, Prefetch, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from simple_history.models import HistoricalRecords

from core.models import Division
from core.records import Record, live_manager
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone
from labor.functions import DaysLater, MonthsLater
from labor.people import conditions
from labor.people.models import Person
from workshops.models import Workshop

#: So long after the start, or after the last call, somebody who was placed is called again. The plan names no number.
FOLLOWED_UP_WITHIN = timedelta(days=90)


class EmploymentQuerySet(ScopedQuerySet):
    def current(self, on: date) -> "EmploymentQuerySet":
        """Records that cover the day `on`; a job's last day still counts."""
        return self.filter(conditions.going_on(on))

    def ended(self, on: date) -> "EmploymentQuerySet":
        """Records whose last day is before the day `on`."""
        return self.filter(ended_on__lt=on)

    def lasted(self, months: int, since: date, on: date) -> "EmploymentQuerySet":
        """Records of at least so many full months up to the day `on`, still held on or after the day `since`."""
        full, after = MonthsLater("started_on", months=months), Coalesce(DaysLater("ended_on", 1), Value(on))
        long_enough = Q(LessThanOrEqual(full, Value(on)), LessThanOrEqual(full, after))
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=since), long_enough, started_on__lte=on)

    def in_operating_workshops(self, on: date) -> "EmploymentQuerySet":
        """Records that name a workshop in operation, whatever the channel."""
        return self.filter(workshop__in=Workshop.objects.operating(on))

    def followed_up(self, on: date) -> "EmploymentQuerySet":
        """Jobs in which a call has reached whoever works there, not too long before the day `on`."""
        return self.filter(self._called_lately(on))

    def to_follow_up(self, on: date) -> "EmploymentQuerySet":
        """Jobs that the town sent somebody to, begun long ago and going on, with nobody reached by a call since."""
        begun_long_ago = Q(export__isnull=False, started_on__lt=on - FOLLOWED_UP_WITHIN)
        return self.current(on).filter(~self._called_lately(on), begun_long_ago)

    def with_follow_ups(self) -> "EmploymentQuerySet":
        """Rows with the calls that were made, the newest first, in `calls`."""
        return self.prefetch_related(Prefetch("follow_ups", to_attr="calls"))

    def _called_lately(self, on: date) -> Exists:
        """A condition on jobs: a call reached whoever works there within the time, both days included."""
        days = (on - FOLLOWED_UP_WITHIN, on)
        return self.related("follow_ups").reached().filter(called_on__range=days).exists_for("employment")


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
        Workshop, models.PROTECT, null=True, blank=True, related_name="employments", verbose_name="车间"
    )
    export = models.ForeignKey(
        "LaborExport", models.PROTECT, null=True, blank=True, related_name="employments", verbose_name="劳务输出"
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

    def covers(self, on: date) -> bool:
        """It goes on, on the day `on`; its last day still counts."""
        return self.started_on <= on and (self.ended_on is None or self.ended_on >= on)

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

    def is_to_follow_up(self, on: date) -> bool:
        """See `EmploymentQuerySet.to_follow_up`; for rows read `with_follow_ups`."""
        calls: list[Any] = self.calls  # type: ignore[attr-defined]
        known = max([self.started_on, *(call.called_on for call in calls if call.reached and call.called_on <= on)])
        return self.export_id is not None and self.covers(on) and known < on - FOLLOWED_UP_WITHIN

    def follow_up(self, on: date) -> State:
        """What the last call found, or that one is due; for rows read `with_follow_ups`."""
        last: Any = next(iter(self.calls), None)  # type: ignore[attr-defined]
        words = f"{last.called_on} {last.get_result_display()}" if last else "还没有回访"
        if self.is_to_follow_up(on):
            return State(f"{words}，该回访了", Tone.DUE)
        return State(words, last.tone if last else Tone.PLAIN)


class FollowUpQuerySet(ScopedQuerySet):
    def reached(self) -> "FollowUpQuerySet":
        """Calls that found out how things stand."""
        return self.exclude(result=FollowUp.Result.UNREACHED)


class FollowUp(Record):
    """A 稳岗回访: a call to somebody who was placed, and how they are doing."""

    class Method(models.TextChoices):
        PHONE = "phone", "电话"
        VISIT = "visit", "走访"
        WECHAT = "wechat", "微信"

    class Result(models.TextChoices):
        STEADY = "steady", "在岗稳定"
        TROUBLE = "trouble", "有困难"
        LEFT = "left", "已离岗"
        UNREACHED = "unreached", "没联系上"

    route_name = "follow_up"
    division_path = "employment__person__village_id"
    about = "employment"

    employment = models.ForeignKey(
        Employment, models.PROTECT, related_name="follow_ups", verbose_name="就业记录", db_index=False
    )
    called_on = models.DateField("回访日期")
    method = models.CharField("回访方式", max_length=10, choices=Method.choices)
    result = models.CharField("回访结果", max_length=10, choices=Result.choices)
    note = models.CharField("情况", max_length=300, blank=True, default="")
    caller = models.CharField("回访人", max_length=50, blank=True, default="")

    objects: Any = live_manager(FollowUpQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "稳岗回访"
        verbose_name_plural = verbose_name
        ordering = ("-called_on",)
        constraints = (models.UniqueConstraint(fields=["employment", "called_on"], name="one_follow_up_a_job_and_day"),)

    def __str__(self) -> str:
        return self.called(plain=False)

    def called(self, *, plain: bool) -> str:
        return f"{self.employment.called(plain=plain)} {self.called_on}"

    @property
    def reached(self) -> bool:
        return self.result != self.Result.UNREACHED

    @property
    def tone(self) -> Tone:
        return Tone.SAFE if self.result == self.Result.STEADY else Tone.DUE if self.reached else Tone.PLAIN

    def state(self, on: date) -> State:
        return State(self.get_result_display(), self.tone)
