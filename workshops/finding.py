"""Workshops, as the one search box finds them."""

from collections.abc import Iterable
from typing import Any

from core.contributions import contribute
from core.pages.finding import FINDERS, Hit, called
from workshops.models import Workshop


@contribute(FINDERS, "帮扶车间", place=3)
def workshops(text: str, user: Any) -> Iterable[Hit]:
    rows = Workshop.objects.visible_to(user).select_related("village")
    for workshop in called(rows, ("name", "code"), text):
        yield Hit(workshop.name, f"{workshop.code} · {workshop.village}", workshop.get_absolute_url())
