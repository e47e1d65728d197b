"""A memo of what was counted, keyed by rubric, division, day and version of the data.

It may be thrown away at any moment and gives the same answer without: nothing in it can go stale, because a write
changes the key.
"""

import hashlib
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.core.cache import cache

from core.history import data_version
from scoring.catalogue import Rubric, rubric_for
from scoring.engine import Survey
from scoring.prepared import count
from scoring.scope import Scope

SECONDS = 24 * 60 * 60
Found = TypeVar("Found")


def survey(division: str, on: date) -> Survey:
    """The survey of a division on a day, counted anew only when the data have changed."""
    counts = remembered("survey", division, on, lambda rubric: count(rubric, Scope(division, on)))
    return Survey(division, on, rubric_for(on.year), counts=counts)


def remembered(what: str, division: str, on: date, find: Callable[[Rubric], Found]) -> Found:
    """What `find` makes of the rubric in force, found anew only when the data have changed."""
    rubric = rubric_for(on.year)
    text = f"{rubric.digest}:{division}:{on}:{data_version()}"
    key = f"{what}:{hashlib.sha256(text.encode()).hexdigest()}"
    found: Found | None = cache.get(key)
    if found is None:
        found = find(rubric)
        cache.set(key, found, SECONDS)
    return found
