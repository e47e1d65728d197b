"""What somebody sends holds no character that nobody sees: PostgreSQL stores none of some (NUL), no page shows any."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from core.printable import printable


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
    if found == list(sent.lists()):
        return sent
    changed = QueryDict(mutable=True)
    for name, texts in found:
        changed.setlist(name, texts)
    changed._mutable = False
    return changed
