"""村级公共就业服务平台, those who run them, and how their business was checked."""

from datetime import date

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from core.fields import NameField, SensitiveCharField
from core.models import Village
from core.periods import first_day
from core.records import Record, live_manager
from core.records.conditions import not_yet
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone


class PlatformQuerySet(ScopedQuerySet):
    def open(self, on: date) -> "PlatformQuerySet":
        return self.filter(not_yet("closed_on", on), built_on__lte=on)

    def with_account(self, on: date) -> "PlatformQuerySet":
        return self.filter(account_assigned_on__lte=on)


class Platform(Record):
    """The service platform of a village; a village has one."""

    about = "village"

    village = models.OneToOneField(Village, models.PROTECT, related_name="platform", verbose_name="村社区")
    built_on = models.DateField("建成日期")
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    premises = models.CharField("场所", max_length=100, blank=True, default="", help_text="在哪里办公，如村部一楼")
    account_assigned_on = models.DateField("账号分配日期", null=True, blank=True)

    objects = live_manager(PlatformQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "村级平台"
        verbose_name_plural = verbose_name
        ordering = ("village",)
        constraints = (
            NotBefore("built_on", "closed_on", name="platform_closes_after_built", message="撤销日期早于建成日期"),
        )

    def __str__(self) -> str:
        return f"{self.village}公共就业服务平台"

    def is_open(self, on: date) -> bool:
        """Built and not closed on the day `on`."""
        return self.built_on <= on and (self.closed_on is None or self.closed_on > on)

    def state(self, on: date) -> State:
        """Whether it is open on the day `on`, and has its account on the official platform."""
        if not self.is_open(on):
            return State("未建成" if self.built_on > on else "已撤销", Tone.LOST)
        has_account = self.account_assigned_on is not None and self.account_assigned_on <= on
        return State("已建成", Tone.SAFE) if has_account else State("未分配账号", Tone.LOST)


class StaffMemberQuerySet(ScopedQuerySet):
    def serving(self, on: date) -> "StaffMemberQuerySet":
        """Those at their post on the day `on`; the last day still counts."""
        return self.filter(models.Q(ended_on=None) | models.Q(ended_on__gte=on), started_on__lte=on)


class StaffMember(Record):
    """Somebody who works, or worked, at a village's platform."""

    class WorkingTime(models.TextChoices):
        FULL = "full", "专职"
        PART = "part", "兼职"

    route_name = "staff"
    about = "village"

    village = models.ForeignKey(
        Village, models.PROTECT, related_name="staff_members", verbose_name="村社区", db_index=False
    )
    name = NameField("姓名", max_length=50)
    started_on = models.DateField("上岗日期")
    ended_on = models.DateField("离岗日期", null=True, blank=True)
    working_time = models.CharField("专兼职", max_length=10, choices=WorkingTime.choices)
    phone = SensitiveCharField("联系电话", max_length=40, mask="phone", blank=True, default="")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="登录账号",
    )  # fmt: skip

    objects = live_manager(StaffMemberQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "平台人员"
        verbose_name_plural = verbose_name
        ordering = ("village", "-started_on")
        constraints = (
            models.UniqueConstraint(fields=["village", "name", "started_on"], name="one_staff_member_a_start"),
            NotBefore("started_on", "ended_on", name="staff_leave_after_start", message="离岗日期早于上岗日期"),
        )

    def __str__(self) -> str:
        return self.name

    def state(self, on: date) -> State:
        """Whether this person serves on the day `on`."""
        if self.started_on > on:
            return State("未上岗")
        return State("在岗", Tone.SAFE) if self.ended_on is None or self.ended_on >= on else State("已离岗")


class BusinessCheckQuerySet(ScopedQuerySet):
    def official_failures(self, year: int, until: date) -> "BusinessCheckQuerySet":
        """Failed items of the superior's checks in `year` up to `until`; own checks never count."""
        return self.filter(
            level=BusinessCheck.Level.SUPERIOR,
            result=BusinessCheck.Result.FAILED,
            checked_on__range=(first_day(year), until),
        )


class BusinessCheck(Record):
    """One item of a check whether platform staff can do their business on the official system."""

    class Item(models.TextChoices):
        SIGN_IN = "sign_in", "登录平台"
        EMPLOYMENT = "employment", "就业登记"
        UNEMPLOYMENT = "unemployment", "失业登记"
        SERVICES_311 = "services_311", "311服务"
        OTHER = "other", "其他业务"

    class Level(models.TextChoices):
        TOWN = "town", "镇级自查"
        SUPERIOR = "superior", "上级检查"

    class Result(models.TextChoices):
        PASSED = "passed", "合格"
        FAILED = "failed", "不合格"

    route_name = "check"
    about = "village"

    village = models.ForeignKey(
        Village, models.PROTECT, related_name="business_checks", verbose_name="村社区", db_index=False
    )
    checked_on = models.DateField("检查日期")
    item = models.CharField("业务项", max_length=20, choices=Item.choices)
    level = models.CharField("检查级别", max_length=10, choices=Level.choices)
    result = models.CharField("检查结果", max_length=10, choices=Result.choices)

    objects = live_manager(BusinessCheckQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "业务检查"
        verbose_name_plural = verbose_name
        ordering = ("-checked_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["village", "checked_on", "item", "level"], name="one_check_an_item_and_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.village} {self.checked_on} {self.get_item_display()}"

    def state(self, on: date) -> State:
        tone = Tone.SAFE if self.result == self.Result.PASSED else Tone.LOST
        return State(self.get_result_display(), tone)

    @property
    def summary(self) -> str:
        return f"{self.checked_on} {self.get_item_display()}"
