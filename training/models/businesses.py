"""返乡创业: those who came back, opened a business, and give work to others."""

from datetime import date

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.models import Village
from core.records import Record, live_manager
from core.records.conditions import not_yet
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone
from labor.models import Person


class ReturnedBusinessQuerySet(ScopedQuerySet):
    def running(self, on: date) -> "ReturnedBusinessQuerySet":
        """Opened and not closed on the day `on`."""
        return self.filter(not_yet("closed_on", on), opened_on__lte=on)


class ReturnedBusiness(Record):
    """The business of somebody who came back; its founder is somebody on the register, or just a name.

    Plan, sections 二（三） and 三（四）: 大力支持返乡创业，通过创业带动就业.
    """

    route_name = "business"

    name = models.CharField("创业项目", max_length=100, help_text="字号，或做什么")
    village = models.ForeignKey(
        Village, models.PROTECT, related_name="businesses", verbose_name="村社区", db_index=False
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="businesses", verbose_name="劳动力"
    )
    founder = models.CharField("创业者姓名", max_length=50, blank=True, default="")
    opened_on = models.DateField("开办日期")
    jobs = models.PositiveIntegerField("带动就业人数")
    jobs_out_of_poverty = models.PositiveIntegerField("其中脱贫劳动力人数")
    support = models.CharField("享受的扶持", max_length=300, blank=True, default="")
    closed_on = models.DateField("停办日期", null=True, blank=True)

    objects = live_manager(ReturnedBusinessQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "返乡创业"
        verbose_name_plural = verbose_name
        ordering = ("-opened_on",)
        constraints = (
            models.UniqueConstraint(fields=["village", "name", "opened_on"], name="one_business_a_village_and_day"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(founder=""),
                name="business_has_a_founder",
                violation_error_message="请填写创业者姓名",
            ),
            NotBefore("opened_on", "closed_on", name="business_closes_after_opening", message="停办日期早于开办日期"),
            NotBefore(
                "jobs_out_of_poverty",
                "jobs",
                name="business_jobs_agree",
                message="其中脱贫劳动力人数多于带动就业人数",
                blame="jobs_out_of_poverty",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> Person | str:
        """Who opened it: somebody on the register, or a name."""
        return self.person or self.founder

    def state(self, on: date) -> State:
        if self.opened_on > on:
            return State("未开办")
        closed = self.closed_on is not None and self.closed_on <= on
        return State("已停办") if closed else State("经营中", Tone.SAFE)
