"""Who has been given no division sees no row, and writes nothing, not even what belongs to no division."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

READING = frozenset({"GET", "HEAD", "OPTIONS"})
NO_DIVISION = "您的账号还没有分配管辖区划，不能填写或修改任何内容。请联系系统管理员分配区划。"


def without_division(view: type) -> type:
    """Marks a view that writes for everybody who is signed in: it concerns their own account alone."""
    view.writes_without_division = True  # type: ignore[attr-defined]
    return view


class DivisionRequired:
    """Writing is for those who were given a division; the default for every page, as signing in is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method in READING or not request.user.is_authenticated or request.user.division_codes:
            return
        if not getattr(getattr(view, "view_class", None), "writes_without_division", False):
            raise PermissionDenied(NO_DIVISION)
