"""Policies, as the one search box finds them."""

from collections.abc import Iterable
from typing import Any

from core.contributions import contribute
from core.pages.finding import FINDERS, Hit, called
from oversight.models import Policy


@contribute(FINDERS, "政策", place=5)
def policies(text: str, user: Any) -> Iterable[Hit]:
    for policy in called(Policy.objects.visible_to(user), ("name", "code"), text):
        yield Hit(policy.name, f"{policy.code} · {policy.year}年", policy.get_absolute_url())
