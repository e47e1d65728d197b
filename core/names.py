"""Names of people on pages, said once: unmasked only for those who may see them."""

from typing import Any

SEE_NAMES = "core.see_names"


def called(record: Any, user: Any) -> str:
    """What pages call `record` when they show it to `user`."""
    call = getattr(record, "called", None)
    return call(plain=user.has_perm(SEE_NAMES)) if call else str(record)
