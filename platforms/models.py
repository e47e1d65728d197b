"""村级公共就业服务平台, those who run them, and the services they give."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, OuterRef, Q
from simple_history.models import HistoricalRecords

from core.conditions import not_yet
from core.constraints import NotBefore
from core.masking import SensitiveCharField
from core.models import Division, Village
from core.records import Record, live_manager
from core.scoping import ScopedQuerySet
from core.states import State, Tone
from labor.models import Household, Person


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
    account_assigned_on = models.DateField("账号分配日期", null=True, blank=True)

    objects: Any = live_manager(PlatformQuerySet)
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


class StaffMemberQuerySet(ScopedQuerySet):
    def serving(self, on: date) -> "StaffMemberQuerySet":
        return self.filter(not_yet("ended_on", on), started_on__lte=on)


class StaffMember(Record):
    """Somebody who works, or worked, at a village's platform."""

    class WorkingTime(models.TextChoices):
        FULL = "full", "专职"
        PART = "part", "兼职"

    about = "village"

    village = models.ForeignKey(
        Village, models.PROTECT, related_name="staff_members", verbose_name="村社区", db_index=False
    )
    name = models.CharField("姓名", max_length=50)
    started_on = models.DateField("上岗日期")
    ended_on = models.DateField("离岗日期", null=True, blank=True)
    working_time = models.CharField("专兼职", max_length=10, choices=WorkingTime.choices)
    phone = SensitiveCharField("联系电话", max_length=40, mask="phone", blank=True, default="")

    objects: Any = live_manager(StaffMemberQuerySet)
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
        return State("在岗", Tone.SAFE) if self.ended_on is None or self.ended_on > on else State("已离岗")


class BusinessCheckQuerySet(ScopedQuerySet):
    def official_failures(self, year: int, until: date) -> "BusinessCheckQuerySet":
        """Failed items of the superior's checks in `year` up to `until`; own checks never count."""
        return self.filter(
            level=BusinessCheck.Level.SUPERIOR,
            result=BusinessCheck.Result.FAILED,
            checked_on__range=(date(year, 1, 1), until),
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

    about = "village"

    village = models.ForeignKey(
        Village, models.PROTECT, related_name="business_checks", verbose_name="村社区", db_index=False
    )
    checked_on = models.DateField("检查日期")
    item = models.CharField("业务项", max_length=20, choices=Item.choices)
    level = models.CharField("检查级别", max_length=10, choices=Level.choices)
    result = models.CharField("检查结果", max_length=10, choices=Result.choices)

    objects: Any = live_manager(BusinessCheckQuerySet)
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


class ServiceQuerySet(ScopedQuerySet):
    def given_between(self, after: date, until: date) -> "ServiceQuerySet":
        """Services dated after `after` and not after `until`."""
        return self.filter(served_on__gt=after, served_on__lte=until)

    def reaching(self, **least: int) -> "ServiceQuerySet":
        """One row a person who got at least so many of each kind: recommendation=3, guidance=1, training=1."""
        counts = {f"{kind}s": Count("pk", filter=Q(kind=kind)) for kind in least}
        enough = {f"{kind}s__gte": number for kind, number in least.items()}
        return self.order_by().values("person").annotate(**counts).filter(**enough)


class Service(Record):
    """One service to a person: a recommendation, guidance, or an offer of training (311)."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", "岗位推荐"
        GUIDANCE = "guidance", "职业指导"
        TRAINING = "training", "技能培训"

    division_path = "person__village_id"
    about = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="services", verbose_name="劳动力", db_index=False)
    served_on = models.DateField("服务日期")
    kind = models.CharField("服务类型", max_length=20, choices=Kind.choices)
    employer = models.CharField("推荐单位", max_length=100, blank=True, default="")
    post = models.CharField("推荐岗位", max_length=100, blank=True, default="")
    channel = models.CharField("服务方式", max_length=50, blank=True, default="")
    officer = models.CharField("经办人", max_length=50, blank=True, default="")

    objects: Any = live_manager(ServiceQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "就业服务"
        verbose_name_plural = verbose_name
        ordering = ("-served_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["person", "served_on", "kind", "employer", "post"], name="one_service_a_day_kind_and_post"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()} {self.served_on}"


class HouseholdHelpQuerySet(ScopedQuerySet):
    def since_found_unstable(self, on: date) -> "HouseholdHelpQuerySet":
        """For use inside a query on households: help from the day the household was flagged up to the day `on`."""
        return self.filter(helped_on__gte=OuterRef("unstable_since"), helped_on__lte=on)


class HouseholdHelp(Record):
    """A measure that helps a household into work or keeps it there (rubric 6.4)."""

    class Measure(models.TextChoices):
        JOB = "job", "推荐就业"
        PUBLIC_BENEFIT_POST = "public_benefit_post", "公益性岗位"
        TRAINING = "training", "技能培训"
        SUBSIDY = "subsidy", "政策补贴"
        OTHER = "other", "其他"

    division_path = "household__village_id"
    about = "household"

    household = models.ForeignKey(Household, models.PROTECT, related_name="helps", verbose_name="农户", db_index=False)
    helped_on = models.DateField("帮扶日期")
    measure = models.CharField("措施", max_length=20, choices=Measure.choices)
    content = models.CharField("内容", max_length=500, blank=True, default="")

    objects: Any = live_manager(HouseholdHelpQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "户帮扶措施"
        verbose_name_plural = verbose_name
        ordering = ("-helped_on",)
        constraints = (
            models.UniqueConstraint(fields=["household", "helped_on", "measure"], name="one_help_a_measure_and_day"),
        )

    def __str__(self) -> str:
        return f"{self.household} {self.get_measure_display()}"


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
