"""What is still missing, on the pages where an administrator begins."""

from typing import Any

from django import template
from django.utils import timezone

from setup.missing import Missing, missing

register = template.Library()


@register.simple_tag
def still_missing(user: Any) -> list[Missing]:
    return missing(user, timezone.localdate())
