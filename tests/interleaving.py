"""Random transactions of several connections between readers: what is remembered is what a count finds.

`python -m tests.interleaving [--steps 10000] [--seed 7]` plays on the database of DATABASE_URL, which has to be empty
of records, and prints the seed first. One thread decides what happens next; each writer has a thread and a connection
of its own, and a transaction that is open for a step or for dozens. Between any two statements of a reader others may
go on. A reader who was not disturbed has to be told what a count from nothing tells.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

import django

WRITERS = 4
#: A transaction ends with one of so many of its steps: most are short, every fourth is long.
SHORT, LONG = 3, 40
#: After these somebody reads.
ENDS = {"commit", "roll back", "bring_in", "take_back"}
#: What takes ten times as long to count is asked a tenth as often.
SELDOM = {"inbox", "targets"}
#: Of so many statements of a disturbed reader one is preceded by somebody else's step.
STATEMENTS = 6


class Writer:
    """Somebody with a connection and a transaction of their own."""

    def __init__(self, number: int) -> None:
        self.thread, self.number, self.block = ThreadPoolExecutor(1), number, None
        self.ends_with_one_of = SHORT
        self.do(hurry)

    def do(self, deed: Callable, *arguments: Any) -> Any:
        return self.thread.submit(deed, *arguments).result()

    def begin(self) -> None:
        from django.db import transaction

        self.block = transaction.atomic()
        self.do(self.block.__enter__)

    def end(self, *, keep: bool) -> None:
        from django.db import transaction

        block, self.block = self.block, None
        if not keep:
            self.do(transaction.set_rollback, True)
        self.do(block.__exit__, None, None, None)

    def leave(self) -> None:
        from django.db import connection

        if self.block:
            self.end(keep=False)
        self.do(lambda: connection.close())
        self.thread.shutdown()


def hurry() -> None:
    """Whoever would wait for somebody else's row gives up: only one of all moves at a time."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")


class Play:
    """Steps in the order that a seed says."""

    def __init__(self, seed: int, steps: int, folder: Path) -> None:
        from tests.interleaved_deeds import Town

        self.random, self.left, self.folder = Random(seed), steps, folder
        self.town = Town(self.random, folder)
        self.writers = [Writer(number) for number in range(WRITERS)]
        self.last = self.writers[0]
        self.told: list[str] = []
        self.checks = 0
        self.disturbed = False

    def run(self) -> None:
        try:
            while self.left > 0:
                for _ in range(2 if self.step() in ENDS else self.random.random() < 0.1):
                    self.read()
        finally:
            for writer in self.writers:
                writer.leave()

    def step(self) -> str:
        """One thing that one writer does; returns what."""
        self.left -= 1
        writer = self._writer()
        if writer.block is None:
            return self._begin(writer)
        if self.random.randrange(writer.ends_with_one_of) == 0:
            return self._end(writer)
        deed = self.town.verify if self.random.random() < 0.5 else self.random.choice(self.town.deeds)
        return self._do(writer, deed)

    def _writer(self) -> Writer:
        """Mostly who came last, so that others wait with theirs open; SQLite has one at a time: whoever has begun."""
        from django.db import connection

        writers = [writer for writer in self.writers if writer.block] if connection.vendor == "sqlite" else []
        if writers or self.random.random() < 0.3:
            self.last = self.random.choice(writers or self.writers)
        return self.last

    def _begin(self, writer: Writer) -> str:
        kind = self.random.randrange(20)
        if kind == 0:
            return self._do(writer, self.random.choice((self.town.bring_in, self.town.take_back)))
        if kind == 1 and not self.disturbed:
            return self._restore()
        writer.ends_with_one_of = LONG if kind % 4 == 0 else SHORT
        writer.begin()
        return self.tell(writer, "begin")

    def _end(self, writer: Writer) -> str:
        keep = self.random.random() < 0.7
        writer.end(keep=keep)
        return self.tell(writer, "commit" if keep else "roll back")

    def _do(self, writer: Writer, deed: Callable) -> str:
        """A deed that has to wait for another transaction takes its own back."""
        from django.db import OperationalError

        self.tell(writer, deed.__name__)
        try:
            writer.do(deed)
        except OperationalError:
            if writer.block:
                writer.end(keep=False)
            self.tell(writer, "waited, and rolled back")
        return deed.__name__

    def _restore(self) -> str:
        """Nobody is at work; afterwards as much is written as was lost, under the same numbers."""
        for writer in self.writers:
            if writer.block:
                self.tell(writer, "is cut off")
                writer.end(keep=False)
        asked = self._any()
        self._compare(asked)
        self.tell(None, "restore")
        self.town.restore()
        self._compare(asked)
        return "restore"

    def _any(self) -> str:
        names = list(self.town.questions)
        return self.random.choices(names, [1 if name in SELDOM else 10 for name in names])[0]

    def read(self) -> None:
        """Somebody reads while others go on, or not, and then once more in peace."""
        name = self._any()
        if self.random.random() < 0.5:
            self.tell(None, f"{name}, disturbed")
            with self.disturbing():
                self.town.questions[name]()
        self._compare(name)

    def _compare(self, name: str) -> None:
        self.left -= 1
        self.tell(None, name)
        self.checks += 1
        told, counted = self.town.questions[name](), self.town.counted(name)
        if told != counted:
            print(*self.told[-60:], sep="\n")
            sys.exit(f"{name} is remembered otherwise than it is counted:\n{told}\n{counted}")

    @contextmanager
    def disturbing(self) -> Iterator[None]:
        from django.db import connection

        with connection.execute_wrapper(self._before_statement), self.town.before_keeping(self._perhaps):
            self.disturbed = True
            try:
                yield
            finally:
                self.disturbed = False

    def _before_statement(self, execute: Callable, *arguments: Any) -> Any:
        self._perhaps()
        return execute(*arguments)

    def _perhaps(self) -> None:
        if self.random.randrange(STATEMENTS) == 0:
            self.step()

    def tell(self, writer: Writer | None, what: str) -> str:
        self.told.append(f"{len(self.told)} {f'writer {writer.number}' if writer else 'reader'}: {what}")
        return what


def main() -> None:
    asked = argparse.ArgumentParser(description="Interleave random transactions with readers.")
    asked.add_argument("--steps", type=int, default=300)
    asked.add_argument("--seed", type=int, default=SystemRandom().randrange(10**9))
    asked.add_argument("--careless", choices=("locks", "generation"), help="forget one of them, which has to be found")
    chosen = asked.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    django.setup()
    from tests.interleaved_deeds import forget

    if chosen.careless:
        forget(chosen.careless)
    with tempfile.TemporaryDirectory() as folder:
        play = Play(chosen.seed, chosen.steps, Path(folder))
        play.run()
    print(f"{len(play.told)} steps, {play.checks} answers compared")


if __name__ == "__main__":
    main()
