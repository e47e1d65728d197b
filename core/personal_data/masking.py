"""Personal data prints masked unless somebody asks, by name, to see it; to those who may never ask, not a digit."""

import logging
import re
from collections.abc import Callable
from typing import Any, NoReturn

from core.actor import current_actor
from core.permissions import REVEAL

#: Fewer hidden characters than this are soon guessed: then nothing is left readable.
LEAST_HIDDEN = 4


def keep_ends(head: int, tail: int) -> Callable[[str], str]:
    """A mask that leaves the first `head` and the last `tail` characters readable."""

    def mask(text: str) -> str:
        hidden = len(text) - head - tail
        return text[:head] + "*" * hidden + text[-tail:] if hidden >= LEAST_HIDDEN else "*" * len(text)

    return mask


def mask_id_number(number: str) -> str:
    """Without its check digit: beside an age it would tell the birth date."""
    return keep_ends(3, 3)(number[:-1]) + "*" if number else ""


def hide(text: str) -> str:
    return "*" * len(text)


#: What people write between the parts of a number: up to two blanks or hyphens, of any width, on the same line.
GAP = r"[\u0020\t\u00a0\u2002-\u200a\u3000\-\u2010-\u2015\u2212\uff0d]{0,2}"
#: A citizen identity number, an old one (with the day of birth in its middle) or a mobile phone number (also with the
#: country's 86), standing by itself; in one piece, or in the parts in which people write and say it.
PERSONAL_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    rf"[0-9]{{6}}{GAP}[0-9]{{4}}{GAP}[0-9]{{4}}{GAP}[0-9]{{3}}[0-9Xx]"
    rf"|[0-9]{{6}}{GAP}[0-9]{{2}}(?:0[1-9]|1[0-2])[0-3][0-9]{GAP}[0-9]{{3}}"
    rf"|(?:86{GAP})?1[3-9][0-9]{GAP}[0-9]{{4}}{GAP}[0-9]{{4}}"
    r")(?![0-9A-Za-z])"
)


def scrub(text: str) -> str:
    """`text` with every identity and phone number in it hidden, whoever reads it: for logs, the trail, free texts."""
    return PERSONAL_NUMBER.sub(lambda found: hide(found.group()), text)


def mask_subject(code: str) -> str:
    """A code that may be an identity number: only then is it masked."""
    return mask_id_number(code) if len(code) in (15, 18) and code[:-1].isdigit() else code


MASKS: dict[str, Callable[[str], str]] = {
    "id_number": mask_id_number,
    "phone": keep_ends(3, 4),
    "subject": mask_subject,
}


def mask_name(name: str) -> str:
    """A name as leaders see it: the surname stays."""
    return name[:1] + "*" * (len(name) - 1)


def may_reveal(user: Any) -> bool:
    """Asked for every number on a page, so it is remembered as long as the user of the request is."""
    if user is None:
        return False
    known: bool | None = getattr(user, "_may_reveal", None)
    if known is None:
        known = user._may_reveal = user.has_perm(REVEAL)
    return known


class Sensitive:
    """A string that prints masked; `plain` is the only way to the real one.

    Who acts may reveal it: the mask leaves its ends readable. Anybody else, and where nobody acts: not a digit.
    It compares and hashes like the string that it hides, and has none of the methods that would give parts away.
    """

    __slots__ = ("mask", "plain")

    def __init__(self, plain: str, mask: str) -> None:
        self.plain, self.mask = plain, mask

    def __str__(self) -> str:
        masked = MASKS[self.mask](self.plain)
        return masked if masked == self.plain or may_reveal(current_actor()) else hide(masked)

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        return self.plain == getattr(other, "plain", other)

    def __lt__(self, other: Any) -> bool:
        return bool(self.plain < getattr(other, "plain", other))

    def __hash__(self) -> int:
        return hash(self.plain)

    def __bool__(self) -> bool:
        return bool(self.plain)

    def __len__(self) -> int:
        return len(self.plain)

    def __copy__(self) -> "Sensitive":
        return self

    def __deepcopy__(self, memo: Any) -> "Sensitive":
        return self

    def __reduce__(self) -> NoReturn:
        """A pickle would carry the plain text into caches, queues and sessions."""
        raise TypeError("Sensitive values are not pickled: pass the key of the row instead")


class ScrubbingFormatter(logging.Formatter):
    """Masks identity and phone numbers in a finished line, traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record))
