"""Organised labor export: agreements with receiving places, activities, who took part, and the calls afterwards."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.fields import SensitiveCharField
from core.models import Division
from core.periods import first_day
from core.records import Record, live_manager
from core.records.conditions import not_yet
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone, days_left
from labor.employment.models import Employment
from labor.people.models import Person

#: So long before its last day an agreement is to be renewed.
RENEWED_WITHIN = timedelta(days=30)


class CooperationAgreementQuerySet(ScopedQuerySet):
    def valid(self, on: date) -> "CooperationAgreementQuerySet":
        """Signed, not ended, and not expired on the day `on`; the last day still counts."""
        lasting = Q(valid_until=None) | Q(valid_until__gte=on)
        return self.filter(lasting, not_yet("ended_on", on), signed_on__lte=on)


class CooperationAgreement(Record):
    """An agreement with a place that receives labor (plan, section 三（三）: 签订劳务协作协议)."""

    route_name = "agreement"
    division_path = "town_id"

    number = models.CharField("协议编号", max_length=40, unique=True)
    town = models.ForeignKey(Division, models.PROTECT, related_name="cooperation_agreements", verbose_name="乡镇")
    place = models.CharField("输入地", max_length=100, help_text="到县一级，如广东省东莞市")
    partner = models.CharField("协作单位", max_length=100)
    station = models.CharField("驻外服务站", max_length=100, blank=True, default="")
    contact = models.CharField("联系人", max_length=50, blank=True, default="")
    phone = SensitiveCharField("联系电话", max_length=40, mask="phone", blank=True, default="")
    signed_on = models.DateField("签订日期")
    valid_until = models.DateField("有效期至", null=True, blank=True, help_text="没有写明期限的不填")
    ended_on = models.DateField("终止日期", null=True, blank=True)

    objects = live_manager(CooperationAgreementQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "劳务协作协议"
        verbose_name_plural = verbose_name
        ordering = ("-signed_on",)
        constraints = (
            NotBefore("signed_on", "valid_until", name="agreement_lasts", message="有效期早于签订日期"),
            NotBefore("signed_on", "ended_on", name="agreement_ends_after_signing", message="终止日期早于签订日期"),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.partner}"

    def is_valid(self, on: date) -> bool:
        """Signed, not ended, and not expired on the day `on`."""
        ended = self.ended_on is not None and self.ended_on <= on
        return self.signed_on <= on and not ended and (self.valid_until is None or self.valid_until >= on)

    def state(self, on: date) -> State:
        if self.signed_on > on:
            return State("未到签订日期")
        if not self.is_valid(on):
            return State("已终止" if self.ended_on and self.ended_on <= on else "已到期")
        if self.valid_until and self.valid_until - on <= RENEWED_WITHIN:
            return State(f"有效，{days_left(self.valid_until, on).text}", Tone.DUE)
        return State("有效", Tone.SAFE)


class Transport(models.TextChoices):
    """How people travel to where they work."""

    COACH = "coach", "专车"
    TRAIN = "train", "专列"
    FLIGHT = "flight", "包机"
    GROUP_TICKET = "group_ticket", "团体票"
    OWN = "own", "自行前往"


class LaborExportQuerySet(ScopedQuerySet):
    def organised_in(self, year: int, until: date) -> "LaborExportQuerySet":
        return self.filter(held_on__range=(first_day(year), until))


class LaborExport(Record):
    """An organised activity that took people to work elsewhere (rubric 5)."""

    route_name = "export"
    division_path = "town_id"

    code = models.CharField("输出编号", max_length=40, unique=True)
    town = models.ForeignKey(Division, models.PROTECT, related_name="labor_exports", verbose_name="乡镇")
    name = models.CharField("活动名称", max_length=200)
    held_on = models.DateField("活动日期")
    origin = models.CharField("输出地", max_length=100)
    destination = models.CharField("输入地", max_length=100)
    participants = models.PositiveIntegerField("参加人数")
    participants_out_of_poverty = models.PositiveIntegerField("其中脱贫劳动力人数")
    agreement = models.ForeignKey(
        CooperationAgreement, models.PROTECT, null=True, blank=True, related_name="exports", verbose_name="劳务协作协议"
    )
    transport = models.CharField("交通方式", max_length=20, choices=Transport.choices, blank=True, default="")

    objects = live_manager(LaborExportQuerySet)
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


class ExportParticipant(Record):
    """Somebody who took part in an activity of labor export, and how they travelled."""

    route_name = "participant"
    division_path = "person__village_id"
    about = "person"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="participations", verbose_name="劳动力", db_index=False
    )
    export = models.ForeignKey(LaborExport, models.PROTECT, related_name="taking_part", verbose_name="劳务输出")
    travelled_by = models.CharField("出行方式", max_length=20, choices=Transport.choices, blank=True, default="")
    point_to_point = models.BooleanField("是否点对点", help_text="从家门口或镇里统一送到厂门口的为是")

    objects = live_manager(ScopedQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "参加劳务输出"
        verbose_name_plural = verbose_name
        ordering = ("-export__held_on", "person__name_pinyin")
        constraints = (models.UniqueConstraint(fields=["person", "export"], name="one_participation_an_export"),)

    def __str__(self) -> str:
        return self.display_name(plain=False)

    def display_name(self, *, plain: bool) -> str:
        return f"{self.person.display_name(plain=plain)} {self.export}"

    def state(self, on: date) -> State:
        """Whether the work that was promised was found; ask for the person's jobs along."""
        jobs = [job for job in self.person.employments.all() if job.covers(on)]
        if any(job.export_id == self.export_id for job in jobs):
            return State("在岗", Tone.SAFE)
        return State("另有工作", Tone.SAFE) if jobs else State("没有在岗", Tone.DUE)


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

    objects = live_manager(FollowUpQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "稳岗回访"
        verbose_name_plural = verbose_name
        ordering = ("-called_on",)
        constraints = (models.UniqueConstraint(fields=["employment", "called_on"], name="one_follow_up_a_job_and_day"),)

    def __str__(self) -> str:
        return self.display_name(plain=False)

    def display_name(self, *, plain: bool) -> str:
        return f"{self.employment.display_name(plain=plain)} {self.called_on}"

    @property
    def reached(self) -> bool:
        return self.result != self.Result.UNREACHED

    @property
    def tone(self) -> Tone:
        return Tone.SAFE if self.result == self.Result.STEADY else Tone.DUE if self.reached else Tone.PLAIN

    def state(self, on: date) -> State:
        return State(self.get_result_display(), self.tone)
