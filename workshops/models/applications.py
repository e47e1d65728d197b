"""Workshops that want to be certified. Until they are they count nowhere, so they are no workshops yet."""

from datetime import date

from django.db import models
from simple_history.models import HistoricalRecords

from core.models import RelocationSite, Village
from core.records import Record, live_manager
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone
from workshops.models.workshops import Workshop


class WorkshopApplicationQuerySet(ScopedQuerySet):
    def under_way(self, on: date) -> "WorkshopApplicationQuerySet":
        """Handed in by the day `on`, and neither certified nor refused."""
        return self.filter(applied_on__lte=on, approved_on=None, refused_on=None)


class WorkshopApplication(Record):
    """The course of an application: handed in, checked by the town, then certified or refused by the county."""

    route_name = "application"

    name = models.CharField("车间名称", max_length=100)
    village = models.ForeignKey(
        Village, models.PROTECT, related_name="workshop_applications", verbose_name="村社区", db_index=False
    )
    kind = models.CharField("类型", max_length=10, choices=Workshop.Kind.choices)
    site = models.ForeignKey(
        RelocationSite, models.PROTECT, null=True, blank=True, related_name="workshop_applications",
        verbose_name="安置点",
    )  # fmt: skip
    applicant = models.CharField("申报单位", max_length=100)
    applied_on = models.DateField("申报日期")
    checked_on = models.DateField("镇核查日期", null=True, blank=True)
    check_note = models.CharField("核查意见", max_length=500, blank=True, default="")
    approved_on = models.DateField("县认定日期", null=True, blank=True)
    refused_on = models.DateField("不予认定日期", null=True, blank=True)
    workshop = models.OneToOneField(
        Workshop, models.PROTECT, null=True, blank=True, related_name="application", verbose_name="认定的车间"
    )

    objects = live_manager(WorkshopApplicationQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "车间认定申报"
        verbose_name_plural = verbose_name
        ordering = ("-applied_on",)
        constraints = (
            models.UniqueConstraint(fields=["village", "name", "applied_on"], name="one_application_a_name_and_day"),
            NotBefore("applied_on", "checked_on", name="application_checked_after", message="镇核查日期早于申报日期"),
            NotBefore(
                "checked_on", "approved_on", name="application_approved_after", message="县认定日期早于镇核查日期"
            ),
            NotBefore("applied_on", "refused_on", name="application_refused_after", message="不予认定日期早于申报日期"),
        )

    def __str__(self) -> str:
        return self.name

    def is_open(self, on: date | None = None) -> bool:
        """Neither certified nor refused."""
        return self.approved_on is None and self.refused_on is None

    def awaits_check(self, on: date | None = None) -> bool:
        return self.is_open() and self.checked_on is None

    def awaits_county(self, on: date | None = None) -> bool:
        return self.is_open() and self.checked_on is not None

    def as_workshop(self, code: str, certified_on: date) -> Workshop:
        """The workshop that it becomes when it is certified, not saved yet."""
        same = {name: getattr(self, name) for name in ("name", "village", "kind", "site")}
        return Workshop(code=code, certified_on=certified_on, **same)

    def state(self, on: date) -> State:
        """How far it has come."""
        if self.approved_on:
            return State(f"{self.approved_on} 已认定", Tone.SAFE)
        if self.refused_on:
            return State(f"{self.refused_on} 不予认定", Tone.LOST)
        return State("待县认定" if self.checked_on else "待镇核查", Tone.DUE)
