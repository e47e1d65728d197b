"""Scans compiled once and run for any division and day.

Their SQL follows from the rubric and from how many terms of the year have ended; division and day are parameters.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import connection

from core.assessment import judged_by
from core.compiled import CompiledQuery
from core.models import Division
from scoring.catalogue import Rubric
from scoring.scope import OpenScope, Scope
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


@dataclass(frozen=True)
class CompiledScan:
    """A scan as SQL: its numbers by name, which of them are totals, and the query for any division and day."""

    names: tuple[Name, ...]
    totals: tuple[bool, ...]
    query: CompiledQuery


def count(rubric: Rubric, scope: Scope, codes: Container[str] | None = None) -> Counts:
    """Every number that the rules need, inside the scope's division, by village (by town for what is a town's).

    `codes` asks for some sub-items only.
    """
    counts: dict[str, dict[str, Column]] = {sub_item.code: {} for sub_item in rubric.sub_items}
    for scan in compiled_scans(rubric, len(list(scope.ended_terms(rubric.deadlines))), connection.vendor):
        if codes is not None and not any(code in codes for code, _ in scan.names):
            continue
        columns = [Column(is_total) for is_total in scan.totals]
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
        return tuple(_compiled(scan, scope) for scan in scans(rubric.tallies(scope)))


def _compiled(scan: Scan, scope: Scope) -> CompiledScan:
    totals = tuple(bool(tally.total) for tally in scan.tallies.values())
    return CompiledScan(tuple(scan.tallies), totals, CompiledQuery.of(scan.query(scope.division)))
