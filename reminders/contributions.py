"""What reminders contribute to the pages of labor."""

from core.contributions import contribute
from labor.verification.views import PROGRESS

contribute(PROGRESS)("reminders/urge.html")
