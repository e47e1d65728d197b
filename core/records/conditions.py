"""What dated facts have in common, as conditions on a row reached by any path."""

from typing import Any

from django.db.models import Q


def not_yet(field: str, on: Any) -> Q:
    """The day in `field` is blank or still to come: an end on the day itself means ended."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": on})
