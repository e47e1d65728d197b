"""Employers, as the one search box finds them."""

from collections.abc import Iterable
from typing import Any

from core.contributions import contribute
from core.pages.finding import FINDERS, Hit, called
from platforms.models import Employer


@contribute(FINDERS, "用人单位", place=4)
def employers(text: str, user: Any) -> Iterable[Hit]:
    for employer in called(Employer.objects.visible_to(user), ("name",), text):
        yield Hit(employer.name, employer.get_kind_display(), employer.get_absolute_url())
