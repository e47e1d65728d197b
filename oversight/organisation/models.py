"""What the year is compared with and set up by: base figures, the action plan and its working group."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from core.models import Division
from core.names import NameField
from core.records import Record, live_manager
from core.scoping import ScopedQuerySet


class BaselineQuerySet(ScopedQuerySet):
    def figures(self, town: str, year: int) -> dict[str, int]:
        """The figures of a town's base year by indicator, those that somebody has entered."""
        return dict(self.filter(town_id=town, year=year).values_list("indicator", "value"))


class Baseline(Record):
    """A figure of the base year that the year's result is compared with (rules `employment_total`, `workshop_jobs`)."""

    class Indicator(models.TextChoices):
        LABOUR = "labour", "脱贫劳动力总数"
        EMPLOYED = "employed", "脱贫劳动力就业人数"
        WORKSHOP_WORKERS = "workshop_workers", "车间吸纳就业人数"
        WORKSHOP_LABOUR = "workshop_labour", "车间吸纳脱贫劳动力人数"

    division_path = "town_id"

    year = models.PositiveSmallIntegerField("年度")
    indicator = models.CharField("指标", max_length=20, choices=Indicator.choices)
    town = models.ForeignKey(Division, models.PROTECT, related_name="baselines", verbose_name="乡镇")
    value = models.PositiveIntegerField("数值")

    objects: Any = live_manager(BaselineQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "考核基数"
        verbose_name_plural = verbose_name
        ordering = ("-year", "town", "indicator")
        constraints = (models.UniqueConstraint(fields=["year", "indicator", "town"], name="one_baseline_a_year"),)

    def __str__(self) -> str:
        return f"{self.year}年{self.get_indicator_display()}"


class OrganisationDocument(Record):
    """The document that sets up the year's action plan or its working group (rules `action_plan`, `working_group`)."""

    class Kind(models.TextChoices):
        ACTION_PLAN = "action_plan", "行动方案"
        WORKING_GROUP = "working_group", "工作专班"

    route_name = "document"
    division_path = "town_id"

    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    name = models.CharField("名称", max_length=200)
    town = models.ForeignKey(Division, models.PROTECT, related_name="organisation_documents", verbose_name="乡镇")
    issued_on = models.DateField("成文日期")
    number = models.CharField("文号", max_length=100, blank=True, default="")
    leader = NameField("组长", max_length=50, blank=True, default="")

    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "组织机构"
        verbose_name_plural = verbose_name
        ordering = ("-year", "kind")
        constraints = (
            models.UniqueConstraint(fields=["year", "kind", "name", "town"], name="one_organisation_document_a_name"),
        )

    def __str__(self) -> str:
        return self.name
