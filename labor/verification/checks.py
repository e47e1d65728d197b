"""What is odd about spot checks. A form asks once; nothing is refused."""

from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from labor.models import SpotCheck

contribute(CHECKS, SpotCheck)(day_ahead("checked_on"))
