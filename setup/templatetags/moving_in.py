"""What is still missing, on the pages where an administrator begins."""

from typing import Any

from django import template
from django.utils import timezone

from setup.missing import Missing, missing

register = template.Library()


@register.inclusion_tag("setup/missing.html")
def still_missing(user: Any) -> dict[str, list[Missing]]:
    """For administrators: what the installation still lacks, each with its page; nothing once nothing is missing."""
    return {"lacking": missing(user, timezone.localdate())}


@register.inclusion_tag("setup/led_to_missing.html")
def led_to_missing(user: Any) -> dict[str, list[Missing]]:
    """On an empty page: where the list stands, for whoever can do something about it."""
    return still_missing(user)
