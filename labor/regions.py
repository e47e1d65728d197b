"""Where people work, as the national collection tells it: 乡内, 县内, 省内县外, 省外.

The division that the workplace names decides, seen from the person's own village. Where it names none, or one too
large to tell, the channel does: 县内务工, 帮扶车间 and 公益性岗位 are in the county (the collection's own rule), and
省内县外务工 and 省外务工 are where they say. What is still open, such as 灵活就业 nobody knows where, is left open.
"""

from django.db import models

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
