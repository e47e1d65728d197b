"""What reminders contribute to the pages of labor and to those above that compare villages."""

from core.contributions import contribute
from labor.verification.compared import VILLAGES

contribute(VILLAGES)("reminders/urge.html")
