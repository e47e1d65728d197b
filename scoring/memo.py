"""What was counted for a score is remembered; see core/memo.py."""

from datetime import date

from core.history import tables
from core.memo import remembered
from scoring.catalogue import rubric_for
from scoring.engine import Survey
from scoring.prepared import count
from scoring.scope import Scope


def survey(division: str, on: date) -> Survey:
    """The survey of a division on a day, counted anew only when the data have changed."""
    rubric = rubric_for(on.year)
    found = remembered(
        {"survey": tables()}, (rubric.digest, division, on), lambda _: {"survey": count(rubric, Scope(division, on))}
    )
    return Survey(division, on, rubric, counts=found["survey"])
