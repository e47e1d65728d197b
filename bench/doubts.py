"""All rules for doubtful data over a county, against one SELECT of the columns that they read; and what entry asks."""

from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from statistics import median
from typing import Any

from bench.databases import Answer, Server
from bench.measure import Line, Options, counted, race, seconds
from bench.visitor import visitor
from core.doubts.snapshot import FETCH
from fictional.scale.town import COUNTY, HOME

DAY = date(2023, 12, 31)
FEW, PEOPLE, FULL = 2_400, 24_000, 240_000
TARGETS = {"doubts.rules": 10, "doubts.entry": 0.1}
#: The records of which entry is measured, the first of each kind by key, and how often each is asked.
RECORDS, TURNS = 20, 5


def step() -> Answer:
    """All rules and the floor on a warm database: their times and statements."""
    from doubts.checking import check

    rules = partial(check, COUNTY, DAY)
    found, queries = counted(rules)
    rows = read_once()
    taken, floor = race(rules, read_once)
    hits = sum(len(each.hits) for each in found)
    return {"seconds": taken, "floor_seconds": floor, "queries": queries, "hits": hits, "rows": rows}


@cache
def tables() -> list[Any]:
    """The tables that the rules read, over all that is stored."""
    from core.doubts import Everything, Snapshot
    from core.wall import everywhere
    from doubts.catalogue import rules

    class Noted(Everything):
        def rows(self, table: Any) -> Iterator[Any]:
            read.append(table)
            return super().rows(table)

    read: list[Any] = []
    with everywhere("rows of a measurement"):
        facts = Snapshot(DAY, Noted())
        for rule in rules().values():
            list(rule.hits(facts))
    return list(dict.fromkeys(read))


def read_once() -> int:
    """Fetch the columns of each table, and of its changes, through a cursor; how many rows there are."""
    selects = [select for table in tables() for select in (table.stored(), table.changes and table.changed()) if select]
    return sum(_fetched(*select.query.sql_with_params()) for select in selects)


def _fetched(sql: str, parameters: Any) -> int:
    from django.db import connection

    number = 0
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while rows := cursor.fetchmany(FETCH):
            number += len(rows)
    return number


def entry_step() -> Answer:
    """For a kind of record the median times of what entry asks of one, and of the page of the same record."""
    from doubts.neighbourhood import NEAR

    asked = (model for model in NEAR if model.objects.within(HOME).exists())
    return {model._meta.verbose_name: _entry(model) for model in asked}


def _entry(model: Any) -> dict[str, Any]:
    from doubts.entry import doubts_about

    client, times = visitor(), []
    records = list(model.objects.within(HOME).order_by("pk")[:RECORDS])
    for record in records:
        ask, page = partial(doubts_about, record, DAY), partial(client.get, record.get_absolute_url())
        ask(), page()
        times += [(seconds(ask), seconds(page)) for _ in range(TURNS)]
    taken, floor = map(median, zip(*times, strict=True))
    queries = max(counted(partial(doubts_about, record, DAY))[1] for record in records)
    return {"seconds": taken, "floor_seconds": floor, "queries": queries}


def lines(server: Server, options: Options) -> Iterator[Line]:
    """The rules over all people, with as many statements as over a few; then a line for each kind of record."""
    people = options.people or (FULL if options.full else PEOPLE)
    if options.wants("doubts.rules"):
        few, many = (server.measured("doubts", size, 12) for size in (min(FEW, people), people))
        note = f"{many['hits']} hits in {many['rows']} rows"
        yield _line(server, "doubts.rules", people, many, note, agreed=few["queries"] == many["queries"])
    if options.wants("doubts.entry"):
        answer = server.measured("doubts-entry", people, 12)
        for kind, found in answer.items():
            if kind != "peak_mb":
                yield _line(server, "doubts.entry", people, {**found, "peak_mb": answer["peak_mb"]}, kind)


def _line(server: Server, name: str, people: int, answer: Answer, note: str, *, agreed: bool = True) -> Line:
    measured = {key: answer[key] for key in ("seconds", "floor_seconds", "queries", "peak_mb")}
    ratio = answer["seconds"] / answer["floor_seconds"]
    return Line(name, server.name, people, ratio, TARGETS[name], **measured, agreed=agreed, note=note)
