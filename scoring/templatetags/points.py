"""Points as pages write them."""

from decimal import Decimal

from django import template

from scoring.result import decimal_text

register = template.Library()


@register.filter
def points(number: Decimal | None) -> str:
    """The shortest decimal form; a dash where there is no score."""
    return decimal_text(number) or "—"
