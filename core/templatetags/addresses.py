"""Addresses of pages, with something in them changed."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def query_with(context: Any, name: str, value: Any, without: str = "") -> str:
    """The query of the present page with `name` set, `without` another: {% query_with "page" 2 as next %}."""
    given = context["request"].GET.copy()
    given.pop(without, None)
    given[name] = value
    return f"?{given.urlencode()}"
