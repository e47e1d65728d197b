"""Values on pages, as the user may read them."""

from typing import Any

from django import template

from core.pages import display

register = template.Library()


@register.filter
def format_value(value: Any, user: Any) -> str:
    """{{ fact.value|format_value:user }}: a date, a number, a yes or no, a record by its name."""
    return display.format_value(value, user)


@register.filter
def page_for(record: Any, user: Any) -> str:
    """{{ person|page_for:user }}: where its page is, if the user may open it."""
    return display.page_of(record, user) or ""


@register.filter
def kind_of(record: Any) -> str:
    """{{ record|kind_of }}: what a record of this kind is called."""
    return str(record._meta.verbose_name)
