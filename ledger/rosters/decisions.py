"""How a list and the ledger part, and what is done where a list differs from what somebody wrote by hand."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import models
from django.utils.crypto import salted_hmac


class Colour(models.TextChoices):
    """How a list and the ledger part."""

    ONLY_THERE = "only_there", "只在名单"
    ONLY_HERE = "only_here", "只在台账"
    DIFFERENT = "different", "内容不同"


class Decision(models.TextChoices):
    """Whose value counts. Nothing is written while that is open."""

    ASK = "ask", "待定"
    KEEP = "keep", "保留台账"
    TAKE = "take", "以名单为准"


class SaidOfValue(NamedTuple):
    """A decision, and the digests of the values that whoever decided was shown: the stored one, and the list's.

    Blank for the list's, it was said of whatever the list tells.
    """

    decision: str
    about: str
    theirs: str = ""

    def holds(self, stored: str | None, theirs: str | None) -> bool:
        """Whether it was said of these values."""
        return self.about == digest_of(stored) and self.theirs in ("", digest_of(theirs))


def digest_of_row(sheet: str, key: Iterable[str | None], column: str = "") -> str:
    """A row by its key, or a value of it, as it is recognised again in another comparison and when it is taken."""
    return digest_of("\x1f".join([sheet, *(part or "" for part in key), column]))


def digest_of(stored: str | None) -> str:
    """A stored value as it is recognised again, which may be a personal number."""
    return salted_hmac("ledger.rosters.decisions", stored or "", algorithm="sha256").hexdigest()
