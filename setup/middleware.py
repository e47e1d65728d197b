"""What stands before every view while an installation has not been set up: all addresses lead to the first start."""

from collections.abc import Callable
from functools import cache

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django.urls import reverse

from setup import opening

#: Asked for by machines, about the program and nobody in it.
FOR_MACHINES = ("healthz", "metrics", "manifest")
#: How the administrator comes back to a set-up that was left half-way.
SIGNING_IN = ("accounts:login", "accounts:logout")


class SetUpFirst:
    """Leads everybody to the set-up while it is open. Once it is closed it has no address, and that costs no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path in addresses(FOR_MACHINES):
            return self.get_response(request)
        try:
            is_open = opening.is_open()
        except DatabaseError:  # without tables not even that can be asked
            return HttpResponse(render_to_string("setup/no_tables.html"), status=503)
        of_setup = path.startswith(reverse("setup:overview"))
        if of_setup and not is_open:
            raise Http404
        if of_setup or not is_open or (path in addresses(SIGNING_IN) and opening.administrators().exists()):
            return self.get_response(request)
        return led_to_setup(request)


def led_to_setup(request: HttpRequest) -> HttpResponse:
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": resolve_url("setup:overview")})
    return redirect("setup:overview")


@cache
def addresses(routes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(reverse, routes))
