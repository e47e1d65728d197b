"""Why something cannot be done, together with the records that stand in its way: a page lists them, each a link."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from core.pages.display import page_of

#: So many records of a kind are listed.
LISTED = 10


class Obstacle(NamedTuple):
    """One reason, in Chinese, and the records that are to be put right first."""

    text: str
    records: Sequence[Any]


class Hindrance(ValidationError):
    """What is said is the first reason, and how many more there are."""

    def __init__(self, obstacles: Sequence[Obstacle], code: str = "hindered") -> None:
        first, *others = obstacles
        super().__init__(f"{first.text}（还有{len(others)}处，下面列出一部分）" if others else first.text, code=code)
        self.records = [record for each in obstacles for record in each.records]


def refused(page: Any, form: Any, refusal: ValidationError) -> Any:
    """The page again, which says why, and lists what the user can open of what stands in the way, each once."""
    form.add_error(None, refusal)
    user = page.request.user
    found = {(type(row), row.pk): row for row in getattr(refusal, "records", ()) if page_of(row, user)}
    return page.render_to_response(page.get_context_data(form=form, in_the_way=list(found.values())[:LISTED]))
