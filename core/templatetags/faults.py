"""What is wrong with a form, on the page."""

from typing import Any

from django import template

from core.pages.faults import Faults, faults_of, words_of

register = template.Library()


@register.simple_tag(name="faults")
def faults(form: Any) -> Faults:
    """{% faults form as found %}: of one form, or of several that are sent together."""
    return faults_of(*getattr(form, "all", [form]))


@register.filter
def told(field: Any) -> list[str]:
    """{{ field|told }}: what is wrong with it, naming it."""
    return words_of(field)
