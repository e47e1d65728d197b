"""Households and people on the register."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Length, Replace
from django.db.models.lookups import Exact
from django.urls import reverse
from simple_history.models import HistoricalRecords

from core.assessment import term_of
from core.fields import NameField, SensitiveCharField
from core.models import RelocationSite, Village
from core.periods import full_years
from core.personal_data import identity, pinyin
from core.personal_data.masking import mask_name
from core.records import Record, live_manager
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone
from labor.people import conditions

LAST_DIGITS = 4  #: So many characters at the end of a number find it.
#: What follows from an identity number and from a name alone: fields with the functions that find them.
FROM_NUMBER = {"birth_date": identity.birth_date}
FROM_NAME = {"name_pinyin": pinyin.sort_key, "name_initials": pinyin.initials}


class HouseholdQuerySet(ScopedQuerySet):
    def monitored(self, on: date) -> "HouseholdQuerySet":
        """监测对象 of any category, identified and with the risk not removed on the day `on`."""
        return self.exclude(monitoring="").filter(conditions.not_yet("risk_removed_on", on), identified_on__lte=on)

    def unstable(self, on: date) -> "HouseholdQuerySet":
        """Monitored households whose work was found unstable (rule `monitored_households`)."""
        return self.monitored(on).filter(unstable_since__lte=on)

    def needing_follow_up(self, on: date) -> "HouseholdQuerySet":
        """Relocated households able and willing to work in which nobody able has work (rule `relocated_households`)."""
        able_member = self.related("members").filter(household=OuterRef("pk")).able(on)
        idle = ~Exists(able_member.employed(on))
        return self.filter(Exists(self._searches(on)), Exists(able_member), idle, site__isnull=False)

    def with_seeker(self, on: date) -> "HouseholdQuerySet":
        """Rows with the public id of a member who looks for work on the day `on`, as `seeker`."""
        seekers = self._searches(on).order_by("registered_on", "pk").values("person__public_id")
        return self.annotate(seeker=Subquery(seekers[:1]))

    def _searches(self, on: date) -> Any:
        """For use inside a query on households: open cases of members who are willing to work."""
        cases = self.related("members__job_seeking_cases")
        return cases.filter(person__household=OuterRef("pk"), willing=True).open(on)


class Household(Record):
    """A farm household. 户类型 and 监测对象类别 are independent; 户类型 is read as it stands today."""

    class Kind(models.TextChoices):
        OUT_OF_POVERTY = "out_of_poverty", "脱贫户"
        ORDINARY = "ordinary", "一般农户"

    class Monitoring(models.TextChoices):
        UNSTABLE = "unstable", "脱贫不稳定户"
        AT_RISK = "at_risk", "边缘易致贫户"
        SUDDEN_HARDSHIP = "sudden_hardship", "突发严重困难户"

    name_fields = ("head_name",)

    code = models.CharField("户编号", max_length=40, unique=True)
    head_name = NameField("户主姓名", max_length=50)
    village = models.ForeignKey(Village, models.PROTECT, related_name="households", verbose_name="村社区")
    kind = models.CharField("户类型", max_length=20, choices=Kind.choices)
    monitoring = models.CharField("监测对象类别", max_length=20, choices=Monitoring.choices, blank=True, default="")
    identified_on = models.DateField("识别日期", null=True, blank=True)
    risk_removed_on = models.DateField("风险消除日期", null=True, blank=True)
    unstable_since = models.DateField("就业不稳认定日期", null=True, blank=True)
    site = models.ForeignKey(
        RelocationSite, models.PROTECT, null=True, blank=True, related_name="households", verbose_name="安置点"
    )

    objects: Any = live_manager(HouseholdQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "农户"
        verbose_name_plural = verbose_name
        ordering = ("code",)
        constraints = (
            NotBefore(
                "identified_on", "risk_removed_on", name="risk_removed_after_found", message="风险消除日期早于识别日期"
            ),
        )

    def __str__(self) -> str:
        return self.called(plain=False)

    def called(self, *, plain: bool) -> str:
        return f"{self.head_name if plain else mask_name(self.head_name)}户"

    def get_absolute_url(self) -> str:
        return reverse("labor:household", args=[self.pk])

    def is_monitored(self, on: date) -> bool:
        """监测对象 on the day `on`: identified, and the risk not removed."""
        found = bool(self.monitoring) and self.identified_on is not None and self.identified_on <= on
        return found and (self.risk_removed_on is None or self.risk_removed_on > on)


class PersonQuerySet(ScopedQuerySet):
    def on_register(self, on: date) -> "PersonQuerySet":
        return self.filter(conditions.on_register(on))

    def able(self, on: date) -> "PersonQuerySet":
        return self.filter(conditions.able(on))

    def labor_out_of_poverty(self, on: date) -> "PersonQuerySet":
        """脱贫劳动力 on the day `on`."""
        return self.filter(conditions.labor_out_of_poverty(on))

    def labor_to_verify(self, on: date) -> "PersonQuerySet":
        """脱贫劳动力 and 边缘易致贫劳动力 on the day `on`."""
        return self.filter(conditions.labor_to_verify(on))

    def employed(self, on: date, channel: str = "") -> "PersonQuerySet":
        """People with work on the day `on`, by any channel or by the one named."""
        jobs = self.related("employments").current(on)
        return self.filter((jobs.filter(channel=channel) if channel else jobs).exists_for("person"))

    def without_work(self, on: date) -> "PersonQuerySet":
        return self.filter(~self.related("employments").current(on).exists_for("person"))

    def employed_by(self, text: str, on: date) -> "PersonQuerySet":
        """People who work on the day `on` for an employer whose name has `text` in it."""
        return self.filter(self.related("employments").current(on).filter(employer__contains=text).exists_for("person"))

    def working_at(self, employer: str, workplace: str, on: date) -> "PersonQuerySet":
        """People who work for this employer at this place on the day `on`."""
        jobs = self.related("employments").current(on).filter(employer=employer, workplace=workplace)
        return self.filter(jobs.exists_for("person"))

    def monitored(self, on: date, category: str = "") -> "PersonQuerySet":
        """Members of monitored households, of any category or of the one named."""
        households = self.related("household").monitored(on).filter(pk=OuterRef("household"))
        return self.filter(Exists(households.filter(monitoring=category) if category else households))

    def unverified_between(self, start: date, end: date) -> "PersonQuerySet":
        """People whom no verification from `start` to `end` reached."""
        return self.filter(~self.related("verifications").reached_in(start, end).exists_for("person"))

    def verified_between(self, start: date, end: date) -> "PersonQuerySet":
        """People whom a verification from `start` to `end` reached."""
        return self.filter(self.related("verifications").reached_in(start, end).exists_for("person"))

    def unreachable_between(self, start: date, end: date, *, times: int = 1) -> "PersonQuerySet":
        """People who could not be reached on so many days from `start` to `end`."""
        failed = (
            self.related("verifications").failed_in(start, end).order_by().values("person").annotate(days=Count("pk"))
        )
        return self.filter(pk__in=failed.filter(days__gte=times).values("person"))

    def with_verification(self, on: date) -> "PersonQuerySet":
        """Rows that know whether their data are to be verified, and whether they are in the term of `on`."""
        reached = self.related("verifications").reached_in(term_of(on).start, on).exists_for("person")
        due = ExpressionWrapper(conditions.labor_to_verify(on), models.BooleanField())
        return self.annotate(verified=reached, to_verify=due)

    def with_current_jobs(self, on: date) -> "PersonQuerySet":
        """Rows with the work that they have on the day `on`, the newest first, in `current_jobs`."""
        jobs = (
            self.related("employments").current(on).select_related("workplace_division").order_by("-started_on", "pk")
        )
        return self.prefetch_related(Prefetch("employments", jobs, to_attr="current_jobs"))

    def with_open_cases(self, on: date) -> "PersonQuerySet":
        """Rows with their job-seeking cases that are open on the day `on`, in `open_cases`."""
        cases = self.related("job_seeking_cases").open(on)
        return self.prefetch_related(Prefetch("job_seeking_cases", cases, to_attr="open_cases"))

    def with_verifications(self) -> "PersonQuerySet":
        """Rows with everything that is known of their verifications, the newest first, in `verifications_made`."""
        return self.prefetch_related(Prefetch("verifications", to_attr="verifications_made"))

    def named(self, text: str) -> "PersonQuerySet":
        """People whose name has `text` in it, or begins so in pinyin: 'zxj', 'zengxiao', '小军'."""
        spoken = "".join(text.split()).lower()
        if not spoken.isascii():
            return self.filter(name__contains="".join(text.split()))
        spelled = self.alias(spelled=Replace("name_pinyin", Value(" "), Value("")))
        return spelled.filter(Q(name_initials__startswith=spoken) | Q(spelled__startswith=spoken))

    def numbered(self, number: str) -> "PersonQuerySet":
        """People with this identity number, now or formerly, or this phone, or these last four characters."""
        if len(number) == LAST_DIGITS:
            return self.filter(Q(id_number__endswith=number) | Q(phone__endswith=number))
        known = self.related("aliases").filter(id_number=number).values("person")
        return self.filter(Q(id_number=number) | Q(phone=number) | Q(pk__in=known))


class Person(Record):
    """Somebody on the register, or somebody outside it who works in a workshop (no household)."""

    class Capacity(models.TextChoices):
        ORDINARY = "ordinary", "普通劳动力"
        SKILLED = "skilled", "技能劳动力"
        WEAK = "weak", "弱劳动力或半劳动力"
        LOST = "lost", "丧失劳动力"
        NONE = "none", "无劳动力"

    name_fields = ("name",)
    open_cases: list[Any]  #: where `PersonQuerySet.with_open_cases` read them

    public_id = models.UUIDField("公开编号", unique=True, default=uuid4, editable=False)
    id_number = SensitiveCharField("证件号码", max_length=18, unique=True, mask="id_number")
    name = NameField("姓名", max_length=50)
    name_pinyin = models.CharField("姓名拼音", max_length=100, editable=False, default="")
    name_initials = models.CharField("姓名首字母", max_length=40, editable=False, default="")
    birth_date = models.DateField("出生日期", editable=False)
    village = models.ForeignKey(Village, models.PROTECT, related_name="people", verbose_name="村社区", db_index=False)
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="members", verbose_name="农户"
    )
    relation_to_head = models.CharField("与户主关系", max_length=30, blank=True, default="")
    education = models.CharField("文化程度", max_length=30, blank=True, default="")
    schooling = models.CharField("在校生状况", max_length=30, blank=True, default="")
    health = models.CharField("健康状况", max_length=50, blank=True, default="")
    capacity = models.CharField("劳动能力", max_length=10, choices=Capacity.choices)
    phone = SensitiveCharField("联系电话", max_length=40, mask="phone", blank=True, default="")
    joined_on = models.DateField("纳入日期")
    left_on = models.DateField("退出日期", null=True, blank=True)
    leaving_reason = models.CharField("退出原因", max_length=100, blank=True, default="")

    objects: Any = live_manager(PersonQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "劳动力"
        verbose_name_plural = verbose_name
        ordering = ("name_pinyin", "pk")
        indexes = (
            # all that the list of people asks before it knows which rows it shows
            models.Index(
                fields=["village", "voided_at", "left_on", "joined_on", "name_pinyin"],
                name="people_of_a_village_by_name",
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Exact(Length("id_number"), 18), name="person_id_number_has_18_characters"),
            NotBefore("joined_on", "left_on", name="person_leaves_after_joining", message="退出日期早于纳入日期"),
        )

    def __str__(self) -> str:
        return self.called(plain=False)

    def called(self, *, plain: bool) -> str:
        return self.name if plain else mask_name(self.name)

    def get_absolute_url(self) -> str:
        return reverse("labor:person", args=[self.public_id])

    def why_not_revived(self) -> str:
        merged = self.merged_into.filter(undone_at=None).exists()  # type: ignore[attr-defined]
        return "此人已合并到另一人名下；合并错了的，请在那个人的页面“撤销合并”" if merged else ""

    def derive(self) -> None:
        """Fill in what follows from the number and the name, as an import of the ledger does."""
        for field, find in FROM_NUMBER.items():
            setattr(self, field, find(self.id_number.plain))
        for field, spell in FROM_NAME.items():
            setattr(self, field, spell(self.name))

    def age(self, on: date) -> int:
        """Full years on the day `on`."""
        return full_years(self.birth_date, on)

    @property
    def gender(self) -> str:
        """What the last but one digit of an identity number says."""
        return "男" if int(self.id_number.plain[-2]) % 2 else "女"

    def verification(self, on: date) -> State:
        """How the term's verification stands on the day `on`; for rows read `with_verification`."""
        left = State("未核实", Tone.DUE) if self.to_verify else State("不需核实")
        return State("已核实", Tone.SAFE) if self.verified else left
