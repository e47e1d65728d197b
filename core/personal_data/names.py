"""Names of people, said once: how they are written, and who sees them unmasked."""

import re
from typing import Any

from core.permissions import SEE_NAMES
from core.printable import printable

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: What stands between the parts of a name (阿依·古丽), in the signs that keyboards offer for it.
_SEPARATOR = re.compile(rf"(?<=[{_HAN}])\s*[·•．.・‧]\s*(?=[{_HAN}])")  # noqa: RUF001
_GAP = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")


def tidy(name: str) -> str:
    """A name as it is kept: no blanks between Han characters (龙　妹), one separator, nothing that nobody sees."""
    return _GAP.sub("", _SEPARATOR.sub("·", printable(name).strip()))


def display_name(record: Any, user: Any) -> str:
    """The name of `record`; names of people are masked for users who may not see them."""
    name = getattr(record, "display_name", None)
    return str(name(plain=sees_names(user)) if name else record)


def user_label(user: Any) -> str:
    """Display name of the acting user, or 系统."""
    return user.get_full_name() or user.get_username() if user else "系统"


def sees_names(user: Any) -> bool:
    """Asked for every name on a page, so it is remembered as long as the user of the request is."""
    known: bool | None = getattr(user, "_sees_names", None)
    if known is None:
        known = user._sees_names = user.has_perm(SEE_NAMES)
    return known
