"""How long one stays signed in, on what devices, and where somebody who no longer is gets led: to the sign-in page and
back again. What a session says is asked through Django's own store, whichever the settings name.
"""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.devices import device_of
from accounts.models import OpenSession
from core.audit.trail import address as stored_address

SessionStore = import_module(settings.SESSION_ENGINE).SessionStore

#: However busy it is, a session ends so long after signing in: nobody keeps one open for ever by having it used.
LONGEST = timedelta(hours=24)
#: Use is noted in these steps, so that not every page writes to the database.
NOTED_EVERY = timedelta(minutes=10)
SIGNED_IN, USED = "signed_in_at", "used_at"


@receiver(user_logged_in)
def begin(request: HttpRequest, user: Any, **told: Any) -> None:
    """Signing in begins a session."""
    request.session[SIGNED_IN] = request.session[USED] = timezone.now().timestamp()
    OpenSession.objects.filter(user=user, began_at__lt=timezone.now() - LONGEST).delete()
    address = stored_address(request.META.get("REMOTE_ADDR", ""))
    found = {"user": user, "device": device_of(request.headers.get("User-Agent", "")), "address": address}
    OpenSession.objects.update_or_create(session_key=request.session.session_key, defaults=found)


@receiver(user_logged_out)
def finish(request: HttpRequest, user: Any, **told: Any) -> None:
    """Signing out ends it."""
    OpenSession.objects.filter(session_key=request.session.session_key or "").delete()


def follow(request: HttpRequest, key: str) -> None:
    """One's password was changed: this session, which had `key`, goes on under another; the others are over."""
    OpenSession.objects.filter(user=request.user).exclude(session_key=key).delete()
    OpenSession.objects.filter(session_key=key).update(session_key=request.session.session_key)


class ShownSession(NamedTuple):
    """An open session as its owner's page lists it."""

    listed: OpenSession
    used_at: datetime
    is_this: bool


def open_of(user: Any, key: str | None) -> list[ShownSession]:
    """The sessions of `user` that are still open, the one with `key` among them; its use is noted in steps."""
    found = []
    for each in OpenSession.objects.filter(user=user):
        used = SessionStore(session_key=each.session_key).load().get(USED)
        if used:
            used_at = datetime.fromtimestamp(used, timezone.get_current_timezone())
            found.append(ShownSession(each, used_at, each.session_key == key))
    return sorted(found, key=lambda shown: (not shown.is_this, -shown.used_at.timestamp()))


def close(rows: Any) -> int:
    """End these sessions now; returns how many."""
    listed = list(rows)
    for each in listed:
        SessionStore(session_key=each.session_key).delete()
    rows.delete()
    return len(listed)


def page_of(request: HttpRequest) -> str:
    """The page that somebody wants to see or has written on; never the address of a fragment or of a form's target."""
    is_page = request.method == "GET" and ("HX-Request" not in request.headers or "HX-Boosted" in request.headers)
    if is_page:
        return request.get_full_path()
    shown = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not shown or not url_has_allowed_host_and_scheme(shown, {request.get_host()}, request.is_secure()):
        return resolve_url("home")
    return urlsplit(shown)._replace(scheme="", netloc="", fragment="").geturl()
