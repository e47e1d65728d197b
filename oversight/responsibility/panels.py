"""Who stands behind the 责任人 of a task or a problem, on its page: a closed account is handed over from there."""

from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest

from core.contributions import contribute
from core.pages.panels import PIECES
from core.permissions import KEEP
from core.personal_data.names import user_label
from oversight.models import Problem, Responsible, SupervisionTask


class WhoAnswers(NamedTuple):
    """The account or the post behind a name; none yet, or one that is closed."""

    label: str
    is_closed: bool


@contribute(PIECES, SupervisionTask, Problem, template="oversight/responsibility/behind.html")
def behind(record: Any, request: HttpRequest, on: date) -> WhoAnswers | None:
    if not record.responsible or not request.user.has_perm(KEEP):
        return None
    rows = Responsible.objects.visible_to(request.user).filter(town=record.town_id, name=record.responsible)
    row = rows.select_related("account", "post").first()
    if row is None:
        return WhoAnswers("", False)
    if row.post:
        return WhoAnswers(str(row.post), False)
    return WhoAnswers(user_label(row.account), row.account.has_ended(on))
