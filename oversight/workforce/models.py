"""The figures of the base year that the year is compared with."""

from django.db import models
from simple_history.models import HistoricalRecords

from core.models import Division
from core.records import Record, live_manager
from core.scoping import ScopedQuerySet


class BaselineQuerySet(ScopedQuerySet):
    def figures(self, town: str, year: int) -> dict[str, int]:
        """The figures of a town's base year by indicator, those that somebody has entered."""
        figures = self.everywhere("a village is measured by its town's, too")
        return dict(figures.filter(town_id=town, year=year).values_list("indicator", "value"))

    def lacking(self, town: str, year: int) -> list["Baseline.Indicator"]:
        """The indicators for which nobody has entered a figure of the town's base year."""
        there = self.figures(town, year)
        return [indicator for indicator in Baseline.Indicator if indicator.value not in there]


class Baseline(Record):
    """A figure of the base year that the year's result is compared with (rules `employment_total`, `workshop_jobs`)."""

    class Indicator(models.TextChoices):
        LABOR = "labor", "脱贫劳动力总数"
        EMPLOYED = "employed", "脱贫劳动力就业人数"
        WORKSHOP_WORKERS = "workshop_workers", "车间吸纳就业人数"
        WORKSHOP_LABOR = "workshop_labor", "车间吸纳脱贫劳动力人数"

    division_path = "town_id"

    year = models.PositiveSmallIntegerField("年度")
    indicator = models.CharField("指标", max_length=20, choices=Indicator.choices)
    town = models.ForeignKey(Division, models.PROTECT, related_name="baselines", verbose_name="乡镇")
    value = models.PositiveIntegerField("数值")

    objects = live_manager(BaselineQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "考核基数"
        verbose_name_plural = verbose_name
        ordering = ("-year", "town", "indicator")
        constraints = (models.UniqueConstraint(fields=["year", "indicator", "town"], name="one_baseline_a_year"),)

    def __str__(self) -> str:
        return f"{self.year}年{self.get_indicator_display()}"
