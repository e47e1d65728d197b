"""Lists and pages of all registers: a town of 2,000 people among 240,000, against the same town alone."""

from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

from bench.databases import Answer, Server
from bench.measure import Line, Options, counted, seconds
from bench.visitor import visitor
from fictional.scale.town import HOME, HOME_PEOPLE

PEOPLE = 240_000
TURNS = 15
TARGET = 2
TRIVIAL = "/accounts/me/"
#: What puts registers together.
OVERVIEWS = (
    "scoring:targets", "scoring:workforce", "platforms:coverage", "platforms:three_lists",
    "platforms:three_lists_demand", "platforms:three_lists_placed",
)  # fmt: skip


def step() -> Answer:
    """Median times, query counts and trivial pages' worth of the list and of one record's page, by register.

    Caches are warm. A trivial page is asked for in turn with each, so that what else the machine does cancels out.
    """
    return timed(*_visitor())


def timed(get: Callable[[str], Any], addresses: dict[str, str], turns: int = TURNS) -> Answer:
    """What each address costs, by its name."""
    found: dict[str, dict[str, Any]] = {"queries": {}, "seconds": {}, "trivial": {}}
    for name, address in addresses.items():
        get(address)
        found["queries"][name] = counted(lambda address=address: get(address))[1]
        times = [[seconds(partial(get, page)) for page in (address, TRIVIAL)] for _ in range(turns)]
        taken, trivial = map(median, zip(*times, strict=True))
        found["seconds"][name], found["trivial"][name] = taken, taken / trivial
    return found


def _visitor() -> tuple[Callable[[str], Any], dict[str, str]]:
    """How a member of the town's staff asks for a page, and the pages, by kind and register."""
    from django.urls import get_resolver, reverse

    from core.registers import declared

    list(get_resolver().url_patterns)  # registers are declared where their addresses are
    client = visitor()
    addresses = {}
    for register in declared:
        if record := register.rows().within(HOME).order_by("pk").first():
            addresses[f"list {register.route()}"] = reverse(register.route("list"))
            addresses[f"detail {register.route()}"] = register.address(record)
    addresses |= {f"list {route}": reverse(route) for route in OVERVIEWS}
    return client.get, addresses


def lines(server: Server, options: Options) -> Iterator[Line]:
    """A line for each page of each register that has records; `ratio` compares them in trivial pages."""
    people = options.people or PEOPLE
    sizes = ((HOME_PEOPLE, 1), (people, people * 12 // PEOPLE or 1))
    alone, among = (server.measured("registers", size, towns) for size, towns in sizes)
    for name, floor in alone["seconds"].items():
        kind, register = name.split()
        taken, queries = among["seconds"][name], among["queries"][name]
        same, bench = queries == alone["queries"][name], f"registers.{kind}"
        times = {"queries": queries, "seconds": taken, "floor_seconds": floor, "note": register}
        ratio = among["trivial"][name] / alone["trivial"][name]
        yield Line(bench, server.name, people, ratio, TARGET, agreed=same, **times)
