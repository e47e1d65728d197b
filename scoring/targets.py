"""The plan's targets (section 二), beside the 100 points: how much is wanted, how much there is, and who must act.

As with the score nothing is stored: a target is counted on a day, and its trend is the same count on other days.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import takewhile
from typing import Any

from django.db import connection
from django.db.models import Count

from core.assessment import judged_by
from core.compiled import CompiledQuery, QueryParameter, aggregated
from core.history import tables_in
from core.memo import remembered
from core.models import Division, Village
from core.periods import month_ends_before
from core.records.dated import anything_changed, as_stored, tables_of_changes
from core.records.places import belonging, place_of
from core.states import State, Tone
from core.wall import everywhere
from scoring.beginning.models import TownStart
from scoring.catalogue import rubric_for
from scoring.measures import Measure, measures
from scoring.years import Rubric, Target

#: The place whose records are counted.
PLACE = QueryParameter("place")
#: So many of the villages that are behind are named.
BEHIND = 3
#: The size of a trend's picture.
WIDTH, HEIGHT = 120, 32


@dataclass(frozen=True)
class Behind:
    """A village that still has so much to do, and where that is listed."""

    name: str
    count: int
    address: str

    def __str__(self) -> str:
        return f"{self.name} {self.count}" if self.count > 1 else self.name


@dataclass(frozen=True)
class TargetProgress:
    """How a target stands: `months` are the numbers at each month's end of the year and on the day itself."""

    target: Target
    wanted: int | None
    months: tuple[tuple[date, int], ...]
    behind: tuple[Behind, ...]
    address: str

    @property
    def actual(self) -> int:
        return self.months[-1][1]

    @property
    def gap(self) -> int:
        """How much is missing to what is wanted."""
        return max((self.wanted or 0) - self.actual, 0)

    @property
    def percent(self) -> int:
        return min(self.actual * 100 // self.wanted, 100) if self.wanted else 100

    @property
    def state(self) -> State:
        if self.wanted is None:
            return State("没有定量目标")
        if not self.gap:
            return State("已达到", Tone.SAFE)
        return State(f"还差{self.gap}{self.target.unit}", Tone.LOST)

    @property
    def lately(self) -> str:
        """What has changed since the last month's end."""
        if len(self.months) == 1:
            return ""
        more = self.actual - self.months[-2][1]
        return f"比上月末{'多' if more > 0 else '少'}{abs(more)}" if more else "与上月末持平"

    @property
    def trend(self) -> str:
        """The points of a line through the months, as an SVG polyline takes them."""
        numbers = [number for _, number in self.months]
        top, step = max(*numbers, self.wanted or 0, 1), WIDTH / max(len(numbers) - 1, 1)
        return " ".join(
            f"{place * step:.0f},{HEIGHT - 2 - number * (HEIGHT - 4) / top:.0f}" for place, number in enumerate(numbers)
        )

    @property
    def trend_words(self) -> str:
        return "，".join(f"{day.month}月{number}" for day, number in self.months)


def target_progress(place: str, on: date) -> list[TargetProgress]:
    """How every target of the plan stands in a town, or those that a village answers for in a village."""
    is_village = len(place) == Division.Level.VILLAGE
    rubric = rubric_for(on.year)
    targets = [each for each in rubric.targets.values() if measures[each.name].of_village or not is_village]
    changed = anything_changed()
    compiled = compiled_targets(rubric, on, connection.vendor, changed)
    found = remembered(
        {target.name: compiled[target.name].tables | tables_of_changes() for target in targets},
        ("targets", rubric.digest, place, on, changed),
        lambda names: {name: compiled[name].counts(place) for name in names},
    )
    villages = dict(Village.objects.everywhere("the place's own").within(place).values_list("code", "name"))
    begun = started_on(place, on.year) or date.min
    return [_progress(target, found[target.name].since(begun), villages, place, on) for target in targets]


def started_on(place: str, year: int) -> date | None:
    """The day on which the place's town begins with the program, where it does so during the year."""
    starts = TownStart.objects.everywhere("the place's own").during(year)
    day: date | None = starts.filter(town_id=place[: Division.Level.TOWN]).values_list("started_on", flat=True).first()
    return day


@dataclass(frozen=True)
class TargetCounts:
    """What there is to count of the whole; the number at each month's end and on the day; what villages lack."""

    whole: int
    months: tuple[tuple[date, int], ...]
    behind: tuple[tuple[str, int], ...]

    def since(self, begun: date) -> "TargetCounts":
        """Without the months that had ended before the town began: nobody entered anything then."""
        *ended, today = self.months
        return replace(self, months=(*(each for each in ended if each[0] >= begun), today))


@dataclass(frozen=True)
class CompiledTarget:
    """The numbers of a target on some days, the last of which is the day asked about, put together for any place."""

    days: tuple[date, ...]
    numbers: CompiledQuery
    behind: CompiledQuery | None

    @property
    def tables(self) -> frozenset[str]:
        """The tables that the numbers are made from."""
        return tables_in(self.numbers.sql, self.behind.sql if self.behind else "")

    def counts(self, place: str) -> TargetCounts:
        found: dict[int, Any] = dict(self.numbers.rows(place=place))
        months = tuple((day, found.get(part) or 0) for part, day in enumerate(self.days))
        behind = tuple(self.behind.rows(place=place)) if self.behind else ()
        return TargetCounts(found.get(len(self.days)) or 0, months, behind)


@lru_cache(maxsize=16)
@everywhere("put together for any place; who looks gets the numbers of one")
def compiled_targets(rubric: Rubric, on: date, vendor: str, changed: bool) -> Mapping[str, CompiledTarget]:
    """The targets of a rubric on a day, by name, for a kind of database and with or without changes.

    Django takes a second to put them together, and a database some milliseconds to answer.
    """
    ended = takewhile(lambda day: day.year == on.year, month_ends_before(on))
    days = (*reversed(list(ended)), on)
    with judged_by(rubric), as_stored(not changed):
        return {name: _compiled(measures[name], days) for name in rubric.targets}


def _compiled(measure: Measure, days: tuple[date, ...]) -> CompiledTarget:
    counted = [(belonging(measure.actual(day), PLACE, day), measure.number) for day in days]
    whole, missing = measure.whole(days[-1]), measure.missing(days[-1])
    if whole is not None:
        counted.append((belonging(whole, PLACE, days[-1]), measure.number_of_whole))
    behind = None if missing is None else CompiledQuery.of(_by_village(belonging(missing, PLACE, days[-1]), days[-1]))
    return CompiledTarget(days, CompiledQuery.of(_numbers(counted)), behind)


def _numbers(counted: Iterable[tuple[Any, Any]]) -> Any:
    """A number for each of these rows, all in one query."""
    first, *others = [aggregated(rows, number, part) for part, (rows, number) in enumerate(counted)]
    return first.union(*others, all=True)


def _by_village(rows: Any, on: date) -> Any:
    """The villages that most of these rows were in on the day."""
    village = place_of(rows.model, on).either(rows.model.division_path)
    grouped = rows.order_by().annotate(behind_in=village).values_list("behind_in")
    return grouped.annotate(number=Count("pk", distinct=True)).order_by("-number", "behind_in")[:BEHIND]


def _progress(
    target: Target, counts: TargetCounts, villages: Mapping[str, str], place: str, on: date
) -> TargetProgress:
    measure = measures[target.name]
    wanted = -(-counts.whole * target.percent // 100) if counts.whole else target.value
    behind = tuple(Behind(villages[code], number, measure.lacking.address(code, on)) for code, number in counts.behind)
    return TargetProgress(target, wanted, counts.months, behind, measure.counted.address(place, on))
