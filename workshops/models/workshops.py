"""就业帮扶车间 and their inspections."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from simple_history.models import HistoricalRecords

from core.models import Division, RelocationSite, Village
from core.records import Record, live_manager
from core.records.conditions import not_yet
from core.records.constraints import NotBefore
from core.records.dated import DatedQuerySet, DatedRecord
from core.records.status_changes import StatusChange, status_change_constraints
from core.scoping import ScopedQuerySet
from core.states import State, Tone, days_left
from workshops import conditions


class WorkshopQuerySet(DatedQuerySet):
    def certified(self, on: date) -> "WorkshopQuerySet":
        """Certified and not withdrawn on the day `on`."""
        return self.filter(conditions.certified(on))

    def operating(self, on: date) -> "WorkshopQuerySet":
        """Certified, not withdrawn and not stopped on the day `on`."""
        return self.filter(conditions.operating(on))

    def stood_in(self, site: str, on: date) -> Q:
        """A condition on rows of another model: one of these belonged to its `site` on the day `on`."""
        return self.belonged("site", site, on)

    def supported_between(self, start: date, end: date) -> "WorkshopQuerySet":
        """Workshops to which a fee was waived or a subsidy given from `start` to `end`."""
        return self.filter(supports__granted_on__range=(start, end), supports__voided_at=None).distinct()

    def with_failed(self, on: date) -> "WorkshopQuerySet":
        """Rows with the key of the inspection that is not put right by the day `on`, as `failed_inspection`."""
        failed = Inspection.objects.unresolved(on).filter(workshop=OuterRef("pk"))
        return self.annotate(failed_inspection=Subquery(failed.values("pk")[:1]))


class Workshop(DatedRecord):
    """A workshop certified to employ people lifted out of poverty near their homes."""

    dated = ("village", "site", "certified_on", "stopped_on", "withdrawn_on")
    happened = {
        "certified_on": ("认定", ""),
        "stopped_on": ("停产", "恢复生产"),
        "withdrawn_on": ("退出", ""),
    }

    class Kind(models.TextChoices):
        FACTORY = "factory", "厂房式"
        HOME = "home", "居家式"

    code = models.CharField("车间编号", max_length=40, unique=True)
    name = models.CharField("车间名称", max_length=100)
    village = models.ForeignKey(Village, models.PROTECT, related_name="workshops", verbose_name="村社区")
    kind = models.CharField("类型", max_length=10, choices=Kind.choices)
    site = models.ForeignKey(
        RelocationSite, models.PROTECT, null=True, blank=True, related_name="workshops", verbose_name="安置点"
    )
    certified_on = models.DateField("认定日期")
    entered_on = models.DateField(
        "省平台录入日期", null=True, blank=True, help_text="录入湖南省劳务协作脱贫综合信息服务平台的日期"
    )
    stopped_on = models.DateField("停产日期", null=True, blank=True)
    withdrawn_on = models.DateField("退出日期", null=True, blank=True)

    objects = live_manager(WorkshopQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "就业帮扶车间"
        verbose_name_plural = verbose_name
        ordering = ("code",)
        constraints = (
            NotBefore(
                "certified_on", "withdrawn_on", name="workshop_leaves_after_entry", message="退出日期早于认定日期"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.pk and self.village_id:
            itself = Workshop.with_voided.everywhere("a workshop beside itself as it is stored").filter(pk=self.pk)
            stored = itself.values_list("village_id", flat=True).first()
            refuse_another_town("village", stored or self.village_id, self.village_id)

    @classmethod
    def first_days(cls, records: Collection["Workshop"]) -> dict[int, date]:
        return cls.earliest("certified_on", records)

    def is_certified(self, on: date) -> bool:
        """Certified and not withdrawn on the day `on`."""
        return self.certified_on <= on and (self.withdrawn_on is None or self.withdrawn_on > on)

    def state(self, on: date) -> State:
        """Whether it operates on the day `on`."""
        if self.certified_on > on:
            return State("未到认定日期")
        for day, word in ((self.withdrawn_on, "退出"), (self.stopped_on, "停产")):
            if day and day <= on:
                return State(f"{day} 已{word}", Tone.DUE)
        return State("在营", Tone.SAFE)


class WorkshopChange(StatusChange):
    """What was so of a workshop before a day."""

    division_path = "workshop__village_id"
    about = "workshop"

    class Item(models.TextChoices):
        VILLAGE = "village", "村代码"
        SITE = "site", "安置点编号"
        CERTIFIED_ON = "certified_on", "认定日期"
        STOPPED_ON = "stopped_on", "停产日期"
        WITHDRAWN_ON = "withdrawn_on", "退出日期"

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="status_changes", verbose_name="车间")
    item = models.CharField("项目", max_length=20, choices=Item.choices)

    history = HistoricalRecords()

    class Meta(StatusChange.Meta):
        verbose_name = "车间状态变更"
        verbose_name_plural = verbose_name
        constraints = status_change_constraints(Workshop, "workshop")

    def clean(self) -> None:
        super().clean()
        if self.workshop_id:
            for name, place in (("was_village", self.was_village_id), ("was_site", self._place_of_site)):
                refuse_another_town(name, self.workshop.village_id, place or self.workshop.village_id)

    @property
    def _place_of_site(self) -> str | None:
        return self.was_site.village_id if self.was_site else None


def refuse_another_town(name: str, one: str, other: str) -> None:
    """A workshop stays in its town, as for the importer: figures of the town, and of its years, rest on it."""
    if one[: Division.Level.TOWN] != other[: Division.Level.TOWN]:
        raise ValidationError({name: "车间不能转到别的乡镇：迁走的请在这里登记退出，由迁入的乡镇另建一个车间"})


class InspectionQuerySet(ScopedQuerySet):
    def up_to(self, day: date) -> "InspectionQuerySet":
        return self.filter(inspected_on__lte=day)

    def unresolved(self, on: date) -> "InspectionQuerySet":
        """The latest inspection of each workshop up to the day `on`, where it failed and is not put right by then."""
        later = self.up_to(on).filter(workshop=OuterRef("workshop"), inspected_on__gt=OuterRef("inspected_on"))
        return self.up_to(on).filter(not_yet("rectified_on", on), ~Exists(later), result=Inspection.Result.FAILED)


class Inspection(Record):
    """A visit that found a workshop up to the standard or not."""

    class Result(models.TextChoices):
        PASSED = "passed", "符合"
        FAILED = "failed", "不符合"

    #: What the plan has inspected (section 三（二）); an answer may be missing, the result may not.
    QUESTIONS = ("meets_standard", "operates", "employs", "supported")

    division_path = "workshop__village_id"
    about = "workshop"

    workshop = models.ForeignKey(
        Workshop, models.PROTECT, related_name="inspections", verbose_name="车间", db_index=False
    )
    inspected_on = models.DateField("检查日期")
    result = models.CharField("检查结果", max_length=10, choices=Result.choices)
    meets_standard = models.BooleanField("是否符合认定标准", null=True, blank=True)
    operates = models.BooleanField("是否正常运转", null=True, blank=True)
    employs = models.BooleanField("是否有效带动脱贫劳动力就业", null=True, blank=True)
    supported = models.BooleanField("补贴是否落实", null=True, blank=True)
    problem = models.CharField("问题", max_length=500, blank=True, default="")
    rectify_by = models.DateField("整改时限", null=True, blank=True)
    rectified_on = models.DateField("整改完成日期", null=True, blank=True)

    objects = live_manager(InspectionQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "车间检查"
        verbose_name_plural = verbose_name
        ordering = ("-inspected_on",)
        constraints = (
            models.UniqueConstraint(fields=["workshop", "inspected_on"], name="one_inspection_a_workshop_and_day"),
            NotBefore(
                "inspected_on", "rectified_on", name="inspection_rectified_after", message="整改完成日期早于检查日期"
            ),
            NotBefore("inspected_on", "rectify_by", name="inspection_due_after", message="整改时限早于检查日期"),
        )

    def __str__(self) -> str:
        return f"{self.workshop} {self.inspected_on}"

    def state(self, on: date) -> State:
        """Whether what it found is put right by the day `on`."""
        if self.result == self.Result.PASSED:
            return State("符合标准", Tone.SAFE)
        if self.rectified_on and self.rectified_on <= on:
            return State("已整改", Tone.SAFE)
        if self.rectify_by:
            return State(f"未整改，{days_left(self.rectify_by, on).text}", Tone.LOST)
        return State("未整改", Tone.LOST)
