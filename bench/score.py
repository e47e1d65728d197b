"""Scoring all 20 sub-items, against hand-written SQL of four of them."""

from collections.abc import Iterator
from datetime import date

from bench import floor_sql
from bench.databases import Answer, Server
from bench.measure import Line, Options, counted, race
from fictional.scale.town import COUNTY, HOME, HOME_PEOPLE
from scoring.result import Result
from scoring.score import score_towns

DAY = date(2023, 12, 31)
SIZES = (24_000, 240_000, 1_200_000)
QUERIES = 30
#: Growing five times may cost six times; standing among the others of a county three times.
TARGETS = {"score.town": 3, "score.county": 3, "score.growth": 6, "score.neighbours": 3}


def step(division: str) -> Answer:
    """Both ways on a warm database: their times, whether they agree, and the engine's queries."""
    results, queries = counted(lambda: score_towns(division, DAY))
    counts = floor_sql.counts(division, DAY)
    taken, floor = race(lambda: score_towns(division, DAY), lambda: floor_sql.counts(division, DAY))
    return {"seconds": taken, "floor_seconds": floor, "queries": queries, "agreed": agree(results, counts)}


def agree(results: list[Result], counts: floor_sql.Counts) -> bool:
    """Whether the engine found in every town what the floor found."""
    return bool(results) and all(
        result.sub_items[code].count == by_town.get(result.division, 0)
        for result in results
        for code, by_town in counts.items()
    )


def lines(server: Server, options: Options) -> Iterator[Line]:
    """A town alone; counties of several sizes; how time grows between the two largest; a town among its neighbours."""
    sizes = (options.people,) if options.people else SIZES
    middle = sizes[-2:][0]
    _load(server, "town", min(HOME_PEOPLE, sizes[0]), towns=1)
    alone = server.run("town", "score", division=HOME)
    yield _line(server, "score.town", min(HOME_PEOPLE, sizes[0]), alone, alone["queries"])
    counties: dict[int, Answer] = {}
    for people in sizes if options.wants("score.county", "score.growth") else (middle,):
        _load(server, f"county-{people}", people)
        if options.wants("score.county", "score.growth"):
            counties[people] = server.run(f"county-{people}", "score", division=COUNTY)
            yield _line(server, "score.county", people, counties[people], alone["queries"])
    if options.wants("score.neighbours"):
        yield _neighbours(server, middle)
    if len(counties) > 1:
        yield _growth(server, counties)
    for name in ("town", *(f"county-{people}" for people in counties or (middle,))):
        server.drop(name)


def _load(server: Server, name: str, people: int, towns: int = 12) -> None:
    server.create(name, "empty")
    server.run(name, "load", people=people, towns=towns)


def _line(server: Server, bench: str, people: int, answer: Answer, queries: int) -> Line:
    """As many queries as for one town, and few."""
    return Line(
        bench,
        server.name,
        people,
        ratio=answer["seconds"] / answer["floor_seconds"],
        target=TARGETS[bench],
        queries=answer["queries"],
        seconds=answer["seconds"],
        floor_seconds=answer["floor_seconds"],
        peak_mb=answer["peak_mb"],
        agreed=answer["agreed"] and answer["queries"] == queries <= QUERIES,
    )


def _neighbours(server: Server, people: int) -> Line:
    """One town among a county's people against the same town alone, taken in turns."""
    pairs = [
        (server.run(f"county-{people}", "score", division=HOME), server.run("town", "score", division=HOME))
        for _ in range(3)
    ]
    among, alone = (min(answers, key=_seconds) for answers in zip(*pairs, strict=True))
    return _line(server, "score.neighbours", people, among | {"floor_seconds": alone["seconds"]}, alone["queries"])


def _growth(server: Server, counties: dict[int, Answer]) -> Line:
    """The largest county against the one before it, both measured once more, in the other order."""
    *_, smaller, larger = sorted(counties)
    again = {people: server.run(f"county-{people}", "score", division=COUNTY) for people in (larger, smaller)}
    most, less = (min(counties[people], again[people], key=_seconds) for people in (larger, smaller))
    return _line(server, "score.growth", larger, most | {"floor_seconds": less["seconds"]}, less["queries"])


def _seconds(answer: Answer) -> float:
    return float(answer["seconds"])
