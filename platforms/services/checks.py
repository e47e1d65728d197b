"""What is odd about services and help. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date

from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from platforms.models import HouseholdHelp, Service

contribute(CHECKS, Service)(day_ahead("served_on"))


contribute(CHECKS, HouseholdHelp)(day_ahead("helped_on"))


@contribute(CHECKS, HouseholdHelp, code="help-before-unstable")
def helped_before_found_unstable(help_given: HouseholdHelp, on: date) -> Iterator[str]:
    """Only help from that day on counts (rule `monitored_households`)."""
    since = help_given.household.unstable_since
    if since and help_given.helped_on < since:
        yield f"帮扶日期早于就业不稳认定日期{since}，考核不计"
