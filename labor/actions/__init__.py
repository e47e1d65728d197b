"""What is done to people's records in more than one row at once, one module a noun."""

from labor.actions.merging import merge, undo_merge
from labor.actions.numbers import change_number
from labor.actions.verification import NotTakenBack, take_back, verify, verify_many

__all__ = ["NotTakenBack", "change_number", "merge", "take_back", "undo_merge", "verify", "verify_many"]
