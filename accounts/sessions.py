"""How long one stays signed in, and where somebody who no longer is gets led: to the sign-in page and back again."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

#: However busy it is, a session ends so long after signing in: nobody keeps one open for ever by having it used.
LONGEST = timedelta(hours=24)
#: Use is noted in these steps, so that not every page writes to the database.
NOTED_EVERY = timedelta(minutes=10)
SIGNED_IN, USED = "signed_in_at", "used_at"


@receiver(user_logged_in)
def begin(request: HttpRequest, **told: Any) -> None:
    """Signing in begins a session."""
    request.session[SIGNED_IN] = request.session[USED] = timezone.now().timestamp()


def page_of(request: HttpRequest) -> str:
    """The page that somebody wants to see or has written on; never the address of a fragment or of a form's target."""
    is_page = request.method == "GET" and ("HX-Request" not in request.headers or "HX-Boosted" in request.headers)
    if is_page:
        return request.get_full_path()
    shown = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not shown or not url_has_allowed_host_and_scheme(shown, {request.get_host()}, request.is_secure()):
        return resolve_url("home")
    return urlsplit(shown)._replace(scheme="", netloc="", fragment="").geturl()
