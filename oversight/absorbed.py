"""How many people workshops employ, month by month, beside last year's base (rubric 3.4)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from core.conditions import not_yet
from core.scoping import inside
from labor import conditions
from labor.models import Employment
from oversight.models import Baseline
from workshops.models import Workshop

MONTHS = 12
Indicator = Baseline.Indicator


@dataclass(frozen=True)
class Month:
    """How many worked on the last day of a month, or on the day that is looked from: in one workshop, in the town."""

    day: date
    workers: int
    labour: int
    town_workers: int
    town_labour: int


@dataclass(frozen=True)
class Absorbed:
    """The months, the newest first, and last year's base figures; None where they are missing."""

    months: list[Month]
    base_year: int
    base_workers: int | None
    base_labour: int | None


def absorbed(workshop: Workshop, on: date) -> Absorbed:
    """How `workshop` and the operating workshops of its town employed people in the twelve months up to `on`."""
    town, days = workshop.village.town_code, ends_of_months(on)
    jobs = Employment.objects.filter(inside("workshop__village_id", town))
    own = Q(workshop=workshop)
    numbers: dict[str, int] = jobs.aggregate(
        **{
            f"{name}_{day:%Y%m%d}": Count("person", distinct=True, filter=going_on(day) & which)
            for day in days
            for name, which in (("workers", own), ("labour", own & of_labour(day)))
        },
        **{
            f"town_{name}_{day:%Y%m%d}": Count("person", distinct=True, filter=going_on(day) & operating(day) & which)
            for day in days
            for name, which in (("workers", Q()), ("labour", of_labour(day)))
        },
    )
    names = ("workers", "labour", "town_workers", "town_labour")
    months = [Month(day, *(numbers[f"{name}_{day:%Y%m%d}"] for name in names)) for day in days]
    base = _base(town, on.year - 1)
    return Absorbed(months, on.year - 1, base.get(Indicator.WORKSHOP_WORKERS), base.get(Indicator.WORKSHOP_LABOUR))


def ends_of_months(on: date) -> list[date]:
    """The day `on`, then the last days of the eleven months before."""
    days, year, month = [on], on.year, on.month
    while len(days) < MONTHS:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        days.append(date(year, month, monthrange(year, month)[1]))
    return days


def going_on(day: date) -> Q:
    """As EmploymentQuerySet.current; a job's last day still counts."""
    return Q(started_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gte=day))


def operating(day: date) -> Q:
    """As WorkshopQuerySet.operating, of a job's workshop."""
    open_ = not_yet("workshop__stopped_on", day) & not_yet("workshop__withdrawn_on", day)
    return Q(workshop__certified_on__lte=day) & open_


def of_labour(day: date) -> Q:
    return conditions.out_of_poverty("person__") & conditions.on_register(day, "person__")


def _base(town: str, year: int) -> dict[Any, int]:
    return dict(Baseline.objects.filter(town_id=town, year=year).values_list("indicator", "value"))
