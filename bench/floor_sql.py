# ruff: noqa: S608 - only constants of this module are put together
"""The floor of the score: sub-items 2.1, 2.2, 6.1 and 6.3 alone, in SQL as a good developer writes it by hand.

It gives the counts of each town of a division, the same numbers as the engine (a test and every run compare them).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection

from core.periods import HALF_YEARS, terms, years_before
from core.scoping import next_code

Counts = dict[str, dict[str, int]]

ABLE = """
    p.voided_at IS NULL AND p.joined_on <= %(day)s AND (p.left_on IS NULL OR p.left_on > %(day)s)
    AND p.birth_date <= %(sixteen)s AND p.birth_date > %(sixty)s
    AND p.capacity IN ('ordinary', 'skilled', 'weak') AND p.schooling = ''
"""
AT_WORK = """
    SELECT 1 FROM labor_employment e WHERE e.person_id = p.id AND e.voided_at IS NULL
    AND e.started_on <= %(day)s AND (e.ended_on IS NULL OR e.ended_on >= %(day)s)
"""
STARTED_WORK = """
    SELECT 1 FROM labor_employment e WHERE e.person_id = c.person_id AND e.voided_at IS NULL
    AND e.started_on >= c.registered_on AND e.started_on <= {bound}
"""
CASE_OPEN = (
    """
    c.voided_at IS NULL AND c.willing AND (c.ended_on IS NULL OR c.ended_on > {bound})
    AND (p.left_on IS NULL OR p.left_on > {bound}) AND NOT EXISTS ("""
    + STARTED_WORK
    + ")"
)

LABOR = f"""
    FROM labor_person p JOIN labor_household h ON h.id = p.household_id
    WHERE p.village_id >= %(first)s AND p.village_id < %(after)s AND h.kind = 'out_of_poverty' AND {ABLE}
"""
LABOR_AND_EMPLOYED = f"""
    SELECT substr(p.village_id, 1, 9), count(*), count(CASE WHEN EXISTS ({AT_WORK}) THEN 1 END) {LABOR}
    GROUP BY 1
"""
LABOR_ALONE = f"SELECT substr(p.village_id, 1, 9), count(*) {LABOR} GROUP BY 1"
EMPLOYED_ALONE = f"SELECT substr(p.village_id, 1, 9), count(*) {LABOR} AND EXISTS ({AT_WORK}) GROUP BY 1"
UNVERIFIED = f"""
    SELECT substr(p.village_id, 1, 9), count(*)
    FROM labor_person p JOIN labor_household h ON h.id = p.household_id
    WHERE p.village_id >= %(first)s AND p.village_id < %(after)s AND {ABLE}
    AND (h.kind = 'out_of_poverty' OR (h.monitoring = 'at_risk' AND h.identified_on <= %(day)s
         AND (h.risk_removed_on IS NULL OR h.risk_removed_on > %(day)s)))
    AND NOT EXISTS (
        SELECT 1 FROM labor_verification v WHERE v.person_id = p.id AND v.voided_at IS NULL
        AND v.verified_on BETWEEN %(start)s AND %(day)s AND v.result <> 'unreachable')
    GROUP BY 1
"""
OVERDUE = (
    """
    SELECT substr(p.village_id, 1, 9), count(*)
    FROM labor_jobseekingcase c
    JOIN labor_person p ON p.id = c.person_id JOIN labor_household h ON h.id = p.household_id
    WHERE p.village_id >= %(first)s AND p.village_id < %(after)s AND h.kind = 'out_of_poverty'
    AND c.due_on <= %(day)s AND """
    + CASE_OPEN.format(bound="{greatest}(c.due_on, %(last_year_end)s)")
    + """
    GROUP BY 1
"""
)
RELOCATED = f"""
    SELECT substr(h.village_id, 1, 9), count(*)
    FROM labor_household h
    WHERE h.village_id >= %(first)s AND h.village_id < %(after)s AND h.site_id IS NOT NULL AND h.voided_at IS NULL
    AND EXISTS (SELECT 1 FROM labor_jobseekingcase c JOIN labor_person p ON p.id = c.person_id
        WHERE p.household_id = h.id AND c.registered_on <= %(day)s AND {CASE_OPEN.format(bound="%(day)s")})
    AND EXISTS (SELECT 1 FROM labor_person p WHERE p.household_id = h.id AND {ABLE})
    AND NOT EXISTS (SELECT 1 FROM labor_person p WHERE p.household_id = h.id AND {ABLE} AND EXISTS ({AT_WORK}))
    GROUP BY 1
"""
BASELINES = """
    SELECT town_id, indicator, value FROM oversight_baseline WHERE voided_at IS NULL
    AND town_id >= %(first)s AND town_id < %(after)s AND year = %(base_year)s AND indicator IN ('labor', 'employed')
"""


def counts(division: str, day: date) -> Counts:
    """The four counts of each town inside `division`."""
    scope = {"first": division, "after": next_code(division)}
    at_day = scope | _at(day)
    base = {
        (town, indicator): value for town, indicator, value in _rows(BASELINES, scope | {"base_year": day.year - 1})
    }
    greatest = "max" if connection.vendor == "sqlite" else "greatest"
    overdue = _rows(OVERDUE.replace("{greatest}", greatest), at_day | {"last_year_end": date(day.year - 1, 12, 31)})
    result: Counts = {"2.1": {}, "2.2": {}, "6.1": dict(overdue), "6.3": dict(_rows(RELOCATED, at_day))}
    for town, labor, employed in _employment(at_day):
        result["2.1"][town] = _points(labor, employed, base.get((town, "labor")), base.get((town, "employed")))
    for term in terms(day.year, HALF_YEARS):
        if term.end <= day:
            for town, number in _rows(UNVERIFIED, scope | _at(term.end) | {"start": term.start}):
                result["2.2"][town] = result["2.2"].get(town, 0) + number
    return result


def _employment(parameters: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
    """Towns with 脱贫劳动力 and those of them at work: one look for SQLite, two that PostgreSQL can do in parallel."""
    if connection.vendor == "sqlite":
        yield from _rows(LABOR_AND_EMPLOYED, parameters)
    else:
        employed = dict(_rows(EMPLOYED_ALONE, parameters))
        yield from ((town, number, employed.get(town, 0)) for town, number in _rows(LABOR_ALONE, parameters))


def _at(day: date) -> dict[str, Any]:
    return {"day": day, "sixteen": years_before(day, 16), "sixty": years_before(day, 60)}


def _rows(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _points(labor: int, employed: int, labor_before: int | None, employed_before: int | None) -> int:
    """Percentage points, or per cents of the number when the totals are equal, begun ones counted in full."""
    if not labor_before or not employed_before:
        return 0
    if labor == labor_before:
        return max(0, _ceil(100 * (employed_before - employed), employed_before))
    return max(0, _ceil(100 * (employed_before * labor - employed * labor_before), labor_before * labor))


def _ceil(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)
