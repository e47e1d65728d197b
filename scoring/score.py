"""The score: a pure function of the year's rubric, a division and a day.

One score counts everything inside a division once, by village; the results of the division itself, of all towns of a
county or of all villages of a town are read off the same numbers.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection

from core.assessment import judged_by
from core.history import tables
from core.memo import remembered
from core.models import Division, Village
from scoring.catalogue import Item, Rubric, SubItem, rubric_for
from scoring.rules import Outcome, Status
from scoring.tallies import CompiledScan, Counts, Name, OpenScope, PlaceCounts, Scope, compiled, scans


def decimal_text(number: Decimal | None) -> str | None:
    """The shortest decimal form: 17.40 is "17.4", 1E+1 is "10"."""
    if number is None:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class SubItemResult:
    """The result of a sub-item. A village has no score and shares only what its villages can share (else None)."""

    sub_item: SubItem
    status: Status
    score: Decimal | None
    deducted: Decimal | None
    count: int | None
    facts: Mapping[str, int]
    listed: tuple[str, ...]
    cases: tuple[str, ...] | None = None

    @property
    def counts_rows(self) -> bool:
        """The count is that of the rows behind it; elsewhere it is one of points, or of what has not been done."""
        return self.count == sum(self.facts[name] for name in self.listed)

    def as_json(self) -> dict[str, Any]:
        cases = {} if self.cases is None else {"cases": list(self.cases)}
        return {
            "code": self.sub_item.code,
            "max": decimal_text(self.sub_item.rule.max),
            "score": decimal_text(self.score),
            "status": str(self.status),
            "deducted": decimal_text(self.deducted),
            "count": self.count,
            **cases,
        }


@dataclass(frozen=True)
class ItemResult:
    item: Item
    score: Decimal | None
    sub_items: tuple[SubItemResult, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.item.code,
            "title": self.item.title,
            "max": decimal_text(self.item.max),
            "score": decimal_text(self.score),
            "indicators": [each.as_json() for each in self.sub_items],
        }


@dataclass(frozen=True)
class Result:
    """A division's score on a day; `name` only where several divisions stand side by side."""

    division: str
    name: str
    on: date
    rubric: str
    total: Decimal | None
    pending: Decimal | None
    items: tuple[ItemResult, ...]

    @property
    def sub_items(self) -> dict[str, SubItemResult]:
        return {each.sub_item.code: each for item in self.items for each in item.sub_items}

    def as_json(self) -> dict[str, Any]:
        """The contract's form; a village, which has no total, bears its name."""
        name = {"name": self.name} if self.total is None else {}
        return {
            "division": self.division,
            **name,
            "year": self.on.year,
            "as_of": self.on.isoformat(),
            "rubric": self.rubric,
            "total": decimal_text(self.total),
            "pending": decimal_text(self.pending),
            "items": [item.as_json() for item in self.items],
        }


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


def count(rubric: Rubric, scope: Scope, codes: Container[str] | None = None) -> Counts:
    """Every number that the rules need, inside the scope's division, by village (by town for what is a town's).

    `codes` asks for some sub-items only.
    """
    counts: dict[str, dict[str, PlaceCounts]] = {sub_item.code: {} for sub_item in rubric.sub_items}
    for scan in compiled_scans(rubric, len(list(scope.ended_terms(rubric.deadlines))), connection.vendor):
        if codes is not None and not any(code in codes for code, _ in scan.names):
            continue
        columns = [PlaceCounts(is_total) for is_total in scan.totals]
        for (code, name), column in zip(scan.names, columns, strict=True):
            counts[code][name] = column
        for place, *numbers in scan.query.rows(division=scope.division, on=scope.on):
            for column, number in zip(columns, numbers, strict=True):
                if number is not None:
                    column.add(place, int(number))
    return counts


@lru_cache(maxsize=32)
def compiled_scans(rubric: Rubric, ended: int, vendor: str) -> tuple[CompiledScan, ...]:
    """All scans of a rubric when so many terms have ended, for a kind of database."""
    scope = OpenScope(ended=ended)
    with judged_by(rubric):
        return tuple(compiled(scan, scope) for scan in scans(rubric.tallies(scope)))


def score_town(town: str, on: date, *, rubric: Rubric | None = None, cases: bool = False) -> Result:
    """The score of one town at the end of the day `on`, with the keys of all cases if asked for."""
    return Score(town, on, rubric, cases).result(town)


def score_towns(division: str, on: date, *, rubric: Rubric | None = None, cases: bool = False) -> list[Result]:
    """The scores of all towns inside `division` that have a registered village, by the queries of one."""
    score = Score(division, on, rubric, cases)
    villages = Village.objects.everywhere("scored for a place, whoever looks").within(division)
    codes = villages.values_list("code", flat=True)
    return [score.result(town) for town in sorted({code[: Division.Level.TOWN] for code in codes})]


def village_shares(town: str, on: date, *, rubric: Rubric | None = None, cases: bool = False) -> list[Result]:
    """What each registered village of `town` adds to the town's count and, before 扣完为止, to its deductions."""
    score = Score(town, on, rubric, cases)
    villages = Village.objects.everywhere("scored for a place, whoever looks").within(town).order_by("code")
    return [score.share(code, name) for code, name in villages.values_list("code", "name")]


def score_of(division: str, on: date) -> Score:
    """The score of a division on a day, counted anew only when the data have changed."""
    rubric = rubric_for(on.year)
    found = remembered(
        {"score": tables()}, (rubric.digest, division, on), lambda _: {"score": count(rubric, Scope(division, on))}
    )
    return Score(division, on, rubric, counts=found["score"])


def of_rubric(year: int) -> list[str]:
    """A year that has no rubric of its own goes by the newest older one; before the first there is none to go by."""
    rubric = rubric_for(year)
    return [] if rubric.year >= year else [f"按{rubric.year}年细则计算，{year}年细则未发布"]
