"""A memo of what was counted, keyed by rubric, division, day and version of the data.

It may be thrown away at any moment and gives the same answer without: nothing in it can go stale, because a write
changes the key.
"""

import hashlib
from datetime import date

from django.core.cache import cache

from core.history import data_version
from scoring.catalogue import rubric_for
from scoring.engine import Survey
from scoring.prepared import Counts, count
from scoring.scope import Scope

SECONDS = 24 * 60 * 60


def survey(division: str, on: date) -> Survey:
    """The survey of a division on a day, counted anew only when the data have changed."""
    rubric = rubric_for(on.year)
    text = f"{rubric.digest}:{division}:{on}:{data_version()}"
    key = f"survey:{hashlib.sha256(text.encode()).hexdigest()}"
    counts: Counts | None = cache.get(key)
    if counts is None:
        counts = count(rubric, Scope(division, on))
        cache.set(key, counts, SECONDS)
    return Survey(division, on, rubric, counts=counts)
