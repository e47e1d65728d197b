"""Training of grassroots staff, which is another matter than the classes of labor."""

from datetime import date

from django.db import models
from django.db.models import Sum
from simple_history.models import HistoricalRecords

from core.models import Division
from core.periods import first_day
from core.records import Record, live_manager
from core.scoping import ScopedQuerySet


class StaffTrainingQuerySet(ScopedQuerySet):
    def held_in(self, year: int, until: date) -> "StaffTrainingQuerySet":
        return self.filter(held_on__range=(first_day(year), until))

    def entered_in(self, year: int, until: date) -> "StaffTrainingQuerySet":
        """Held in `year` and entered in the official platform by the day `until`: what the rule counts."""
        return self.held_in(year, until).filter(entered_on__lte=until)

    def trained(self) -> int:
        """How many took part, summed up: a training says how many came, not who, so somebody may count twice."""
        total: int | None = self.aggregate(trained=Sum("participants"))["trained"]
        return total or 0


class StaffTraining(Record):
    """Training of grassroots service staff, counted once it is entered in the official platform.

    A fifth of the staff are to be trained a year and entered (plan, section 三（五）); the targets' page compares.
    """

    route_name = "staff_training"
    division_path = "town_id"

    code = models.CharField("培训编号", max_length=40, unique=True)
    town = models.ForeignKey(Division, models.PROTECT, related_name="staff_trainings", verbose_name="乡镇")
    name = models.CharField("培训名称", max_length=200)
    held_on = models.DateField("培训日期")
    participants = models.PositiveIntegerField("参训人数")
    entered_on = models.DateField("平台录入日期", null=True, blank=True)

    objects = live_manager(StaffTrainingQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "业务培训"
        verbose_name_plural = verbose_name
        ordering = ("-held_on",)

    def __str__(self) -> str:
        return self.name
