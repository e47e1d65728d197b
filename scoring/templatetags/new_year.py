"""The new year on the page where an administrator begins."""

from typing import Any

from django import template
from django.utils import timezone

from core.models import Division
from core.permissions import OPERATE
from scoring.editions import new_year

register = template.Library()


@register.inclusion_tag("scoring/editions/new_year_left.html")
def new_year_left(user: Any) -> dict[str, Any]:
    """For administrators from December to February: how much is left to do for the new year; nothing once all is."""
    today = timezone.localdate()
    if not (new_year.is_asked(today) and user.has_perm(OPERATE)):
        return {}
    if not user.home or user.home.level != Division.Level.TOWN:
        return {}
    year = new_year.year_asked_for(today)
    return {"year": year, "left": [each for each in new_year.steps(user, user.home.pk, year) if not each.is_done]}
