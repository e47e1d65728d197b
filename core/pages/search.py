"""What somebody typed, looked for in several fields."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q


def containing(rows: Any, paths: Iterable[str], text: str) -> Any:
    """The rows that have every word of `text` in one of the fields."""
    for word in text.split():
        found = Q(pk__in=[])
        for path in paths:
            found |= Q(**{f"{path}__icontains": word})
        rows = rows.filter(found)
    return rows
