"""The score: a pure function of the year's rubric, a division and a day.

One score counts everything inside a division once, by village; the results of the division itself, of all towns of a
county or of all villages of a town are read off the same numbers.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.assessment import judged_by
from core.models import Division, Village
from scoring.catalogue import Item, Rubric, SubItem, rubric_for
from scoring.prepared import Counts, count
from scoring.results import ItemResult, Result, SubItemResult
from scoring.scope import Scope
from scoring.shapes import Outcome, Status
from scoring.tallies import Name


def score_town(town: str, on: date, *, rubric: Rubric | None = None, cases: bool = False) -> Result:
    """The score of one town at the end of the day `on`, with the keys of all cases if asked for."""
    return Score(town, on, rubric, cases).result(town)


def score_towns(division: str, on: date, *, rubric: Rubric | None = None, cases: bool = False) -> list[Result]:
    """The scores of all towns inside `division` that have a registered village, by the queries of one."""
    score = Score(division, on, rubric, cases)
    codes = Village.objects.within(division).values_list("code", flat=True)
    return [score.result(town) for town in sorted({code[: Division.Level.TOWN] for code in codes})]


def village_shares(town: str, on: date, *, rubric: Rubric | None = None, cases: bool = False) -> list[Result]:
    """What each registered village of `town` adds to the town's count and, before 扣完为止, to its deductions."""
    score = Score(town, on, rubric, cases)
    villages = Village.objects.within(town).values_list("code", "name").order_by("code")
    return [score.share(code, name) for code, name in villages]


class Score:
    """Everything that the rules count inside `division` on a day."""

    def __init__(
        self,
        division: str,
        on: date,
        rubric: Rubric | None = None,
        with_cases: bool = False,
        counts: Counts | None = None,
    ) -> None:
        self.rubric = rubric or rubric_for(on.year)
        self.scope = Scope(division, on)
        self.with_cases = with_cases
        self.counts = count(self.rubric, self.scope) if counts is None else counts
        self._read: dict[Name, list[tuple[str, str]]] = {}

    def facts(self, sub_item: SubItem, place: str) -> dict[str, int]:
        """The rule's numbers in a town or village, by name; a base figure that nobody entered is missing."""
        numbers = {name: column.at(place) for name, column in self.counts[sub_item.code].items()}
        return {name: number for name, number in numbers.items() if number is not None}

    def result(self, town: str) -> Result:
        items = tuple(self._item(item, town) for item in self.rubric.items)
        total = sum((item.score for item in items if item.score is not None), Decimal(0))
        pending = (each.sub_item.rule.max for item in items for each in item.sub_items if each.status is Status.PENDING)
        return Result(town, "", self.scope.on, str(self.rubric), total, sum(pending, Decimal(0)), items)

    def _item(self, item: Item, town: str) -> ItemResult:
        sub_items = tuple(self._sub_item(sub_item, town) for sub_item in item.sub_items)
        scores = (each.score for each in sub_items if each.score is not None)
        return ItemResult(item, sum(scores, Decimal(0)), sub_items)

    def _sub_item(self, sub_item: SubItem, town: str) -> SubItemResult:
        facts = self.facts(sub_item, town)
        outcome = sub_item.rule.outcome(facts)
        pending = outcome.status is Status.PENDING
        score = max(sub_item.rule.max - outcome.deducted, Decimal(0))
        return SubItemResult(
            sub_item=sub_item,
            status=outcome.status,
            score=None if pending else score,
            deducted=Decimal(0) if pending else sub_item.rule.max - score,
            count=outcome.count,
            facts=facts,
            listed=outcome.listed,
            cases=self._cases(sub_item, outcome, town),
        )

    def share(self, village: str, name: str) -> Result:
        items = tuple(
            ItemResult(item, None, tuple(self._share(sub_item, village) for sub_item in item.sub_items))
            for item in self.rubric.items
        )
        return Result(village, name, self.scope.on, str(self.rubric), None, None, items)

    def _share(self, sub_item: SubItem, village: str) -> SubItemResult:
        if not sub_item.rule.per_village:
            return SubItemResult(
                sub_item, self._town_status(sub_item), None, None, None, {}, (), () if self.with_cases else None
            )
        facts = self.facts(sub_item, village)
        outcome = sub_item.rule.outcome(facts)
        cases = self._cases(sub_item, outcome, village)
        return SubItemResult(
            sub_item, outcome.status, None, outcome.deducted, outcome.count, facts, outcome.listed, cases
        )

    def _town_status(self, sub_item: SubItem) -> Status:
        return sub_item.rule.outcome(self.facts(sub_item, self.scope.division)).status

    def _cases(self, sub_item: SubItem, outcome: Outcome, place: str) -> tuple[str, ...] | None:
        if not self.with_cases:
            return None
        listed: Iterable[tuple[str, str]] = (
            row for name in outcome.listed if outcome.count for row in self._rows(sub_item.code, name)
        )
        return tuple(sorted(key for code, key in listed if code.startswith(place)))

    def _rows(self, code: str, name: str) -> list[tuple[str, str]]:
        """Places and keys of the rows behind a number, read once for all towns or villages."""
        if (code, name) not in self._read:
            with judged_by(self.rubric):
                tally = self.rubric.sub_item(code).rule.tallies(self.scope)[name]
            self._read[code, name] = tally.keys(self.scope.division)
        return self._read[code, name]
