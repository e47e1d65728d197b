"""What a round has found, on its page."""

from datetime import date
from typing import Any

from core.contributions import contribute
from core.pages.panels import PIECES
from labor.models import SpotCheckRound
from labor.sampling.findings import Findings


@contribute(PIECES, SpotCheckRound, template="labor/sampling/findings.html")
def findings(of: SpotCheckRound, request: Any, on: date) -> Findings | None:
    return None if of.is_voided else Findings(of, request.user, on)
