"""Scans compiled once and run for any division and day.

For one town Django takes several times as long to put the queries together as the database to answer them. But the
text of the SQL follows from the rubric and from how many terms of the year have ended; only parameters tell scopes
apart. Which parameter is which is read off two probes, different in every respect: what both have in common is a
constant, anything else must be one of the scope's own values in both.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection

from core.assessment import judged_by
from core.models import Division
from scoring.catalogue import Rubric
from scoring.scope import Scope
from scoring.tallies import Name, Scan, scans


@dataclass
class Column:
    """A number as counted in each village and in each town; a total that is nowhere entered is not 0 but missing."""

    is_total: bool
    by_place: dict[str, int] = field(default_factory=dict)

    def add(self, place: str, number: int) -> None:
        for code in {place, place[: Division.Level.TOWN]}:
            self.by_place[code] = self.by_place.get(code, 0) + number

    def at(self, place: str) -> int | None:
        return self.by_place.get(place, None if self.is_total else 0)


#: By sub-item, then by what its rule calls the number.
Counts = Mapping[str, Mapping[str, Column]]


class UnknownValue(RuntimeError):
    """A rule asks the database for something that `Scope.values` does not name."""


@dataclass(frozen=True)
class Statement:
    """The SQL of a scan. A parameter is a constant or, as an index, one of the scope's values."""

    names: tuple[Name, ...]
    totals: tuple[bool, ...]
    sql: str
    constants: tuple[Any, ...]
    indexes: tuple[tuple[int, int], ...]

    def parameters(self, values: tuple[Any, ...]) -> list[Any]:
        parameters = list(self.constants)
        for position, index in self.indexes:
            parameters[position] = values[index]
        return parameters

    def rows(self, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.parameters(values))
            return list(cursor.fetchall())


def count(rubric: Rubric, scope: Scope, codes: Container[str] | None = None) -> Counts:
    """Every number that the rules need, inside the scope's division, by village (by town for what is a town's).

    `codes` asks for some sub-items only.
    """
    counts: dict[str, dict[str, Column]] = {sub_item.code: {} for sub_item in rubric.sub_items}
    ended = sum(1 for _ in scope.ended_terms(rubric.deadlines))
    with judged_by(rubric):
        values, wanted = values_of(scope, rubric), statements(rubric, ended, connection.vendor)
    for statement in wanted:
        if codes is not None and not any(code in codes for code, _ in statement.names):
            continue
        columns = [Column(is_total) for is_total in statement.totals]
        for (code, name), column in zip(statement.names, columns, strict=True):
            counts[code][name] = column
        for place, *numbers in statement.rows(values):
            for column, number in zip(columns, numbers, strict=True):
                if number is not None:
                    column.add(place, int(number))
    return counts


@lru_cache(maxsize=32)
def statements(rubric: Rubric, ended: int, vendor: str) -> tuple[Statement, ...]:
    """All scans of a rubric when so many terms have ended, for a kind of database."""
    probes = _probes(rubric, ended)
    values = [values_of(probe, rubric) for probe in probes]
    compiled = [[(scan, _compile(scan, probe)) for scan in scans(rubric.tallies(probe))] for probe in probes]
    return tuple(
        _statement(scan, (sql, other_sql), zip(parameters, other_parameters, strict=True), values)
        for (scan, (sql, parameters)), (_, (other_sql, other_parameters)) in zip(*compiled, strict=True)
    )


def _probes(rubric: Rubric, ended: int) -> tuple[Scope, Scope]:
    """Two scopes with so many ended terms: the first and the last such day of the year, in different years."""
    turns = ["01-01", *rubric.deadlines, "12-31"]
    first, following = date.fromisoformat(f"2025-{turns[ended]}"), date.fromisoformat(f"2024-{turns[ended + 1]}")
    last = following if ended == len(rubric.deadlines) else following - timedelta(days=1)
    return Scope("11", first), Scope("430529104", last)


def _compile(scan: Scan, probe: Scope) -> tuple[str, tuple[Any, ...]]:
    sql, parameters = scan.query(probe.division).query.sql_with_params()
    return sql, tuple(parameters)


def _statement(
    scan: Scan, sql: tuple[str, str], parameters: Iterator[tuple[Any, Any]], values: list[tuple[Any, ...]]
) -> Statement:
    pairs = list(parameters)
    known = {pair: index for index, pair in enumerate(zip(*values, strict=True))}
    varying = {position: pair for position, pair in enumerate(pairs) if pair[0] != pair[1]}
    if sql[0] != sql[1] or not known.keys() >= set(varying.values()):
        raise UnknownValue(f"{list(scan.tallies)}: Scope.values must name every value that depends on the scope")
    return Statement(
        names=tuple(scan.tallies),
        totals=tuple(bool(tally.total) for tally in scan.tallies.values()),
        sql=sql[0],
        constants=tuple(first for first, _ in pairs),
        indexes=tuple((position, known[pair]) for position, pair in varying.items()),
    )


def values_of(scope: Scope, rubric: Rubric) -> tuple[Any, ...]:
    """The scope's values as parameters of this database."""
    adapt = connection.ops.adapt_datefield_value
    return tuple(adapt(value) if isinstance(value, date) else value for value in scope.values(rubric.deadlines))
