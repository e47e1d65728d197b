"""Where people work, as the national collection tells it: 乡内, 县内, 省内县外, 省外.

The division that the workplace names decides, seen from the person's own village. Where it names none, or one too
large to tell, the channel does: 县内务工, 帮扶车间 and 公益性岗位 are in the county (the collection's own rule), and
省内县外务工 and 省外务工 are where they say. What is still open, such as 灵活就业 nobody knows where, is left open.
"""

from typing import Any

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Left, Length
from django.db.models.lookups import Exact, GreaterThanOrEqual

from core.models import Division
from labor.models import Employment

Channel = Employment.Channel
IN_COUNTY = (Channel.COUNTY, Channel.WORKSHOP, Channel.PUBLIC_BENEFIT)


class Region(models.TextChoices):
    TOWN = "town", "乡镇内"
    COUNTY = "county", "乡镇外县内"
    PROVINCE = "province", "县外省内"
    OUTSIDE = "outside", "省外"
    UNKNOWN = "unknown", "就业地不明"


def region_of(home: str, division: str | None, channel: str, workshop: str | None = None) -> Region:
    """Where somebody of the village `home` works; `division` is the workplace's, `workshop` the workshop's village."""
    place = division or workshop or ""
    if place and not place.startswith(home[: Division.Level.PROVINCE]):
        return Region.OUTSIDE
    for level, region in ((Division.Level.TOWN, Region.TOWN), (Division.Level.COUNTY, Region.COUNTY)):
        if len(place) >= level and place.startswith(home[:level]):
            return region
    if len(place) >= Division.Level.COUNTY or channel == Channel.OTHER_COUNTY:
        return Region.PROVINCE
    if channel in IN_COUNTY:
        return Region.COUNTY
    return Region.OUTSIDE if channel == Channel.OTHER_PROVINCE else Region.UNKNOWN


#: Where somebody works who went away, the nearer one first.
AWAY = (Region.PROVINCE, Region.OUTSIDE)


def is_placed(job: Employment, home: str) -> bool:
    """Somebody of the village `home` was sent to this job by the town, or it lies outside the county."""
    return job.export_id is not None or region_of(home, job.workplace_division_id, job.channel) in AWAY


def with_region(jobs: Any) -> Any:
    """Rows of jobs with where they are seen from the person's village, as `region`: `region_of` for the database."""
    place = Coalesce("workplace_division_id", "workshop__village_id", Value(""))
    return jobs.annotate(
        region=Case(
            When(~Q(Exact(place, Value(""))) & ~_shared(place, Division.Level.PROVINCE), then=Value(Region.OUTSIDE)),
            When(_shared(place, Division.Level.TOWN), then=Value(Region.TOWN)),
            When(_shared(place, Division.Level.COUNTY), then=Value(Region.COUNTY)),
            When(GreaterThanOrEqual(Length(place), int(Division.Level.COUNTY)), then=Value(Region.PROVINCE)),
            When(channel=Channel.OTHER_COUNTY, then=Value(Region.PROVINCE)),
            When(channel__in=IN_COUNTY, then=Value(Region.COUNTY)),
            When(channel=Channel.OTHER_PROVINCE, then=Value(Region.OUTSIDE)),
            default=Value(Region.UNKNOWN),
            output_field=models.CharField(),
        )
    )


def placed(jobs: Any) -> Any:
    """Jobs that somebody was sent to by the town, and those outside the county: see `is_placed`."""
    return with_region(jobs).filter(Q(export__isnull=False) | Q(region__in=AWAY))


def _shared(place: Any, digits: int) -> Any:
    """The place lies in the same province, county or town as the person's village."""
    return Q(Exact(Left(place, digits), Left(F("person__village_id"), digits)))
