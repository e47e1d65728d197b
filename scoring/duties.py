"""The score's future: what costs points at its next deadline if nobody acts, said by the rules themselves.

A duty is a number of a sub-item (a tally) as it will be counted on a coming day, less what nobody can settle any more.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from django.db.models import Count, DateField, Q, QuerySet, Value
from django.utils.functional import cached_property

from core.compiled import CompiledQuery, aggregated
from core.divisions import town_code
from core.history import tables_read
from core.models import Division
from core.periods import cut_at_years, day_before, month_and_day, year_end
from core.records.dated import as_stored, reads_stored, tables_of_changes
from scoring.beginning.models import OfficialFigure, TownStart
from scoring.tallies import DIVISION, Facts, Scope, Tally

#: So many days lie before a deadline at most where the plan gives a month.
MONTH = timedelta(days=31)
#: Rules name rows of all divisions; who reads them says whose.
EVERYWHERE = ""
#: For the text of a query, whatever the division.
ANYWHERE = "1"


class DutyRule(Protocol):
    """What a duty wants of the rule that it belongs to."""

    @property
    def code(self) -> str: ...

    def tallies(self, scope: Scope) -> Mapping[str, Tally]: ...

    def lost(self, facts: Facts, before: Decimal = ...) -> Decimal: ...

    def lowering(self, before: Scope, after: Scope) -> Any: ...


class DutyKey(NamedTuple):
    """A duty by its sub-item, its name, and the day on which its rows are counted."""

    code: str
    name: str
    on: date


@dataclass(frozen=True, eq=False)
class Duty:
    """Something to be done: `tally` of `rule`, as counted at the end of the day `on` if nobody acts.

    `due` is when it has to be done: a day, or an expression on the rows; None for what costs points already and is
    won back by acting. `where` leaves out what can no longer be settled, and may ask for the row's `deadline`; `only`
    picks what this duty tells of where another one tells of the rest. `lacks` says in words what a row still lacks
    ("岗位推荐{}次"), each with the expression that counts it. `late_of` names the duty of whose overdue rows this one
    tells.
    """

    rule: DutyRule
    name: str
    title: str
    tally: str
    on: date
    due: Any = None
    where: Q = Q()
    only: Q = Q()
    lacks: Mapping[str, Any] = field(default_factory=dict)
    late_of: str = ""
    #: Whether it was made where nothing had changed.
    stored: bool = field(default_factory=reads_stored)

    @property
    def code(self) -> str:
        """The code of the sub-item."""
        return self.rule.code

    @property
    def key(self) -> "DutyKey":
        """What tells it from all others: one rule may serve two sub-items."""
        return DutyKey(self.code, self.name, self.on)

    @property
    def rows(self) -> QuerySet[Any]:
        """The records, in all divisions, each with the day that it is due as `deadline`."""
        return self.settleable.filter(self.only)

    @property
    def settleable(self) -> QuerySet[Any]:
        """All records of the number that somebody can settle, whether or not another duty tells of them."""
        return self._settleable.all()  # put together once, read anew each time

    def keys(self, division: str) -> list[tuple[Any, date | None, str]]:
        """The keys of the rows of a division, each with the day that it is due and its place, in the order of these.

        Those that count in its town.
        """
        return self._keys.rows(division=division)

    @cached_property
    def _keys(self) -> CompiledQuery:
        """Put together once for all divisions: that takes longer than to answer it."""
        rows: Any = self.counting_in(DIVISION.derived(town_code), self.rows)
        path = rows.model.division_path
        ordered = rows.within(DIVISION).order_by("deadline", path, "pk")
        return CompiledQuery.of(ordered.values_list("pk", "deadline", path))

    def size(self, town: str) -> int:
        """How many of the number somebody in the town can settle, whether or not another duty tells of them."""
        ((_, number),) = self._size.rows(division=town)
        return int(number)

    @cached_property
    def _size(self) -> CompiledQuery:
        return CompiledQuery.of(aggregated(self.counting_in(DIVISION, self.settleable), Count("pk")))

    def counting_in(self, town: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of the duty's rows those that count in the town: where they belonged on the day that they are judged by."""
        if self._counted.place is None or self._counted.place.changed is None:
            return rows.within(town)  # type: ignore[attr-defined]
        return rows.filter(pk__in=self._counted.within(town).order_by().values("pk"))

    @cached_property
    def _settleable(self) -> QuerySet[Any]:
        fixed = self.due is None or isinstance(self.due, date)
        deadline = Value(self.due, output_field=DateField()) if fixed else self.due
        return self._counted.listed.annotate(deadline=deadline).filter(self.where)

    @cached_property
    def _counted(self) -> Tally:
        return self.tally_on(self.on)

    def tally_on(self, day: date) -> Tally:
        """The number on a day, in all divisions; what had ended before a town began is nothing to be done."""
        with as_stored(self.stored):
            return self.rule.tallies(Scope(EVERYWHERE, day))[self.tally].since_start

    @cached_property
    def tables(self) -> frozenset[str]:
        """The tables of records that its rows and its points are made from."""
        with as_stored(self.stored):
            tallies = self.rule.tallies(Scope(EVERYWHERE, self.on)).values()
        queries = [self.rows.within(ANYWHERE), *(tally.within(ANYWHERE) for tally in tallies)]  # type: ignore[attr-defined]
        ending = {TownStart, OfficialFigure} if any(tally.start for tally in tallies) else ()
        own = frozenset(model._meta.db_table for model in ending) | tables_of_changes()
        return own.union(*map(tables_read, queries))

    def stake(self, facts: Facts, settleable: int, rows: int, before: Decimal = Decimal(0)) -> Decimal:
        """The points that so many rows alone cost a town, all others being settled that can be.

        The rule would count `facts` on the day `on` if nobody acted; `before` was lost before the town's start day. 0
        where all is lost without them.
        """
        lost, rest = self.rule.lost, facts[self.tally] - settleable
        return lost({**facts, self.tally: rest + rows}, before) - lost({**facts, self.tally: rest}, before)

    def with_lacks(self, rows: Any) -> Any:
        """Rows that know what they lack."""
        return rows.annotate(**{f"lacks_{number}": count for number, count in enumerate(self.lacks.values())})

    def reason(self, due: date | None) -> str:
        """Why rows that are due on a day cost points from then on; blank where the duty says it all."""
        return ""

    def lacking(self, row: Any) -> str:
        """What a row read `with_lacks` lacks, in words; blank where the duty does not say."""
        counts = (getattr(row, f"lacks_{number}") for number in range(len(self.lacks)))
        missing = [words.format(count) for words, count in zip(self.lacks, counts, strict=True) if count > 0]
        return f"还差{'、'.join(missing)}" if missing else ""


