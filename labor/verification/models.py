"""What the town knows of people's data: half-yearly verifications, and spot checks of their truth."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.fields import NameField
from core.periods import first_day
from core.records import Record, live_manager
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone
from labor.people import conditions
from labor.people.models import Person


class VerificationQuerySet(ScopedQuerySet):
    def reached_in(self, start: date, end: date) -> "VerificationQuerySet":
        """Verifications from `start` to `end`, both days included, that reached the person."""
        reached = (Verification.Result.UNCHANGED, Verification.Result.UPDATED)
        return self.filter(verified_on__range=(start, end), result__in=reached)

    def failed_in(self, start: date, end: date) -> "VerificationQuerySet":
        """Attempts from `start` to `end`, both days included, that did not reach the person."""
        return self.filter(verified_on__range=(start, end), result=Verification.Result.UNREACHABLE)


class Verification(Record):
    """A person's data confirmed or brought up to date on a day, or an attempt that failed."""

    class Method(models.TextChoices):
        VISIT = "visit", "入户"
        PHONE = "phone", "电话"
        WECHAT = "wechat", "微信"
        OFFICE = "office", "到访"

    class Result(models.TextChoices):
        UNCHANGED = "unchanged", "无变化"
        UPDATED = "updated", "已更新"
        UNREACHABLE = "unreachable", "无法联系"

    division_path = "person__village_id"
    about = "person"
    #: 半年核实, the cards, has the list of people; this is what they leave behind.
    route_name = "verification_record"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="verifications", verbose_name="劳动力", db_index=False
    )
    verified_on = models.DateField("核实日期")
    method = models.CharField("核实方式", max_length=10, choices=Method.choices)
    result = models.CharField("核实结果", max_length=20, choices=Result.choices)
    verifier = NameField("核实人", max_length=50, blank=True, default="")

    objects = live_manager(VerificationQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "信息核实"
        verbose_name_plural = verbose_name
        ordering = ("-verified_on",)
        indexes = (
            # all that `data_maintenance` asks of a verification, for everybody in town
            models.Index(fields=["person", "verified_on", "voided_at", "result"], name="verifications_that_reached"),
        )
        constraints = (
            models.UniqueConstraint(fields=["person", "verified_on"], name="one_verification_a_person_and_day"),
        )

    def __str__(self) -> str:
        return self.display_name(plain=False)

    def display_name(self, *, plain: bool) -> str:
        return f"{self.person.display_name(plain=plain)} {self.verified_on} 核实"


class SpotCheckQuerySet(ScopedQuerySet):
    def untrue(self, year: int, until: date) -> "SpotCheckQuerySet":
        """Checks of `year` up to `until` that found data untrue; an own check put right by then is forgiven."""
        forgiven = Q(level=SpotCheck.Level.TOWN, rectified_on__lte=until, rectified_on__isnull=False)
        checked = self.filter(checked_on__range=(first_day(year), until), person__voided_at__isnull=True)
        return checked.filter(~forgiven, result=SpotCheck.Result.UNTRUE)

    def of_labor_to_verify(self, judged_on: date) -> "SpotCheckQuerySet":
        """Checks of people who, on the day of the check, belonged to those whose data are verified."""
        return self.filter(conditions.labor_to_verify(F("checked_on"), "person__", judged_on))


class SpotCheck(Record):
    """A check by visit or by phone whether a person's data are true."""

    class Level(models.TextChoices):
        TOWN = "town", "镇级自查"
        SUPERIOR = "superior", "上级抽查"

    class Method(models.TextChoices):
        VISIT = "visit", "实地走访"
        PHONE = "phone", "电话抽查"

    class Result(models.TextChoices):
        TRUE = "true", "真实"
        UNTRUE = "untrue", "不真实"
        UNREACHED = "unreached", "未联系上"

    route_name = "spot_check"
    division_path = "person__village_id"
    about = "person"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="spot_checks", verbose_name="劳动力", db_index=False
    )
    checked_on = models.DateField("抽查日期")
    level = models.CharField("抽查级别", max_length=10, choices=Level.choices)
    method = models.CharField("抽查方式", max_length=10, choices=Method.choices)
    result = models.CharField("抽查结果", max_length=10, choices=Result.choices)
    problem = models.CharField("问题", max_length=500, blank=True, default="")
    rectified_on = models.DateField("整改日期", null=True, blank=True)

    objects = live_manager(SpotCheckQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "数据抽查"
        verbose_name_plural = verbose_name
        ordering = ("-checked_on",)
        constraints = (
            models.UniqueConstraint(fields=["person", "checked_on", "level"], name="one_spot_check_a_level_and_day"),
            NotBefore("checked_on", "rectified_on", name="spot_check_rectified_after", message="整改日期早于抽查日期"),
        )

    def __str__(self) -> str:
        return self.display_name(plain=False)

    def display_name(self, *, plain: bool) -> str:
        return f"{self.person.display_name(plain=plain)} {self.checked_on}"

    def state(self, on: date) -> State:
        """Whether something found untrue was put right by the day `on`."""
        if self.result != self.Result.UNTRUE:
            return State(self.get_result_display(), Tone.SAFE if self.result == self.Result.TRUE else Tone.PLAIN)
        done = self.rectified_on and self.rectified_on <= on
        return State("不真实，已整改", Tone.SAFE) if done else State("不真实，未整改", Tone.LOST)

    @property
    def summary(self) -> str:
        problem = f"：{self.problem}" if self.problem else ""
        return f"{self.checked_on} {self.get_level_display()}{problem}"
