"""Sub-items on pages of records: their codes are those of today's rubric."""

from collections.abc import Iterable

from django import template
from django.utils import timezone

from core import assessment

register = template.Library()


@register.filter
def codes_today(rules: Iterable[str] | str) -> list[str]:
    """{% for code in register.counted_in|codes_today %}: the sub-items that the rules of these names score today."""
    return assessment.codes_of(rules.split() if isinstance(rules, str) else rules, timezone.localdate())


@register.filter
def sub_item_address(code: str) -> str:
    """{{ code|sub_item_address }}: where the page of a sub-item is."""
    return assessment.address_of(code)
