"""What was counted for a score is remembered; see core/memo.py."""

from datetime import date

from core.history import tables
from core.memo import remembered
from scoring.catalogue import rubric_for
from scoring.engine import Score
from scoring.prepared import count
from scoring.scope import Scope


def score_of(division: str, on: date) -> Score:
    """The score of a division on a day, counted anew only when the data have changed."""
    rubric = rubric_for(on.year)
    found = remembered(
        {"score": tables()}, (rubric.digest, division, on), lambda _: {"score": count(rubric, Scope(division, on))}
    )
    return Score(division, on, rubric, counts=found["score"])
