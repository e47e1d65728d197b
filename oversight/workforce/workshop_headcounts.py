"""How many people workshops employ, month by month, beside last year's base (rule `workshop_jobs`)."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import Count, Q

from core.periods import month_ends_before
from core.scoping import inside
from core.wall import everywhere
from labor.employment.conditions import going_on
from labor.models import Employment
from labor.people import conditions
from oversight.models import Baseline
from workshops.models import Workshop

MONTHS = 12
Indicator = Baseline.Indicator


@dataclass(frozen=True)
class Month:
    """How many worked on the last day of a month, or on the day that is looked from: in one workshop, in the town."""

    day: date
    workers: int
    labor: int
    town_workers: int
    town_labor: int


@dataclass(frozen=True)
class WorkshopHeadcounts:
    """The months, the newest first, and last year's base figures; None where they are missing."""

    months: list[Month]
    base_year: int
    base_workers: int | None
    base_labor: int | None


@everywhere("a workshop is measured by what its town's workshops do")
def workshop_headcounts(workshop: Workshop, on: date) -> WorkshopHeadcounts:
    """How `workshop` and the operating workshops of its town employed people in the twelve months up to `on`."""
    town, days = workshop.village.town_code, ends_of_months(on)
    jobs = Employment.objects.filter(inside("workshop__village_id", town))
    counted = {day: counted_on(day, workshop) for day in days}
    numbers: dict[str, int] = jobs.aggregate(
        **{
            f"{name}_{day:%Y%m%d}": Count("person", distinct=True, filter=going_on(day) & which)
            for day, numbered in counted.items()
            for name, which in numbered.items()
        }
    )
    months = [Month(day, **{name: numbers[f"{name}_{day:%Y%m%d}"] for name in counted[day]}) for day in days]
    base = Baseline.objects.figures(town, on.year - 1)
    return WorkshopHeadcounts(
        months, on.year - 1, base.get(Indicator.WORKSHOP_WORKERS), base.get(Indicator.WORKSHOP_LABOR)
    )


def counted_on(day: date, workshop: Workshop) -> dict[str, Q]:
    """Whose jobs each number of a month counts, as `workshop_jobs` does for the town."""
    labor = conditions.registered_out_of_poverty(day, "person__")
    own, of_town = Q(workshop=workshop), Q(workshop__in=Workshop.objects.operating(day))
    return {"workers": own, "labor": own & labor, "town_workers": of_town, "town_labor": of_town & labor}


def ends_of_months(on: date) -> list[date]:
    """The day `on`, then the last days of the eleven months before."""
    return [on, *islice(month_ends_before(on), MONTHS - 1)]
