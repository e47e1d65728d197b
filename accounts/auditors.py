"""An auditor reads the trail and does nothing else: what is not marked here, or open to everybody, is refused to them.

Who looks at what the others did has no part in it. See docs/adr/0045-the-trail-and-its-reader.md.
"""

from functools import cache
from typing import Any

from django.urls import resolve, reverse

from accounts.models import User

REFUSED = "审计员只查阅审计记录，不能打开其他页面。"


def open_to_auditors(view: type) -> type:
    """Marks a view that auditors open too: the trail, and their own account."""
    view.open_to_auditors = True
    return view


def may_visit(user: Any, view: Any) -> bool:
    """Whether the role of `user` leaves this view open; what permissions say comes after."""
    if getattr(user, "role", "") != User.Role.AUDITOR:
        return True
    is_public = not getattr(view, "login_required", True)
    return is_public or getattr(getattr(view, "view_class", None), "open_to_auditors", False)


def may_visit_route(user: Any, route: str) -> bool:
    """The same for the name of a route without arguments."""
    return may_visit(user, _view_of(route))


@cache
def _view_of(route: str) -> Any:
    """Looked up once for good: every page asks for each entry of its menus, and each takes a millisecond to find."""
    return resolve(reverse(route)).func
