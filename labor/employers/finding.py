"""Employers, as the one search box and the forms find them."""

from collections.abc import Iterable
from typing import Any

from core.contributions import contribute
from core.lookups import LOOKUPS
from core.pages.finding import FINDERS, Hit, called
from labor.models import Employer


@contribute(FINDERS, "用人单位", place=4)
def employers(text: str, user: Any) -> Iterable[Hit]:
    for employer in find_employers(Employer.objects.visible_to(user), text, user):
        yield Hit(employer.name, employer.get_kind_display(), employer.get_absolute_url())


def employer_note(employer: Employer) -> str:
    return " · ".join(filter(None, (employer.get_kind_display(), employer.place)))


@contribute(LOOKUPS, Employer, note=employer_note)
def find_employers(rows: Any, text: str, user: Any) -> Any:
    """Who is called so, in whatever way it is written; else all whose name or code has it, or is spelled so."""
    exactly = list(rows.called(text)[:1]) or list(rows.filter(credit_code__iexact=text)[:1])
    return exactly or called(rows.order_by("name"), ("name", "credit_code"), text)
