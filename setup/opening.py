"""Whether the set-up is open, and to whom: until there is an administrator to whoever has the code, then to them.

Once closed it never opens again, so a process that has seen it closed does not ask any more.
"""

import secrets
import unicodedata
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.models import AuditEvent, Installation
from setup.models import Setup

#: Nothing that two people would read differently; twelve of them are some 59 bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, GROUP = 3, 4
#: So many wrong codes, and only a new one opens.
MOST_TRIES = 10
SESSION = "setup_code"

_closed = False


class AlreadySetUp(Exception):
    def __init__(self) -> None:
        super().__init__("这套系统已经设置完成，首次设置不再打开")


class CodeNotNeeded(Exception):
    def __init__(self) -> None:
        super().__init__("已经有系统管理员，不再用设置码；请用那个账号登录网站，接着设置")


class TriedTooOften(Exception):
    """The code is void; another has to be printed."""


def is_open() -> bool:
    global _closed
    if not _closed:
        _closed = Installation.objects.set_up().exists()
    return not _closed


def administrators() -> Any:
    """Those who can sign in: once there is one, the code is void and they go on."""
    return User.objects.filter(role=User.Role.ADMINISTRATOR, is_active=True)


def print_code() -> str:
    """A new code, which is kept nowhere but here; the one before is void, and whoever has come in by it is out."""
    if not is_open():
        raise AlreadySetUp
    if administrators().exists():
        raise CodeNotNeeded
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    Setup.objects.update_or_create(pk=1, defaults={"code": make_password(_plain(code)), "tries": 0})
    return code


def enter(session: Any, typed: str) -> bool:
    """Whether `typed` is the code; then the session has the set-up open. TriedTooOften where no code is taken."""
    if not Setup.objects.take_a_try(MOST_TRIES):
        raise TriedTooOften
    found = Setup.current()
    if not check_password(_plain(typed), found.code):
        return False
    Setup.objects.update(tries=0)
    session.cycle_key()
    session[SESSION] = found.code
    return True


def has_entered(session: Any) -> bool:
    """Whether the session came in by the code that is good now, and nobody is administrator yet."""
    given = session.get(SESSION, "")
    return bool(given) and given == Setup.current().code and not administrators().exists()


@transaction.atomic
def close() -> None:
    """Close the set-up for good; AlreadySetUp where somebody else just has."""
    installation = refuse_closed(Installation.locked())
    installation.set_up_at = timezone.now()
    installation.save()
    Setup.objects.all().delete()
    audit.record(AuditEvent.Action.SET_UP, division=installation.town_id or "", details={})


def refuse_closed(installation: Installation) -> Installation:
    """The same row, where it is not set up yet."""
    if installation.is_demo or installation.set_up_at:
        raise AlreadySetUp
    return installation


def _plain(code: str) -> str:
    """The code as somebody meant it, however it was typed."""
    return "".join(unicodedata.normalize("NFKC", code).upper().replace("-", "").split())
