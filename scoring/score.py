"""The score: a pure function of the year's rubric, a division and a day.

One score counts everything inside a division once, by village; the results of the division itself, of all towns of a
county or of all villages of a town are read off the same numbers.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.db import connection
from django.utils.functional import cached_property

from core.assessment import judged_by
from core.history import tables
from core.memo import remembered
from core.models import Division, Village
from core.records.dated import anything_changed, as_stored
from scoring.beginning.models import OfficialFigure, TownStart
from scoring.catalogue import rubric_for
from scoring.result import BeforeStart, ItemResult, Result, SubItemResult
from scoring.rules import Outcome, Status
from scoring.tallies import (
    BEGUN,
    CompiledScan,
    Counts,
    Name,
    OpenScope,
    PlaceCounts,
    Scope,
    Tally,
    compiled,
    scans,
    since,
)
from scoring.years import Item, Rubric, SubItem


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
        """The rule's numbers in a town or village, less what had ended before the town began."""
        facts, ended = self._all_facts(sub_item, place), self.ended(sub_item, place)
        return dict(sub_item.rule.without(facts, ended)) if any(ended.values()) else facts

    def _all_facts(self, sub_item: SubItem, place: str) -> dict[str, int]:
        """The numbers by name, whatever had ended; a base figure that nobody entered is missing."""
        numbers = {name: column.at(place) for name, column in self.counts[sub_item.code].items()}
        return {name: number for name, number in numbers.items() if number is not None}

    def ended(self, sub_item: SubItem, place: str) -> dict[str, int]:
        """How many rows of each number had ended before the town began; none of those that never end."""
        counted, left = self.counts[sub_item.code], self.counts.get(since(sub_item.code), {})
        return {name: (counted[name].at(place) or 0) - (column.at(place) or 0) for name, column in left.items()}

    def by_place(self, code: str, name: str, *, before: bool) -> dict[str, int]:
        """How many rows of a number count in each place, or had ended before the town began."""
        counted = self.counts[code][name].by_place
        left = self.counts.get(since(code), {}).get(name)
        kept = counted if left is None else left.by_place
        return {place: all_rows - kept.get(place, 0) for place, all_rows in counted.items()} if before else kept

    @cached_property
    def starts(self) -> dict[str, date]:
        """The start days of towns that begin during the year; nothing is asked where no town does."""
        if not any(self.counts.get("", {}).get(BEGUN[1], PlaceCounts(False)).by_place.values()):
            return {}
        starts = TownStart.objects.everywhere("scored for a place, whoever looks").within(self.scope.division)
        return dict(starts.during(self.scope.year).values_list("town_id", "started_on"))

    @cached_property
    def _figures(self) -> dict[tuple[str, str], OfficialFigure]:
        """Official figures by town and rule, of towns that begin during the year."""
        found = OfficialFigure.objects.of_year(self.scope.division, self.scope.year) if self.starts else ()
        return {(figure.town_id, figure.rule): figure for figure in found if figure.town_id in self.starts}

    def lost_before(self, sub_item: SubItem, town: str) -> Decimal:
        """What a town officially lost in a sub-item before it began; 0 where nothing is known."""
        figure = self._figures.get((town, sub_item.rule.name))
        return figure.deducted if figure else Decimal(0)

    def _before(self, sub_item: SubItem, place: str, *, with_points: bool = True) -> BeforeStart | None:
        """What of a sub-item had ended before the town began; a village has no points of its own."""
        ended, figure = self.ended(sub_item, place), self._figures.get((place, sub_item.rule.name))
        if not (any(ended.values()) or figure):
            return None
        count, cases = sum(ended.values()), self._cases_before(sub_item, ended, place)
        if figure:
            return BeforeStart(count, deducted=figure.deducted, document=figure.document, cases=cases)
        lost = sub_item.rule.lost
        more = lost(self._all_facts(sub_item, place)) - lost(self.facts(sub_item, place)) if with_points else Decimal(0)
        return BeforeStart(count, max(more, Decimal(0)), cases=cases)

    def result(self, town: str) -> Result:
        items = tuple(self._item(item, town) for item in self.rubric.items)
        total = sum((item.score for item in items if item.score is not None), Decimal(0))
        pending = sum((each.pending for item in items for each in item.sub_items), Decimal(0))
        return Result(town, "", self.scope.on, str(self.rubric), total, pending, items)

    def _item(self, item: Item, town: str) -> ItemResult:
        sub_items = tuple(self._sub_item(sub_item, town) for sub_item in item.sub_items)
        scores = (each.score for each in sub_items if each.score is not None)
        return ItemResult(item, sum(scores, Decimal(0)), sub_items)

    def _sub_item(self, sub_item: SubItem, town: str) -> SubItemResult:
        facts = self.facts(sub_item, town)
        outcome = sub_item.rule.outcome(facts)
        pending, before = outcome.status is Status.PENDING, self._before(sub_item, town)
        lost = sub_item.rule.lost(facts, self.lost_before(sub_item, town))
        return SubItemResult(
            sub_item=sub_item,
            status=Status.SCORED if before and not pending else outcome.status,
            score=None if pending else sub_item.rule.max - lost - (before.pending if before else 0),
            deducted=Decimal(0) if pending else lost,
            count=outcome.count,
            facts=facts,
            listed=outcome.listed,
            cases=self._cases(sub_item, outcome, town),
            before=before,
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
        cases, before = self._cases(sub_item, outcome, village), self._before(sub_item, village, with_points=False)
        return SubItemResult(
            sub_item, outcome.status, None, outcome.deducted, outcome.count, facts, outcome.listed, cases, before
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
            self._read[code, name] = self.tally(code, name).since_start.keys(self.scope.division)
        return self._read[code, name]

    def _cases_before(self, sub_item: SubItem, ended: Mapping[str, int], place: str) -> tuple[str, ...] | None:
        """The keys of the rows that had ended before the town began, if cases are asked for."""
        if not self.with_cases:
            return None
        tallies = [self.tally(sub_item.code, name) for name, number in ended.items() if number]
        return tuple(sorted(key for tally in tallies for _, key in tally.keys(place, tally.before_start(place))))

    def tally(self, code: str, name: str) -> Tally:
        """What a number of a sub-item counts, as the year's rubric judges it."""
        with judged_by(self.rubric):
            return self.rubric.sub_item(code).rule.tallies(self.scope)[name]


def count(rubric: Rubric, scope: Scope, codes: Collection[str] | None = None) -> Counts:
    """Every number that the rules need, inside the scope's division, by village (by town for what is a town's).

    `codes` asks for some sub-items only.
    """
    counts: dict[str, dict[str, PlaceCounts]] = {sub_item.code: {} for sub_item in rubric.sub_items}
    if codes is not None and not codes:
        return counts
    ended, changed = len(list(scope.ended_terms(rubric.deadlines))), anything_changed()
    for scan in compiled_scans(rubric, ended, connection.vendor, changed):
        if codes is not None and not any(code in codes for code, _ in scan.names):
            continue
        columns = [
            counts.setdefault(code, {}).setdefault(name, PlaceCounts(is_total))
            for (code, name), is_total in zip(scan.names, scan.totals, strict=True)
        ]
        for place, *numbers in scan.query.rows(division=scope.division, on=scope.on):
            for column, number in zip(columns, numbers, strict=True):
                if number is not None:
                    column.add(place, int(number))
    return counts


@lru_cache(maxsize=32)
def compiled_scans(rubric: Rubric, ended: int, vendor: str, changed: bool) -> tuple[CompiledScan, ...]:
    """All scans of a rubric when so many terms have ended, for a kind of database and with or without changes."""
    scope = OpenScope(ended=ended)
    with judged_by(rubric), as_stored(not changed):
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
