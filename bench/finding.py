"""The one search box over a county of 240,000 people: who answers for a town, and who answers for all of it."""

from collections.abc import Iterator
from functools import partial
from statistics import median
from typing import Any

from bench.databases import Answer, Server
from bench.measure import Line, Options, counted, seconds
from bench.visitor import visitor
from fictional.places import COUNTY
from fictional.scale.town import HOME

PEOPLE = 240_000
TURNS = 9
#: In trivial pages: what a town's staff wait for among others, and what the county's do.
TARGETS = {"town": 10, "county": 90}
MOST_QUERIES = 20
TRIVIAL = "/accounts/me/"


def step() -> Answer:
    """Median times and query counts of what people look for, by who looks; a trivial page in turn with each."""
    return {who: _looked_for(who, place) for who, place in (("town", HOME), ("county", COUNTY))}


def _looked_for(who: str, place: str) -> dict[str, Any]:
    from django.urls import reverse

    client, address = visitor(place=place, name=f"bench-{who}"), reverse("find")
    found: dict[str, Any] = {}
    for name, text in _texts().items():
        look = partial(client.post, address, {"text": text})
        _, queries = counted(look)
        turns = [[seconds(look), seconds(partial(client.get, TRIVIAL))] for _ in range(TURNS)]
        taken, floor = map(median, zip(*turns, strict=True))
        found[name] = {"seconds": taken, "floor_seconds": floor, "queries": queries}
    return found


def _texts() -> dict[str, str]:
    """What somebody types who looks for a person or a household of the home town."""
    from labor.models import Person

    person = Person.objects.within(HOME).exclude(household=None).order_by("pk").first()
    number = person.id_number.plain  # nobody's: the people of a measurement are made up
    return {
        "name": person.name,
        "initials": person.name_initials,
        "code": person.household.code,
        "last four": number[-4:],
        "number": number,
        "nobody": "没有这个人",
    }


def lines(server: Server, options: Options) -> Iterator[Line]:
    """A line for each text and place; what is found of a kind is cut off, so queries have a limit."""
    people = options.people or PEOPLE
    answer = server.measured("finding", people, people * 12 // PEOPLE or 1)
    for who, target in TARGETS.items():
        for text, found in answer[who].items():
            few = found["queries"] <= MOST_QUERIES
            ratio = found["seconds"] / found["floor_seconds"]
            yield Line(f"finding.{who}", server.name, people, ratio, target, agreed=few, note=text, **found)
