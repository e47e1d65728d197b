"""The day from which a town works with the program, and the official figures of what had ended before it."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Substr
from django.db.models.lookups import In, LessThanOrEqual
from simple_history.models import HistoricalRecords

from core.assessment import title_of
from core.models import Division
from core.periods import first_day
from core.records import Record, live_manager
from core.scoping import ScopedQuerySet


class TownStartQuerySet(ScopedQuerySet):
    def during(self, year: Any) -> "TownStartQuerySet":
        """Those of towns that had not begun on the first day of `year`; for all others its whole length counts."""
        return self.filter(started_on__gt=first_day(year))

    def town_at(self, path: str, year: Any) -> Q:
        """The condition on rows of another model that the town of the village at `path` begins during `year`."""
        towns: Any = self.during(year).order_by().values("town_id")
        return Q(In(_town(F(path)), towns))

    def day_at(self, path: str, year: Any) -> Coalesce:
        """The start day of the town of the village at `path`, where it begins during `year`; else the first of all."""
        days = self.during(year).filter(town_id=_town(OuterRef(path))).order_by().values("started_on")
        return Coalesce(Subquery(days), Value(date.min, models.DateField()))

    def begun_by(self, path: str, year: Any, ended: Any) -> Q:
        """The condition that it had begun by the day at which a row ended, or does not begin during `year`."""
        return Q(LessThanOrEqual(self.day_at(path, year), ended))


def _town(code: Any) -> Func:
    return Substr(code, 1, Division.Level.TOWN)


class TownStart(Record):
    """The day from which a town works with the program. What had ended before is told apart, and nobody's neglect."""

    route_name = "start"
    division_path = "town_id"

    town = models.ForeignKey(Division, models.PROTECT, related_name="starts", verbose_name="乡镇")
    started_on = models.DateField("启用日", help_text="从这一天起用本系统办理；这一天以前已经到期的，单列为“启用前”")
    note = models.CharField("说明", max_length=200, blank=True, default="")

    objects: ClassVar = live_manager(TownStartQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "启用日"
        verbose_name_plural = verbose_name
        ordering = ("town",)
        constraints = (models.UniqueConstraint(fields=["town"], name="one_start_a_town"),)

    def __str__(self) -> str:
        return f"{self.town}启用日"


class OfficialFigureQuerySet(ScopedQuerySet):
    def of_year(self, division: str, year: int) -> Any:
        """All figures of a year inside a division: a village is measured by its town's, too."""
        return self.everywhere("a village is measured by its town's, too").within(division).filter(year=year)


class OfficialFigure(Record):
    """What a superior's document says that a town lost in a sub-item by what had ended before its start day."""

    route_name = "official_figure"
    division_path = "town_id"

    town = models.ForeignKey(Division, models.PROTECT, related_name="official_figures", verbose_name="乡镇")
    year = models.PositiveSmallIntegerField("年度")
    #: The name of the sub-item's rule, which stays when the year renumbers.
    rule = models.CharField("考核内容", max_length=50)
    deducted = models.DecimalField(
        "启用前官方扣分", max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal(0))],
        help_text="文件上认定的扣分；没有扣分的填 0",
    )  # fmt: skip
    document = models.CharField("依据文件", max_length=200, help_text="文件名称和文号")

    objects: ClassVar = live_manager(OfficialFigureQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "启用前官方数"
        verbose_name_plural = verbose_name
        ordering = ("-year", "town", "rule")
        constraints = (
            models.UniqueConstraint(fields=["town", "year", "rule"], name="one_official_figure_a_sub_item"),
            models.CheckConstraint(condition=Q(deducted__gte=0), name="no_negative_official_figure"),
        )

    def __str__(self) -> str:
        return f"{self.year}年 {self.get_rule_display()}"

    def get_rule_display(self) -> str:
        """The sub-item as its year calls it."""
        return title_of(self.rule, self.year)
