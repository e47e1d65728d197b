"""Addresses of pages, with something in them changed."""

from typing import Any

from django import template
from django.utils.http import urlencode

register = template.Library()


@register.simple_tag(takes_context=True)
def query_with(context: Any, name: str, value: Any, without: str = "") -> str:
    """The query of the present page with `name` set, `without` another: {% query_with "page" 2 as next %}."""
    given = context["request"].GET.copy()
    given.pop(without, None)
    given[name] = value
    return f"?{given.urlencode()}"


@register.simple_tag(takes_context=True)
def and_back(context: Any, address: str, place: int) -> str:
    """The address of a deed that leads back to the present page, to the row in that place: {% and_back address 3 %}."""
    request = context["request"]
    given = request.GET.copy()
    given["at"] = str(place)
    back = urlencode({"next": f"{request.path}?{given.urlencode()}"})
    return f"{address}{'&' if '?' in address else '?'}{back}"
