"""Pages of a town of 20,000 people, against a trivial page of the same site; and what a first visit weighs."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench.databases import Answer, Server
from bench.measure import Line, Options, counted, seconds
from bench.visitor import visitor
from fictional.scale.town import HOME

PEOPLE, FEW = 20_000, 2_000
TURNS = 25
TARGET = 6
FIRST_LOAD_KB = 150
TRIVIAL = "/accounts/me/"


def step() -> Answer:
    """Median times and query counts of each page, taken in turns with the trivial page; caches are warm."""
    client, paths = _visitor()
    queries = {name: counted(lambda path=path: _get(client, path))[1] for name, path in paths.items()}
    times: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(TURNS):
        for name, path in paths.items():
            times[name].append(seconds(lambda path=path: _get(client, path)))
    weights = {name: _first_load_kb(client, path) for name, path in paths.items()}
    return {"queries": queries, "seconds": {name: median(taken) for name, taken in times.items()}, "kb": weights}


def _visitor() -> tuple[Any, dict[str, str]]:
    """A member of staff, and the pages that they open."""
    from labor.models import Person

    client = visitor()
    person = Person.objects.within(HOME).order_by("pk").first()
    _tell_whom_policies_are_for()
    at = "?as_of=2023-12-31"
    paths = {"trivial": TRIVIAL, "score": f"/score/{at}", "sub_item": f"/score/2.2/{at}", "people": "/people/"}
    for path in (*paths.values(), person.get_absolute_url()):
        _get(client, path)
    return client, {**paths, "person": person.get_absolute_url()}


def _tell_whom_policies_are_for() -> None:
    """Policies of the present year: the page of a person says how they stand under each."""
    from django.utils import timezone

    from oversight.models import Policy

    today = timezone.localdate()
    for number, kind in enumerate(("other_province", "exported", "own_business", "public_benefit")):
        Policy.objects.get_or_create(
            code=f"BENCH{number}",
            defaults={
                "town_id": HOME, "name": kind, "year": today.year, "due_on": today, "eligibility": kind, "months": 3
            },
        )  # fmt: skip


def _get(client: Any, path: str) -> bytes:
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")
    return bytes(response.content)


def _first_load_kb(client: Any, path: str) -> float:
    """The page and every file that it names, compressed, in KB."""
    from django.contrib.staticfiles.finders import find

    page = _get(client, path)
    names = re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode())
    files = [Path(str(find(re.sub(r"\.[0-9a-f]{12}\.", ".", name)))) for name in names]
    contents = [page, *(file.read_bytes() for file in files)]
    return sum(len(gzip.compress(content)) for content in contents) / 1024


def lines(server: Server, options: Options) -> Iterator[Line]:
    """Every page at two sizes of the town: the larger one is timed and may not cost more queries than the smaller.

    It may cost fewer: few offenders of one kind leave room on their page for those of the next.
    """
    people = options.people or PEOPLE
    answers = {size: server.measured("pages", size, 1) for size in (min(FEW, people), people)}
    few, many = answers[min(FEW, people)], answers[people]
    for name, taken in many["seconds"].items():
        if name != "trivial":
            yield Line(
                f"pages.{name}",
                server.name,
                people,
                ratio=taken / many["seconds"]["trivial"],
                target=TARGET,
                queries=many["queries"][name],
                seconds=taken,
                floor_seconds=many["seconds"]["trivial"],
                peak_mb=many["peak_mb"],
                agreed=many["queries"][name] <= few["queries"][name],
            )
    heaviest = max(many["kb"].values())
    note = f"{heaviest:.0f} KB compressed, of {FIRST_LOAD_KB}"
    yield Line("pages.first_load", server.name, people, ratio=heaviest / FIRST_LOAD_KB, target=1, note=note)
