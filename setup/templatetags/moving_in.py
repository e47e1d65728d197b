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
