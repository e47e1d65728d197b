"""What a file would do to the score, before it is written."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.contributions import contribute
from core.models import Division
from ledger.actions import PREVIEWS
from ledger.models import ImportJob
from scoring.result import Result, decimal_text
from scoring.score import score_town

TOWN = int(Division.Level.TOWN)


@contribute(PREVIEWS, "score")
def score_effect(job: ImportJob, write: Callable[[], None]) -> list[dict[str, Any]] | None:
    """For each of the user's towns, sub-item by sub-item where a number changes; None for a whole county."""
    codes: Any = job.requested_by.division_codes  # type: ignore[union-attr]
    towns = sorted({code[:TOWN] for code in codes})
    if not towns or any(len(town) < TOWN for town in towns):
        return None
    with transaction.atomic():
        before = _scores(towns)
        write()
        after = _scores(towns)
        transaction.set_rollback(True)
    names = dict(Division.objects.filter(code__in=towns).values_list("code", "name"))
    return [_of_town(names.get(town, town), before[town], after[town]) for town in towns]


def _scores(towns: list[str]) -> dict[str, Result]:
    today = timezone.localdate()
    return {town: score_town(town, today) for town in towns}


def _of_town(name: str, before: Result, after: Result) -> dict[str, Any]:
    lines = []
    for code, now in after.sub_items.items():
        then = before.sub_items[code]
        if now.facts != then.facts:
            points = (now.score or Decimal(0)) - (then.score or Decimal(0))
            told = {"title": f"{code} {now.sub_item.title}", "address": reverse("scoring:sub_item", args=[code])}
            lines.append({**told, "change": _signed(points), "is_lost": points < 0})
    totals = {"before": decimal_text(before.total), "after": decimal_text(after.total)}
    change = (after.total or Decimal(0)) - (before.total or Decimal(0))
    return {"name": name, "on": before.on.isoformat(), **totals, "change": _signed(change), "lines": lines}


def _signed(change: Decimal) -> str:
    """With its sign, as people write it."""
    sign = "\N{MINUS SIGN}" if change < 0 else "+"
    return f"{sign}{decimal_text(abs(change))}"
