"""Pages of signed-in users hold personal data: nothing between the program and the screen keeps them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control


class NeverStored:
    """Tells browsers and proxies to keep no copy of what a signed-in user is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:  # asked anyway, by the frame of every page
            patch_cache_control(response, no_store=True, private=True)
        return response
