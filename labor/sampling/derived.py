"""What a round of spot checks writes elsewhere; see core/records/derived.py."""

from core.contributions import contribute
from core.records.derived import DERIVATIONS, Derivation
from labor.models import SpotCheck, SpotCheckRound


@contribute(DERIVATIONS)
class RoundMakesSpotCheck(Derivation):
    """Its answers, once they are entered, are spot checks; voided, the round takes them back."""

    cause, target = SpotCheckRound, SpotCheck
    # one that was put right meanwhile is somebody else's work, and stays
    fields = ("method", "result", "problem", "rectified_on")