@dataclass(frozen=True, eq=False)
class Loss(Duty):
    """What stored days will cost: rows counted on the day `on` that are not counted yet on the day `since`.

    Each is due on the day from which it costs points (`days_lost`); `because` says why in words.
    """

    since: date = field(kw_only=True)
    because: str = field(kw_only=True)

    @cached_property
    def _settleable(self) -> QuerySet[Any]:
        day = Value(self.on, output_field=DateField())
        return self.lost_by(self.on).annotate(deadline=day).filter(self.where)

    def lost_by(self, day: date) -> Any:
        """The rows that the days from `since` to `day` have added to the number."""
        now, before = (self.tally_on(each).listed for each in (day, self.since))
        return now.exclude(pk__in=before.order_by().values("pk"))

    def days_lost(self, keys: Collection[Any]) -> dict[Any, date]:
        """For rows that are lost on the day `on`, by key, the day from which they are; found by halving."""
        kept, lost = dict.fromkeys(keys, self.since), dict.fromkeys(keys, self.on)
        while between := _halves(kept, lost):
            for day, some in between.items():
                gone = set(self.lost_by(day).filter(pk__in=some).values_list("pk", flat=True))
                for key in some:
                    (lost if key in gone else kept)[key] = day
        return lost

    def reason(self, due: date | None) -> str:
        return f"{self.because}，{month_and_day(due)}起扣分" if due else self.because


class Decline(Loss):
    """A rate or a total that stored days lower: nobody's record alone costs a point, all of them together do.

    A row may stand for several of the number: `lowers_by` says for how many.
    """

    def lost_by(self, day: date) -> Any:
        with as_stored(self.stored):
            return self.rule.lowering(*(Scope(EVERYWHERE, each) for each in (self.since, day)))

    def counting_in(self, town: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Whoever lowers the number need not be among it."""
        return rows.within(town)  # type: ignore[attr-defined]

    def sizes(self, division: str) -> list[int]:
        """By how much each row of a division lowers the number."""
        rows: Any = self.settleable
        return list(rows.within(division).order_by().values_list("lowers_by", flat=True))

    def stake(self, facts: Facts, settleable: int, rows: int, before: Decimal = Decimal(0)) -> Decimal:
        lost, all_kept = self.rule.lost, facts[self.tally] + settleable
        return lost({**facts, self.tally: all_kept - rows}) - lost({**facts, self.tally: all_kept})


def _halves(kept: Mapping[Any, date], lost: Mapping[Any, date]) -> dict[date, list[Any]]:
    """The days half-way between those on which a row is kept and lost, each with its rows; none where they meet."""
    halves: dict[date, list[Any]] = defaultdict(list)
    for key, day in lost.items():
        if (apart := (day - kept[key]).days) > 1:
            halves[kept[key] + timedelta(days=apart // 2)].append(key)
    return halves


class Proof(Duty):
    """A proof that a town still lacks in the year; its rows are the towns."""

    @cached_property
    def _settleable(self) -> QuerySet[Any]:
        proofs: Any = self.rule.tallies(Scope(EVERYWHERE, self.on))[self.tally].listed
        towns = Division.objects.towns().taking_part().filter(~proofs.exists_for("town"))
        return towns.annotate(deadline=Value(self.due, output_field=DateField()))

    def stake(self, facts: Facts, settleable: int, rows: int, before: Decimal = Decimal(0)) -> Decimal:
        return self.rule.lost(facts) - self.rule.lost({**facts, self.tally: facts[self.tally] + rows})


def standing(rule: DutyRule, name: str, title: str, tally: str, today: date, *, because: str) -> Iterator[Duty]:
    """What costs points as long as it stands, and what stored days add to it within a month."""
    yield Duty(rule, name, title, tally, today)
    yield from coming(Loss, rule, name, title, tally, today, because=because)


def coming(
    kind: type[Loss], rule: DutyRule, name: str, title: str, tally: str, today: date, *, because: str
) -> Iterator[Loss]:
    """What stored days cost within a month, each year's by itself."""
    for first, last in month_ahead(today):
        since = max(today, day_before(first))
        if since < last:
            yield kind(rule, name, title, tally, last, since=since, because=because)


def month_ahead(today: date) -> Iterator[tuple[date, date]]:
    """The days in which what is open today falls due where the plan gives a month, each year's by themselves."""
    return cut_at_years(today, today + MONTH)


def year_ahead(today: date) -> Iterator[tuple[date, date]]:
    """The days to the end of the year, and in December those of the next year that are near."""
    return cut_at_years(today, max(year_end(today), today + MONTH))
