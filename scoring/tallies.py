"""What the rules count: a scope asks for it, tallies name it, and scans count it by division, compiled once.

Rules that share their rows are counted together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Aggregate, Count, F, Model, Q, QuerySet, Sum
from django.db.models.functions import Substr

from core.compiled import CompiledQuery, QueryParameter
from core.models import Division, Village
from core.periods import Term, last_year_end, terms, year_of
from core.records.places import VILLAGE_THEN, PlaceOnDay
from core.scoping import inside
from scoring.beginning.models import TownStart
from scoring.start import Start, start_of

Rows = type[Model] | QuerySet[Any]
Name = tuple[str, str]  # the code of a sub-item, and what the rule calls the number
#: What stands in towns that begin with the program during the year.
BEGUN: Name = ("", "begun")
#: What a rule's numbers are in a place, by name.
Facts = Mapping[str, int]
DIVISION, DAY = QueryParameter("division"), QueryParameter("on")


@dataclass(frozen=True)
class Scope:
    """Facts of `division` as known at the end of the day `on`."""

    division: str
    on: date

    @property
    def year(self) -> int:
        return year_of(self.on)

    @property
    def base_year(self) -> int:
        return year_of(self.last_year_end)

    @property
    def last_year_end(self) -> date:
        return last_year_end(self.on)

    def start(self, path: str, ended: Any) -> Start:
        """For rows of the division at `path`: whether they had ended, each on `ended`, before their town began."""
        return start_of(path, self.year, ended)

    def ended_terms(self, deadlines: Sequence[str]) -> Iterator[Term]:
        """The terms of the year that end at `deadlines` (month-day), as far as they have ended: 2023H1, 2023H2."""
        return (term for term in terms(self.year, deadlines) if term.end <= self.on)


@dataclass(frozen=True)
class OpenScope(Scope):
    """Any division and day on which so many terms of the year have ended: parameters that a compiled query binds."""

    division: Any = DIVISION
    on: Any = DAY
    ended: int = 0

    def ended_terms(self, deadlines: Sequence[str]) -> Iterator[Term]:
        year: Any = self.year
        for number in range(self.ended):
            start, end = (year.derived(_term_day, deadlines, number, name) for name in ("start", "end"))
            yield Term(year, number + 1, start, end, label="")


def _term_day(year: int, deadlines: Sequence[str], number: int, name: str) -> date:
    day: date = getattr(list(terms(year, deadlines))[number], name)
    return day


@dataclass(frozen=True)
class Tally:
    """A number that a rule needs: how many of `rows` are `where`; a page lists the same rows.

    `distinct` counts the values of a field (people, not records), and lists them; `total` adds a field up.
    `path` leads to a row's division where that is not the model's own; `town_wide` rows may count in two villages.
    `key` names a listed row by its fields, and `label` by what it is listed for. `start` says which rows had
    ended before their town began with the program; None where what is counted never ends.
    """

    rows: Rows
    where: Q = Q()
    distinct: str = ""
    total: str = ""
    path: str = ""
    town_wide: bool = False
    key: tuple[str, ...] = ()
    label: object = ""
    start: Start | None = None
    #: Where rows belong on the day that they are judged by, where that has a day: there they have `village_then`.
    place: PlaceOnDay | None = None

    @property
    def since_start(self) -> "Tally":
        """What of it the towns answer for."""
        return replace(self, where=self.where & self.start.since, start=None) if self.start else self

    def before_start(self, division: str) -> QuerySet[Any]:
        """The rows counted in `division` that had ended before their town began."""
        since = self.since_start.within(division).order_by().values("pk")
        return self.within(division).exclude(pk__in=since) if self.start else self.within(division).none()

    def within(self, division: str) -> QuerySet[Any]:
        """The rows counted in `division`; where people are counted, the people."""
        return self._listed(self.all_within(division))

    @property
    def counted(self) -> QuerySet[Any]:
        """The records counted in all divisions."""
        return self._all().filter(self.where)

    @property
    def listed(self) -> QuerySet[Any]:
        """The rows counted in all divisions; where people are counted, the people."""
        return self._listed(self._all())

    def _listed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = rows.filter(self.where)
        if not self.distinct:
            return rows
        listed: Any = rows.model._meta.get_field(self.distinct).related_model
        return listed._default_manager.filter(pk__in=rows.order_by().values(self.distinct))

    def keys(self, division: str, rows: QuerySet[Any] | None = None) -> list[tuple[str, str]]:
        """Division code and key of each row counted in `division`, or of these `rows` of them."""
        rows = self.all_within(division).filter(self.where) if rows is None else rows
        if self.distinct and rows.model is not self._all().model:
            return replace(self, rows=rows, distinct="", place=None, path="", town_wide=False).keys(division, rows)
        model: Any = rows.model._meta.get_field(self.distinct).related_model if self.distinct else rows.model
        fields = [model._meta.get_field(path.split("__")[0]) for path in self.key]
        labels = [dict(getattr(field, "flatchoices", ())) for field in fields]
        label = [str(self.label)] if self.label else []
        paths = [f"{self.distinct}__{path}" if self.distinct else path for path in self.key]
        found = rows.order_by().values_list(self.place_of(rows), *paths)
        if self.distinct:
            found = found.distinct()
        return [(place, "@".join([*map(_plain, values, labels), *label])) for place, *values in found]

    def all_within(self, division: str) -> QuerySet[Any]:
        if self.place:
            return self.place.within(self.source, self._path, division)
        return self.source.filter(inside(self._path, division))

    def place_of(self, rows: QuerySet[Any]) -> Any:
        """An expression for the village (or town) to which each of the rows within a division belongs."""
        path = self.path or _division_path(rows)
        place: Any = self.place.either(path) if self.place else F(path)
        return Substr(place, 1, Division.Level.TOWN) if self.town_wide else place

    def _all(self) -> QuerySet[Any]:
        return self.place.on_day(self.source, self._path) if self.place else self.source

    @property
    def source(self) -> Any:
        """The rows, as they are stored."""
        return self.rows if isinstance(self.rows, QuerySet) else self.rows._default_manager.all()

    @property
    def _path(self) -> str:
        return self.path or _division_path(self.source)

    def aggregate(self, where: Q) -> Aggregate:
        if self.total:
            return Sum(self.total, filter=where)
        return Count(self.distinct or "pk", distinct=bool(self.distinct), filter=where)


@dataclass(frozen=True)
class Scan:
    """Tallies over the same rows, counted by one query."""

    tallies: Mapping[Name, Tally]

    def query(self, division: str) -> QuerySet[Any]:
        """A row a village (or a town, where facts belong to a town): its code, and the tallies in their order."""
        first = next(iter(self.tallies.values()))
        rows, path, place = first.source, first.path or _division_path(first.source), first.place
        if place is None:
            return self._counted(rows, path, division)
        if place.changed is None:
            return self._counted(place.on_day(rows, path), path, division)
        stayed, moved = rows.filter(~place.changed), rows.filter(place.changed)
        return self._counted(stayed.alias(**{VILLAGE_THEN: F(path)}), path, division).union(
            self._counted(moved.alias(**{VILLAGE_THEN: place.village}), VILLAGE_THEN, division), all=True
        )

    def _counted(self, rows: QuerySet[Any], path: str, division: str) -> QuerySet[Any]:
        first, *others = self.tallies.values()
        here = rows.filter(inside(path, division))
        if not others:
            here = here.filter(first.where)
        numbers = (tally.aggregate(tally.where if others else Q()) for tally in self.tallies.values())
        columns = {f"n{index}": number for index, number in enumerate(numbers)}
        group = Substr(path, 1, Division.Level.TOWN) if first.town_wide else F(path)
        return here.order_by().annotate(place_counted=group).values_list("place_counted").annotate(**columns)


def since(code: str) -> str:
    """Under what the numbers of a sub-item stand that had not ended before a town began."""
    return f"{code} since"


def begun_villages(scope: Scope) -> Tally:
    """The villages of towns that begin with the program during the year."""
    return Tally(Village, TownStart.objects.town_at("code", scope.year))


def scans(tallies: Mapping[Name, Tally]) -> Iterable[Scan]:
    """The fewest scans for all tallies."""
    sources: dict[Any, dict[Name, Tally]] = defaultdict(dict)
    for name, tally in tallies.items():
        source = sources[tally.rows, tally.path, tally.town_wide]
        source[name] = tally
        if tally.start:
            code, number = name
            source[since(code), number] = tally.since_start
            source[BEGUN] = Tally(tally.rows, tally.start.begun, path=tally.path)
    return [Scan(source) for source in sources.values()]


@dataclass
class PlaceCounts:
    """A number as counted in each village and in each town; a total that is nowhere entered is not 0 but missing."""

    is_total: bool
    by_place: dict[str, int] = field(default_factory=dict)

    def add(self, place: str, number: int) -> None:
        for code in {place, place[: Division.Level.TOWN]}:
            self.by_place[code] = self.by_place.get(code, 0) + number

    def at(self, place: str) -> int | None:
        return self.by_place.get(place, None if self.is_total else 0)


#: By sub-item, then by what its rule calls the number.
Counts = Mapping[str, Mapping[str, PlaceCounts]]


@dataclass(frozen=True)
class CompiledScan:
    """A scan as SQL: its numbers by name, which of them are totals, and the query for any division and day."""

    names: tuple[Name, ...]
    totals: tuple[bool, ...]
    query: CompiledQuery


def compiled(scan: Scan, scope: Scope) -> CompiledScan:
    """The scan, with the scope's parameters left open."""
    totals = tuple(bool(tally.total) for tally in scan.tallies.values())
    return CompiledScan(tuple(scan.tallies), totals, CompiledQuery.of(scan.query(scope.division)))


def _division_path(rows: QuerySet[Any]) -> str:
    return getattr(rows.model, "division_path")  # noqa: B009 -- every fact has one, not every model


def _plain(value: Any, labels: Mapping[Any, str]) -> str:
    """A value as the contract writes it: an identity number in full, a choice by its Chinese label."""
    return labels.get(value) or str(getattr(value, "plain", value))
