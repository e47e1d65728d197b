"""Coming back to a list from a page or a deed: its address without what was searched for, and the row that is next.

A list names in the links of its rows where they stand (`way_back`); whatever is done beyond leads back to it.
"""

import re
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode

#: What somebody typed into the search box stands in the address under this name.
SEARCH = "q"
#: Under these names the address of a list says which place one left, and which row stood there.
PLACE, LEFT = "at", "left"
#: What one comes back to goes by this name.
NEXT = "next"
NUMBER = re.compile(r"[0-9]{1,3}")


def way_back(request: HttpRequest, place: int, row: Any = "") -> str:
    """What an address ends in that leads back to the present list, to the row in that `place` that is named `row`.

    What somebody typed to search is no part of it: that may be a person's name. Then the place means nothing.
    """
    given = without_place(request.GET.copy())
    if given.pop(SEARCH, [""])[-1].strip():
        given.pop("page", None)
    else:
        given[PLACE] = str(place)
        if row:
            given[LEFT] = str(row)
    return urlencode({NEXT: f"{request.path}?{given.urlencode(safe=',')}".rstrip("?")})


def joined(address: str, query: str) -> str:
    """The address with something more in its query."""
    return f"{address}{'&' if '?' in address else '?'}{query}" if query else address


def next_place(request: HttpRequest, rows: Any) -> int | None:
    """The place to which one comes back on a page with these rows; None where one does not come back.

    What was left is done with and gone, and the row behind it has taken its place; where it still stands there, the
    next one is meant.
    """
    asked = request.GET.get(PLACE, "")
    if not rows or not NUMBER.fullmatch(asked):
        return None
    place = int(asked)
    still_there = place < len(rows) and str(rows[place]) == request.GET.get(LEFT)
    return min(place + still_there, len(rows) - 1)


def without_place(query: Any) -> Any:
    """A query that leads somewhere else in the list: one does not come back there."""
    for name in (PLACE, LEFT):
        query.pop(name, None)
    return query
