"""What is odd about the days of jobs and job-seeking cases. A form asks once; nothing is refused."""

from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from labor.models import Employment, JobSeekingCase

contribute(CHECKS, Employment)(day_ahead("started_on"))
contribute(CHECKS, Employment)(day_ahead("ended_on", "，到那天之前仍算在岗"))


contribute(CHECKS, JobSeekingCase)(day_ahead("registered_on"))
contribute(CHECKS, JobSeekingCase)(day_ahead("ended_on"))
