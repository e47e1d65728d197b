"""What every page's template knows besides its own context."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.auditors import may_visit_route
from core.models import holds_demo
from core.pages.brand import Brand
from manual.contents import help_address
from reminders.bell import Bell
from wutuan.health import Troubles
from wutuan.navigation import MENU, SECTIONS, Section, may_open


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html: what the site is called, what the user may open, both menus, the bell, where one is."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"brand": Brand(None), "holds_demo": holds_demo}
    allowed = ((section, tuple(link for link in section.links if may_open(user, link))) for section in SECTIONS)
    sections = tuple(Section(section.label, links) for section, links in allowed if links)
    on_phones = (*(link for section in sections for link in section.links if link.phone), MENU)
    here = _here(request.resolver_match)
    return {
        "brand": Brand(user),
        "sections": sections,
        "side_menu": _menu("components/side_menu.html", sections, here),
        "phone_menu": _menu("components/phone_menu.html", on_phones, here),
        "here": here,
        "help_address": help_address(request.resolver_match.view_name if request.resolver_match else ""),
        "may_find": may_visit_route(user, "find"),
        "holds_demo": holds_demo,
        "bell": Bell(user, timezone.localdate()),
        "troubles": Troubles(user),
    }


@lru_cache(maxsize=256)
def _menu(template: str, entries: tuple[Any, ...], here: str) -> str:
    """Rendered once for all who may open the same: with some fifty icons it took half of a small page's time."""
    return render_to_string(template, {"entries": entries, "here": here})


def _here(match: Any) -> str:
    """The route of the entry that the open page belongs to: its own or its register's, or else its app's."""
    links = [link for section in SECTIONS for link in section.links] + [MENU] if match else []
    own = [link.route for link in links if match.view_name.startswith(link.own)]
    of_app = [link.route for link in links if link.app == match.app_name and not link.alone]
    return next(iter(own + of_app), "")
