"""What dated facts have in common, as conditions on a row reached by any path."""

from typing import Any

from django.db.models import Q


def found_by(*keys: Any) -> Any:
    """The keys that any of these queries of keys finds: a union, where each is served by an index of its own.

    Conditions that are joined by OR with what another query finds would have the whole table read.
    """
    first, *others = keys
    return first.union(*others, all=True) if others else first


def not_yet(field: str, on: Any) -> Q:
    """The day in `field` is blank or still to come: an end on the day itself means ended."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": on})
