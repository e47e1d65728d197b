"""A draft beside the rubric in force: what a town would score today by each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from scoring.result import Result, SubItemResult
from scoring.score import score_town
from scoring.years import Rubric


@dataclass(frozen=True)
class Pair:
    """What one rule scores by the rubric in force and by the draft; None where a rubric does not have it."""

    now: SubItemResult | None
    draft: SubItemResult | None

    @property
    def title(self) -> str:
        return next(each.sub_item.title for each in (self.draft, self.now) if each)

    @property
    def differs(self) -> bool:
        return _said(self.now) != _said(self.draft)


@dataclass(frozen=True)
class Preview:
    """Both scores of a town on a day."""

    now: Result
    draft: Result
    pairs: tuple[Pair, ...]

    @property
    def more(self) -> Decimal:
        """By how much the draft scores more."""
        return (self.draft.total or Decimal(0)) - (self.now.total or Decimal(0))


def preview(town: str, on: date, draft: Rubric) -> Preview:
    """Score a town on a day by both."""
    now, then = score_town(town, on), score_town(town, on, rubric=draft)
    return Preview(now, then, tuple(_pairs(now, then)))


def _pairs(now: Result, draft: Result) -> Iterator[Pair]:
    """Sub-items are the same where the same rule scores them, whatever their codes."""
    by_rule = [_by_rule(result) for result in (now, draft)]
    for rule in dict.fromkeys([*by_rule[1], *by_rule[0]]):
        for old, new in zip_longest(*(each.get(rule, []) for each in by_rule)):
            yield Pair(old, new)


def _by_rule(result: Result) -> dict[str, list[SubItemResult]]:
    found: dict[str, list[SubItemResult]] = {}
    for each in result.sub_items.values():
        found.setdefault(each.sub_item.rule.name, []).append(each)
    return found


def _said(result: SubItemResult | None) -> tuple[object, ...]:
    return (result.sub_item.code, result.sub_item.rule.max, result.score, result.count) if result else ()
