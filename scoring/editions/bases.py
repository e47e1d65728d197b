"""The base figures of a year: what was counted on the last day of the year before, taken over with its origin."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from core.models import Division
from core.wall import everywhere
from oversight.models import Baseline
from scoring.score import Score

Indicator = Baseline.Indicator
#: The rule that counts each figure, and what it calls the number.
COUNTED = {
    Indicator.LABOR: ("employment_total", "labor"),
    Indicator.EMPLOYED: ("employment_total", "employed"),
    Indicator.WORKSHOP_WORKERS: ("workshop_jobs", "workers"),
    Indicator.WORKSHOP_LABOR: ("workshop_jobs", "labor"),
}


@dataclass(frozen=True)
class BaseFigure:
    """What was counted on the last day, None where its rubric does not count it; and what has been entered."""

    indicator: Indicator
    counted: int | None
    entered: int | None

    @property
    def differs(self) -> bool:
        return None not in (self.counted, self.entered) and self.counted != self.entered


@everywhere("counted for a town, whoever looks")
def base_figures(town: str, year: int) -> list[BaseFigure]:
    """The figures of the end of `year`, with which the year after is compared."""
    score, entered = Score(town, date(year, 12, 31)), Baseline.objects.figures(town, year)
    facts = {
        (sub_item.rule.name, name): number
        for sub_item in score.rubric.sub_items
        for name, number in score.facts(sub_item, town).items()
    }
    return [BaseFigure(each, facts.get(rule), entered.get(each)) for each, rule in COUNTED.items()]


@transaction.atomic
@everywhere("counted for a town, whoever looks")
def take_over(town: str, year: int) -> int:
    """Enter the figures that nobody has entered; their history says where they come from. How many there were."""
    Division.objects.select_for_update().get(pk=town)  # another click waits here
    figures = [(each.indicator, each.counted) for each in base_figures(town, year) if each.entered is None]
    counted = [(indicator, number) for indicator, number in figures if number is not None]
    for indicator, number in counted:
        figure = Baseline(town_id=town, year=year, indicator=indicator, value=number)
        figure._change_reason = f"取自本系统{year}年12月31日的数"
        figure.save()
    return len(counted)
