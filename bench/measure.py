"""A measurement: what one printed line says, and how two ways of doing a thing are timed against each other."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")


@dataclass(frozen=True)
class Line:
    """One printed line. `ratio` is `seconds` by `floor_seconds` unless the note says otherwise."""

    bench: str
    database: str
    people: int
    ratio: float
    target: float | None
    queries: int | None = None
    seconds: float | None = None
    floor_seconds: float | None = None
    peak_mb: float | None = None
    agreed: bool = True  # what must hold besides the ratio: same numbers, few queries
    note: str = ""

    @property
    def ok(self) -> bool:
        return self.agreed and (self.target is None or self.ratio <= self.target)

    def json(self) -> str:
        values = {name: _short(value) for name, value in asdict(self).items() if name not in ("agreed", "note")}
        note = {"note": self.note} if self.note else {}
        return json.dumps({**values, "ok": self.ok, **note}, ensure_ascii=False)


@dataclass(frozen=True)
class Options:
    """What the command line asked for."""

    names: frozenset[str]
    people: int | None = None
    full: bool = False

    def wants(self, *names: str) -> bool:
        return not self.names.isdisjoint(names)


def _short(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def seconds(action: Callable[[], object]) -> float:
    """How long one call takes."""
    start = perf_counter()
    action()
    return perf_counter() - start


def counted(action: Callable[[], Result]) -> tuple[Result, int]:
    """What a call gives, and how many queries it took."""
    queries = 0

    def count(execute: Callable[..., object], *arguments: object) -> object:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        return action(), queries


def peak_mb() -> float:
    """The most memory that this process held so far; not its parent's, which getrusage would answer."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(kilobytes) / 1024, 1)


def race(action: Callable[[], object], floor: Callable[[], object], *, budget: float = 30) -> tuple[float, float]:
    """The shortest times of both, taken in turns so that the machine's moods hit both alike.

    Both have been called once before, so that caches are warm; between 3 and 50 turns, as the budget of seconds allows.
    """
    times = [(seconds(action), seconds(floor))]
    turns = max(3, min(50, int(budget / sum(times[0]))))
    times += [(seconds(action), seconds(floor)) for _ in range(turns - 1)]
    return min(first for first, _ in times), min(second for _, second in times)
