"""What is odd about spot checks. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date

from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from labor.models import SpotCheck


@contribute(CHECKS, SpotCheck)
def untrue_in_what(spot_check: SpotCheck, on: date) -> Iterator[str]:
    if spot_check.result == SpotCheck.Result.UNTRUE and not spot_check.problem:
        yield "抽查结果是“不真实”，请写明问题"


contribute(CHECKS, SpotCheck)(day_ahead("checked_on"))
