"""What stands before and around every view: who acts, what is sent, and what is kept of an answer.

What somebody sends holds no character that nobody sees: PostgreSQL stores none of some (NUL), no page shows any.
Pages of signed-in users hold personal data: nothing keeps them on the way, and not everybody gets all of them.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.cache import patch_cache_control

from core.actor import Actor, entered
from core.personal_data.masking import may_reveal, scrub
from core.printable import printable
from core.wall import walled


class ActorMiddleware:
    """Enters the user of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR", "")
        with entered(Actor(lambda: getattr(request, "user", None), "未登录", address)):
            return self.get_response(request)


class WallMiddleware:
    """Has every request read scoped rows for its user or for a reason; who acts is entered before it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with walled():
            return self.get_response(request)


class PrintableCookies:
    """Takes such characters out of cookies: a session is looked up before anything else, by whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {name: printable(text) for name, text in request.COOKIES.items()}
        return self.get_response(request)


class PrintableMiddleware:
    """Takes such characters out of what an address asks for and what a form says, before any view reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = readable(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Here a form has been let in by those that stand before: what it sends is read, and not earlier.

        Nothing has an address with such characters in it.
        """
        if any(printable(str(part)) != str(part) for part in kwargs.values()):
            raise Http404
        if request.method == "POST":
            request.POST = readable(request.POST)  # type: ignore[assignment]


def readable(sent: QueryDict) -> QueryDict:
    """The same with nothing but printable texts, and names."""
    found = [(printable(name), [printable(text) for text in texts]) for name, texts in sent.lists()]
    return sent if found == list(sent.lists()) else QueryDict(urlencode(found, doseq=True))


class PrivatePages:
    """Browsers and proxies keep no copy of what a signed-in user is shown.

    Numbers that somebody typed into a note are hidden from those who may not reveal any; fields hide their own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:  # asked anyway, by the frame of every page
            patch_cache_control(response, no_store=True, private=True)
            if _is_page(response) and not may_reveal(request.user):
                response.content = scrub(response.content.decode(response.charset))
        return response


def _is_page(response: HttpResponse) -> bool:
    return not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
