"""What a list reports as a total beside what its rows and the ledger count: 从业人数 of a workshop.

No layout reads such a figure, for the ledger has no place for it: it is computed. So it is looked for by its heading.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Count

from labor.models import Employment
from ledger.rosters.comparing import RosterComparison
from ledger.rosters.entries import Entry
from ledger.rosters.headings import heading
from ledger.rosters.pairs import pairs_above
from ledger.rosters.tables import RosterTable
from ledger.rosters.words import squeezed, text_of
from ledger.sheets.labor import EmploymentSheet
from workshops.models import Workshop

WORKSHOP = "车间编号"
#: Under what a list says how many people a workshop has.
REPORTED = frozenset(
    map(heading, ("从业人数", "现有从业人数", "从业总人数", "吸纳就业人数", "吸纳就业总人数", "用工人数", "职工人数"))
)
_NUMBER = re.compile(r"([0-9]{1,6})(?:\.0+)?(?:人|名|个)?")


def totals_of(found: RosterComparison, today: date) -> list[dict[str, Any]]:
    """Each workshop of which the list reports a total, with what is counted instead; no personal data."""
    entries: dict[str, list[Entry]] = defaultdict(list)
    for entry in found.entries_of(EmploymentSheet):
        if code := entry.value(WORKSHOP):
            entries[code].append(entry)
    reported = {code: told for code, rows in entries.items() if (told := _reported(rows, found, len(entries)))}
    known, day = _known(found, reported, found.as_of or today), found.as_of or today
    return [
        {"workshop": code, "reported": told, "listed": _listed(entries[code], day), "ours": known.get(code, 0)}
        for code, told in sorted(reported.items())
    ]


def _known(found: RosterComparison, codes: Mapping[str, Any], day: date) -> dict[str, int]:
    """How many people the ledger has in each of the workshops on the day."""
    workshops = found.reach.held(Workshop).filter(code__in=list(codes))
    jobs = Employment.objects.everywhere("of workshops of the importer's divisions, wherever their workers live")
    counted = jobs.current(day).filter(workshop__in=workshops).order_by().values_list("workshop__code")
    return dict(counted.annotate(Count("person", distinct=True)))


def _listed(entries: list[Entry], day: date) -> int:
    """How many people the rows of a workshop tell of who work there on the day."""
    still = (entry for entry in entries if (end := entry.value("结束日期")) is None or end >= day)
    return len({entry.who.number or entry for entry in still if entry.who})


def _reported(entries: list[Entry], found: RosterComparison, workshops: int) -> list[int]:
    """The figures that the list gives for a workshop: one, or several where it contradicts itself."""
    told = {number for entry in entries for number in _in_row(entry)}
    if not told and workshops == 1:
        told = {number for table in found.report.tables for number in _above(table)}
    return sorted(told)


def _in_row(entry: Entry) -> Iterator[int]:
    table = entry.row.table
    for at, column in enumerate(table.attempt.header.columns):
        if heading(column.source.rpartition("/")[2]) in REPORTED:
            yield from _number(table.sheet.rows[entry.row.at][at])


def _above(table: RosterTable) -> Iterator[int]:
    pairs = pairs_above(table.sheet, table.attempt.header.start)
    return (number for label in REPORTED & pairs.keys() for number in _number(pairs[label].value))


def _number(raw: Any) -> Iterator[int]:
    if told := _NUMBER.fullmatch(squeezed(text_of(raw))):
        yield int(told[1])
