"""Names of people on pages, said once: unmasked only for those who may see them."""

from typing import Any

SEE_NAMES = "core.see_names"


def called(record: Any, user: Any) -> str:
    """What pages call `record` when they show it to `user`."""
    call = getattr(record, "called", None)
    return call(plain=sees_names(user)) if call else str(record)


def signed(user: Any) -> str:
    """How a user's name stands under what they did; what nobody did, the system has done."""
    return user.get_full_name() or user.get_username() if user else "系统"


def sees_names(user: Any) -> bool:
    """Asked for every name on a page, so it is remembered as long as the user of the request is."""
    known: bool | None = getattr(user, "_sees_names", None)
    if known is None:
        known = user._sees_names = user.has_perm(SEE_NAMES)
    return known
