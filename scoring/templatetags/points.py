"""Points as pages write them."""

from decimal import Decimal

from django import template

from scoring.result import decimal_text

register = template.Library()
MINUS = "\N{MINUS SIGN}"


@register.filter
def points(number: Decimal | None) -> str:
    """The shortest decimal form; a dash where there is no score."""
    return decimal_text(number) or "—"


@register.filter
def moved(number: Decimal) -> str:
    """Points won or lost, with their sign."""
    return (MINUS if number < 0 else "+") + points(abs(number))
