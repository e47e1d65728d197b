"""Addresses of pages, with something in them changed."""

from typing import Any

from django import template
from django.utils.http import urlencode

from core.pages.returning import NEXT, joined, way_back, without_place
from core.views import came_from

register = template.Library()


@register.simple_tag(takes_context=True)
def query_with(context: Any, name: str, value: Any, without: str = "") -> str:
    """The query of the present page with `name` set, `without` another: {% query_with "page" 2 as next %}."""
    given = without_place(context["request"].GET.copy())
    given.pop(without, None)
    given[name] = value
    return f"?{given.urlencode()}"


@register.simple_tag(takes_context=True)
def query_here(context: Any) -> str:
    """The query of the present list, wherever in it one came back to: {% query_here %}."""
    query: str = without_place(context["request"].GET.copy()).urlencode()
    return query


@register.simple_tag(takes_context=True)
def and_back(context: Any, address: str, place: int) -> str:
    """The address of a deed that leads back to the present page, to the row in that place: {% and_back address 3 %}."""
    return joined(address, way_back(context["request"], place))


@register.simple_tag(takes_context=True)
def and_on(context: Any, address: str) -> str:
    """The address of a deed that leads back to the list that the present page was opened from: {% and_on address %}."""
    back = came_from(context["request"], "")
    return joined(address, urlencode({NEXT: back}) if back else "")
