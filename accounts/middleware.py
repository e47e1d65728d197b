"""What stands before every view: signing in, how long that lasts, whose password it is, who reads the trail alone, and
who writes nothing.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from accounts.auditors import REFUSED, may_visit
from accounts.divisions import NO_DIVISION, READING
from accounts.sessions import LONGEST, NOTED_EVERY, SIGNED_IN, USED, page_of

logger = logging.getLogger(__name__)


class KeptSession(SessionMiddleware):
    """Where nothing can be written, because the disk is full, a session stays as it is and the page is shown."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        try:
            return super().process_response(request, response)
        except SessionInterrupted as interrupted:
            refused = interrupted.__context__ and interrupted.__context__.__context__
            if not isinstance(refused, OperationalError):
                raise
            logger.exception("The session cannot be saved")
            return response


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


class OwnPasswordRequired:
    """Who signed in with a password from a slip sets one of their own before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or request.user.initial_until is None:
            return None
        if not getattr(view, "login_required", True) or getattr(_class(view), "opens_with_slip", False):
            return None
        way = resolve_url("accounts:password")
        if "HX-Request" in request.headers:
            return HttpResponse(status=401, headers={"HX-Redirect": way})
        return redirect(way)


class AuditorsApart:
    """Auditors open what is theirs; the default for every page is that they do not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not may_visit(request.user, view):
            raise PermissionDenied(REFUSED)


class DivisionRequired:
    """Writing is for those who were given a division; the default for every page, as signing in is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method in READING or not request.user.is_authenticated or request.user.division_codes:
            return
        if not getattr(_class(view), "writes_without_division", False):
            raise PermissionDenied(NO_DIVISION)


def _class(view: Any) -> Any:
    return getattr(view, "view_class", None)
