"""What people do about doubts: hand them to somebody, ask for an exemption, approve it, refuse it, end it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit
from core.models import AuditEvent
from doubts.models import Exemption, ListedDoubt


def own_clerks(places: Iterable[str]) -> dict[str, Any]:
    """For each village its own clerk; of several, the first."""
    users = get_user_model()
    clerks = users.objects.filter(divisions__in=list(places), role=users.Role.CLERK, is_active=True)
    found: dict[str, Any] = {}
    for place, clerk in clerks.order_by("pk").values_list("divisions", "pk"):
        found.setdefault(place, clerk)
    return found


@transaction.atomic
def hand_over(*, doubts: Any, to: Any, by: Any, due_on: date) -> int:
    """Hand those in the divisions of `to` to them, or each to its village's own clerk; how many it were."""
    places = list(doubts.order_by().values_list("place", flat=True).distinct())
    clerks = own_clerks(places)
    number = 0
    for place in places:
        key = clerks.get(place) if to is None else to.pk if place.startswith(tuple(to.division_codes)) else None
        if key:
            number += doubts.filter(place=place).update(assigned_to=key, assigned_by=by, due_on=due_on)
    return number


@transaction.atomic
def ask_to_exempt(*, doubt: ListedDoubt, reason: str, last_day: date, by: Any, on: date) -> Exemption:
    """ValidationError where one waits already."""
    same = {"rule": doubt.rule, "subject": doubt.subject, "key": doubt.key}
    rows = Exemption.objects.everywhere("a doubt is exempted once, wherever it was").filter(**same)
    if rows.filter(approved_on=None, last_day__lt=on).delete()[0]:
        rows = rows.all()
    if rows.filter(approved_on=None).exists():
        raise ValidationError("已经有人申请豁免，等待批准")
    asked = Exemption.objects.create(
        **same, place=doubt.place, values=doubt.values, reason=reason, last_day=last_day, asked_by=by, asked_on=on
    )
    _trail(asked, "asked")
    return asked


@transaction.atomic
def approve(*, exemption: Exemption, by: Any, on: date) -> None:
    """ValidationError where somebody would approve what they asked for themselves, or where it is decided already."""
    if exemption.approved_on or exemption.last_day < on:
        raise ValidationError("这件豁免已经有了结果")
    if exemption.asked_by_id == by.pk:
        raise ValidationError("豁免要由另一个人批准，不能批准自己申请的")
    exemption.approved_by, exemption.approved_on = by, on
    exemption.save()
    _trail(exemption, "approved")


@transaction.atomic
def refuse(*, exemption: Exemption) -> None:
    """What nobody has approved goes; the history keeps it."""
    if exemption.approved_on:
        raise ValidationError("这件豁免已经批准")
    _trail(exemption, "refused")
    exemption.delete()


@transaction.atomic
def end(*, exemption: Exemption, on: date) -> None:
    """From today on the doubt is looked at again; days before stay as they were. ValidationError where it is over."""
    if not exemption.holds(on):
        raise ValidationError("这件豁免没有在用，不用结束")
    exemption.last_day = on - timedelta(1)
    exemption.save()
    _trail(exemption, "ended")


def _trail(exemption: Exemption, deed: str) -> None:
    details = {"rule": exemption.rule, "deed": deed, "last_day": str(exemption.last_day)}
    audit.record(AuditEvent.Action.EXEMPT, subject=exemption, details=details)
