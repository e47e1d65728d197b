"""What is done where a list differs from what somebody wrote by hand."""

from typing import NamedTuple

from django.db import models
from django.utils.crypto import salted_hmac


class Decision(models.TextChoices):
    """Whose value counts. Nothing is written while that is open."""

    ASK = "ask", "待定"
    KEEP = "keep", "保留台账"
    TAKE = "take", "以名单为准"


class SaidOfValue(NamedTuple):
    """A decision, and the digest of the stored value that whoever decided was shown."""

    decision: str
    about: str

    def holds(self, stored: str | None) -> bool:
        """Whether it was said of this stored value."""
        return self.about == digest_of(stored)


def digest_of(stored: str | None) -> str:
    """A stored value as it is recognised again, which may be a personal number."""
    return salted_hmac("ledger.rosters.decisions", stored or "", algorithm="sha256").hexdigest()
