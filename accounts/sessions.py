"""How long one stays signed in, and where somebody who no longer is gets led: to the sign-in page and back again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
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


class SlidingSession:
    """A session ends `SESSION_COOKIE_AGE` after it was last used, and in any case `LONGEST` after signing in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self.slide(request)
        return self.get_response(request)

    @staticmethod
    def slide(request: HttpRequest) -> None:
        session, now = request.session, timezone.now().timestamp()
        if now - session.setdefault(SIGNED_IN, now) > LONGEST.total_seconds():
            session.flush()
            request.user = AnonymousUser()
        elif abs(now - session.get(USED, 0)) > NOTED_EVERY.total_seconds():
            session[USED] = now  # what is saved lasts its whole time again


class SignInRequired(LoginRequiredMiddleware):
    """Signing in is the default for every page.

    htmx is answered 401 with the address to go to: a redirect it would follow by itself, and swap the sign-in page into
    a card of the page that is open.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseBase:
        signing_in = redirect_to_login(page_of(request), resolve_url(self.get_login_url(view_func)))
        if "HX-Request" not in request.headers:
            return signing_in
        return HttpResponse(status=401, headers={"HX-Redirect": signing_in.url})


def page_of(request: HttpRequest) -> str:
    """The page that somebody wants to see or has written on; never the address of a fragment or of a form's target."""
    is_page = request.method == "GET" and ("HX-Request" not in request.headers or "HX-Boosted" in request.headers)
    if is_page:
        return request.get_full_path()
    shown = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not shown or not url_has_allowed_host_and_scheme(shown, {request.get_host()}, request.is_secure()):
        return resolve_url("home")
    return urlsplit(shown)._replace(scheme="", netloc="", fragment="").geturl()
