"""What is known of the mutants of a module, in a session of cosmic-ray's below `var/`; it ends where it was left off.

A session belongs to one text of the module: when that changes, its mutants are run anew.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkItem, WorkResult

from tests.mutation.mutants import Module, Mutant, mutants

FOLDER = "var/mutation"


@dataclass
class Reach:
    """Which test came by which line, and how long each test took."""

    seconds: dict[str, float] = field(default_factory=dict)
    #: By line the ids of tests, of files whose fixtures came by, or a blank: while everything was loaded.
    contexts: dict[int, set[str]] = field(default_factory=dict)

    def tests(self, lines: Iterable[int]) -> list[str]:
        """The tests that came by one of the lines, quick ones first."""
        found = set().union(*(self.contexts.get(line, set()) for line in lines)) - {""}
        return sorted((test for test in self.seconds if names(test) & found), key=lambda test: self.seconds[test])

    def when_loaded(self, lines: Iterable[int]) -> bool:
        return any("" in self.contexts.get(line, ()) for line in lines)

    def limit(self, tests: Iterable[str]) -> int:
        """The seconds after which tests are taken to go on for ever."""
        return 30 + 10 * int(sum(self.seconds[test] for test in tests))


def names(test: str) -> set[str]:
    """Its own id, those of its classes and that of its file."""
    parts = test.partition("[")[0].split("::")
    return {test, *("::".join(parts[:length]) for length in range(1, len(parts)))}


@dataclass(frozen=True)
class Session:
    module: Module
    #: Where a whole run would take too long: how many of the mutants are tried, drawn with which seed; 0 is all.
    sample: int = 0
    seed: int = 0

    @property
    def path(self) -> Path:
        digest = hashlib.sha256(self.module.source.encode()).hexdigest()[:8]
        return self.module.base / FOLDER / f"{self.module.name}-{digest}.sqlite"

    @cached_property
    def mutants(self) -> dict[str, Mutant]:
        """By the ids that they have in the session."""
        return {f"{mutant.operator}:{mutant.occurrence}": mutant for mutant in mutants(self.module)}

    def begin(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with use_db(self.path) as db:
            known = {item.job_id for item in db.work_items}
            db.add_work_items(self.item(key, each) for key, each in self.mutants.items() if key not in known)

    def item(self, key: str, mutant: Mutant) -> WorkItem:
        path = self.module.path.relative_to(self.module.base)
        spec = MutationSpec(path, mutant.operator, mutant.occurrence, mutant.start, mutant.end, {}, mutant.within)
        return WorkItem.single(key, spec)

    def pending(self) -> list[str]:
        with use_db(self.path, WorkDB.Mode.open) as db:
            done = {key for key, _ in db.results}
        drawn = sorted(self.mutants)
        if 0 < self.sample < len(drawn):
            drawn = Random(self.seed).sample(drawn, self.sample)
        return [key for key in self.mutants if key in set(drawn) - done]

    def note(self, key: str, killed: bool, output: str) -> None:
        outcome = TestOutcome.KILLED if killed else TestOutcome.SURVIVED
        with use_db(self.path, WorkDB.Mode.open) as db:
            db.set_result(key, WorkResult(WorkerOutcome.NORMAL, output, outcome))

    def results(self) -> Iterator[tuple[Mutant, WorkResult]]:
        if self.path.exists():
            with use_db(self.path, WorkDB.Mode.open) as db:
                yield from ((self.mutants[key], result) for key, result in db.results)

    def again(self) -> None:
        """Survivors are to be run once more: there are new tests."""
        with use_db(self.path, WorkDB.Mode.open) as db:
            results = dict(db.results)
            db.clear()
            db.add_work_items(self.item(key, each) for key, each in self.mutants.items())
            for key in (key for key, result in results.items() if result.is_killed):
                db.set_result(key, results[key])

    @property
    def reach_path(self) -> Path:
        return self.path.with_suffix(".json")

    def keep_reach(self, reach: Reach) -> None:
        lines = {line: sorted(contexts) for line, contexts in reach.contexts.items()}
        self.reach_path.write_text(json.dumps({"seconds": reach.seconds, "contexts": lines}), encoding="utf-8")

    def kept_reach(self) -> Reach:
        kept = json.loads(self.reach_path.read_text(encoding="utf-8"))
        return Reach(kept["seconds"], {int(line): set(contexts) for line, contexts in kept["contexts"].items()})
