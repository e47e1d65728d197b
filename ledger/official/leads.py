"""The way from a register, or from the page of a policy or a class, to the lists that can be made of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from core.contributions import contribute
from core.pages.leading import LEADS, Lead
from core.pages.panels import PIECES
from ledger.official.layout_files import official_lists
from ledger.rules import EXCHANGE
from oversight.models import Policy
from training.models import TrainingClass


@contribute(LEADS)
def lists_beside(route: str, user: Any) -> Iterator[Lead]:
    if user.has_perm(EXCHANGE):
        for each in official_lists().values():
            if route in each.beside:
                yield f"出表：{each.called}", reverse("ledger:official_list", args=[each.name])


@contribute(PIECES, Policy, TrainingClass, template="ledger/official/here.html")
def lists_of(record: Any, request: HttpRequest, on: date) -> list[Lead]:
    """Those of which the record can be the subject."""
    if record.is_voided or not request.user.has_perm(EXCHANGE):  # type: ignore[union-attr]
        return []
    here = [each for each in official_lists().values() if each.source.may_be_of(record)]
    to = "ledger:official_list"
    return [(f"出表：{each.called}", f"{reverse(to, args=[each.name])}?subject={record.pk}") for each in here]
