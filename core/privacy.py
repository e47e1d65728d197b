"""Pages of signed-in users hold personal data: nothing keeps them on the way, and not everybody gets all of them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from core.masking import may_reveal, scrub


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
