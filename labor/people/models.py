"""Households and people on the register, the numbers they were known by, and rows that were entered twice."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.fields import NameField, SensitiveCharField
from core.models import RelocationSite, Village
from core.periods import full_years
from core.personal_data import identity, pinyin
from core.personal_data.masking import mask_name
from core.records import Record, live_manager
from core.records.constraints import NotBefore
from core.records.dated import DatedRecord
from core.records.status_changes import StatusChange, status_change_constraints
from core.scoping import ScopedQuerySet
from core.states import State, Tone
from labor.people.querysets import HouseholdQuerySet, PersonQuerySet

#: What follows from an identity number and from a name alone: fields with the functions that find them.
FROM_NUMBER = {"birth_date": identity.birth_date}
FROM_NAME = {"name_pinyin": pinyin.sort_key, "name_initials": pinyin.initials}
#: What the head of a household is to the head.
HEAD = "户主"


class Household(DatedRecord):
    """A farm household. 户类型 and 监测对象类别 are independent; both have a day."""

    class Kind(models.TextChoices):
        OUT_OF_POVERTY = "out_of_poverty", "脱贫户"
        ORDINARY = "ordinary", "一般农户"

    class Monitoring(models.TextChoices):
        UNSTABLE = "unstable", "脱贫不稳定户"
        AT_RISK = "at_risk", "边缘易致贫户"
        SUDDEN_HARDSHIP = "sudden_hardship", "突发严重困难户"

    name_fields = ("head_name",)
    dated = ("village", "kind", "monitoring", "identified_on", "risk_removed_on", "unstable_since", "site")
    happened = {
        "identified_on": ("纳入监测", ""),
        "risk_removed_on": ("风险消除", ""),
        "unstable_since": ("认定就业不稳", "解除就业不稳"),
    }

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

    objects = live_manager(HouseholdQuerySet)
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
        return self.display_name(plain=False)

    def display_name(self, *, plain: bool) -> str:
        return f"{self.head_name if plain else mask_name(self.head_name)}户"

    def get_absolute_url(self) -> str:
        return reverse("labor:household", args=[self.pk])

    def other_head(self, person: "Person") -> "Person | None":
        """Who heads it beside `person`; nobody who has left."""
        members = self.members.everywhere("a household has one head, wherever that is")
        return members.filter(relation_to_head=HEAD, left_on=None).exclude(pk=person.pk).first()

    def is_monitored(self, on: date) -> bool:
        """监测对象 on the day `on`: identified, and the risk not removed."""
        found = bool(self.monitoring) and self.identified_on is not None and self.identified_on <= on
        return found and (self.risk_removed_on is None or self.risk_removed_on > on)


class Person(DatedRecord):
    """Somebody on the register, or somebody outside it who works in a workshop (no household)."""

    class Capacity(models.TextChoices):
        ORDINARY = "ordinary", "普通劳动力"
        SKILLED = "skilled", "技能劳动力"
        WEAK = "weak", "弱劳动力或半劳动力"
        LOST = "lost", "丧失劳动力"
        NONE = "none", "无劳动力"

    name_fields = ("name",)
    dated = ("village", "household", "capacity", "schooling", "joined_on", "left_on")
    happened = {"joined_on": ("纳入", ""), "left_on": ("退出", "")}
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

    objects = live_manager(PersonQuerySet)
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
            models.Index(fields=["phone"], condition=~models.Q(phone=""), name="people_by_phone"),
        )
        constraints = (
            models.CheckConstraint(condition=Exact(Length("id_number"), 18), name="person_id_number_has_18_characters"),
            NotBefore("joined_on", "left_on", name="person_leaves_after_joining", message="退出日期早于纳入日期"),
        )

    def __str__(self) -> str:
        return self.display_name(plain=False)

    def display_name(self, *, plain: bool) -> str:
        return self.name if plain else mask_name(self.name)

    def get_absolute_url(self) -> str:
        return reverse("labor:person", args=[self.public_id])

    def why_not_revived(self) -> str:
        merged = self.merged_into.everywhere("whoever that is").filter(undone_at=None).exists()
        return "此人已合并到另一人名下；合并错了的，请在那个人的页面“撤销合并”" if merged else ""

    def derive(self) -> None:
        """Fill in what follows from the number and the name, as an import of the ledger does."""
        for field, find in FROM_NUMBER.items():
            setattr(self, field, find(self.id_number.plain))
        for field, spell in FROM_NAME.items():
            setattr(self, field, spell(self.name))

    @classmethod
    def first_days(cls, records: Collection["Person"]) -> dict[int, date]:
        joined = cls.earliest("joined_on", records)
        return {person.pk: max(person.birth_date, joined[person.pk]) for person in records}

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


class HouseholdChange(StatusChange):
    """What was so of a household before a day."""

    division_path = "household__village_id"
    about = "household"

    class Item(models.TextChoices):
        VILLAGE = "village", "村代码"
        KIND = "kind", "户类型"
        MONITORING = "monitoring", "监测对象类别"
        IDENTIFIED_ON = "identified_on", "识别日期"
        RISK_REMOVED_ON = "risk_removed_on", "风险消除日期"
        UNSTABLE_SINCE = "unstable_since", "就业不稳认定日期"
        SITE = "site", "安置点编号"

    household = models.ForeignKey(Household, models.PROTECT, related_name="status_changes", verbose_name="农户")
    item = models.CharField("项目", max_length=20, choices=Item.choices)

    history = HistoricalRecords()

    class Meta(StatusChange.Meta):
        verbose_name = "农户状态变更"
        verbose_name_plural = verbose_name
        constraints = status_change_constraints(Household, "household")


class PersonChange(StatusChange):
    """What was so of a person before a day."""

    division_path = "person__village_id"
    about = "person"

    class Item(models.TextChoices):
        VILLAGE = "village", "村代码"
        HOUSEHOLD = "household", "户编号"
        CAPACITY = "capacity", "劳动能力"
        SCHOOLING = "schooling", "在校生状况"
        JOINED_ON = "joined_on", "纳入日期"
        LEFT_ON = "left_on", "退出日期"

    person = models.ForeignKey(Person, models.PROTECT, related_name="status_changes", verbose_name="劳动力")
    item = models.CharField("项目", max_length=20, choices=Item.choices)
    was_household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="变更前（农户）"
    )

    history = HistoricalRecords()

    class Meta(StatusChange.Meta):
        verbose_name = "劳动力状态变更"
        verbose_name_plural = verbose_name
        constraints = status_change_constraints(Person, "person")


class PersonAlias(models.Model):
    """An identity number that a person was known by before a merger or a correction; look-ups resolve it."""

    id_number = SensitiveCharField("原证件号码", max_length=18, unique=True, mask="id_number")
    person = models.ForeignKey(Person, models.CASCADE, related_name="aliases", verbose_name="劳动力")

    class Meta:
        verbose_name = "曾用证件号码"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return str(self.id_number)


class Merger(models.Model):
    """Two rows that were found to be one person. What it did is kept by keys, so that it can be undone."""

    division_path = "kept__village_id"

    kept = models.ForeignKey(Person, models.PROTECT, related_name="mergers", verbose_name="保留的人")
    duplicate = models.ForeignKey(Person, models.PROTECT, related_name="merged_into", verbose_name="重复的人")
    reason = models.CharField("原因", max_length=100)
    merged_at = models.DateTimeField("合并时间", default=timezone.now)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="合并人"
    )
    #: Keys of the facts that went over to the kept person, and of those that were voided, by model; of the aliases.
    moved = models.JSONField("转移的记录", default=dict)
    voided = models.JSONField("作废的记录", default=dict)
    aliases = models.JSONField("转移的曾用号码", default=list)
    #: The fields whose values are the duplicate's, and the line of the kept person's history that says so.
    taken = models.JSONField("采用的内容", default=dict)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects: Any = models.Manager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = "人员合并"
        verbose_name_plural = verbose_name
        ordering = ("-merged_at", "-pk")

    def __str__(self) -> str:
        return f"{self.duplicate} → {self.kept}"

    @property
    def facts(self) -> int:
        """How many facts went over."""
        return sum(len(keys) for keys in self.moved.values())
