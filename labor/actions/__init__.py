"""What is done to people's records in more than one row at once, one module a noun."""

from labor.actions.verification import NotTakenBack, take_back, verify, verify_many
from labor.actions.work import start_job

__all__ = ["NotTakenBack", "start_job", "take_back", "verify", "verify_many"]
