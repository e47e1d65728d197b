"""Joining a name to an account or a post, and handing over what it answers for."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit
from core.models import AuditEvent
from core.personal_data.names import tidy, user_label
from core.records.writing import write_many
from core.wall import everywhere
from oversight.models import Responsible
from oversight.responsibility.matters import MATTERS, Named

HANDED_OVER = "责任人移交"


@transaction.atomic
def join(*, named: Named, to: Any) -> Responsible:
    """Whoever is named so in the town is this account or post."""
    behind = {"account": None, "post": None, _kind(to): to}
    joined, _ = Responsible.objects.everywhere("the town is the user's").update_or_create(
        town_id=named.town, name=named.name, defaults=behind
    )
    _trail(named, "joined")
    return joined


@transaction.atomic
def hand_responsibility_over(*, named: Named, to: Any, by: Any, on: date) -> int:
    """What is open under the name has another from now on; how many records. What is done keeps its own.

    ValidationError where that name stands for somebody else already.
    """
    other = Named(named.town, label_of(to))
    known = Responsible.objects.everywhere("the town is the user's").filter(town_id=other.town, name=other.name).first()
    if known and getattr(known, _kind(to)) != to:
        raise ValidationError("这个名字已经对应了另一个账号或岗位，请先改那一条")
    if other == named:
        raise ValidationError("就是这个名字，不用移交；账号换了请用“对应”")
    join(named=other, to=to)
    number = 0
    for matter in MATTERS:
        rows = matter.model.objects.visible_to(by).within(named.town).filter(responsible=named.name)
        rows = list(matter.open(rows, on).select_for_update(of=("self",)).order_by("pk"))
        for record in rows:
            record.responsible = other.name
        if rows:
            with everywhere("the rows are the user's"):
                write_many(rows, HANDED_OVER, ["responsible"])
        number += len(rows)
    _trail(named, "handed over", number=number)
    return number


def label_of(to: Any) -> str:
    """What records call the account or the post."""
    return tidy(user_label(to) if _kind(to) == "account" else to.duty or str(to))[:50]


def _kind(to: Any) -> str:
    return "post" if hasattr(to, "duty") else "account"


def _trail(named: Named, deed: str, **more: Any) -> None:
    details = {"part": "responsible", "deed": deed, **more}
    audit.record(AuditEvent.Action.HANDED_OVER, division=named.town, details=details)
