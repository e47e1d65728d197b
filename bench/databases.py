"""Throw-away databases, and steps that run on them in processes of their own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg2

from tests.servers import postgresql

Answer = dict[str, Any]


class Server:
    """Where throw-away databases live. `empty` is one with the tables and the divisions, to copy from."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.create("empty")
        self.run("empty", "prepare")

    def run(self, database: str, step: str, **arguments: Any) -> Answer:
        """What a step of `bench.worker` answers, run on `database` in a process of its own."""
        return self.start(database, step, wait_until_ready=False, **arguments)()

    def start(
        self, database: str, step: str, *, wait_until_ready: bool = True, **arguments: Any
    ) -> Callable[[], Answer]:
        """Start a step that prints a line when it is at work; calling the result ends its input and waits for it."""
        environment = {**os.environ, "DATABASE_URL": self.url(database), "LOG_LEVEL": "ERROR"}
        command = [sys.executable, "-m", "bench.worker", step, json.dumps(arguments)]
        process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if wait_until_ready:
            process.stdout.readline()
        return lambda: _answer(process)

    def measured(self, group: str, people: int, towns: int, step: str = "", **arguments: Any) -> Answer:
        """What a step (the group's own unless told) answers on a county of so many people, made for it alone."""
        name = f"{group}-{people}"
        self.create(name, "empty")
        self.run(name, "load", people=people, towns=towns)
        try:
            return self.run(name, step or group, **arguments)
        finally:
            self.drop(name)

    @contextmanager
    def copy(self, source: str, name: str) -> Iterator[str]:
        """A copy of a database that lasts as long as the block."""
        self.create(name, source)
        try:
            yield name
        finally:
            self.drop(name)

    def url(self, database: str) -> str:
        raise NotImplementedError

    def create(self, database: str, source: str = "") -> None:
        raise NotImplementedError

    def drop(self, database: str) -> None:
        raise NotImplementedError


def _answer(process: subprocess.Popen[str]) -> Answer:
    output, _ = process.communicate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return json.loads(output.splitlines()[-1])


class SqliteFolder(Server):
    """A file a database."""

    name = "sqlite"

    def url(self, database: str) -> str:
        return f"sqlite:///{self._file(database)}"

    def create(self, database: str, source: str = "") -> None:
        if source:
            self._file(database).write_bytes(self._file(source).read_bytes())

    def drop(self, database: str) -> None:
        for file in self.folder.glob(f"{database}.sqlite3*"):
            file.unlink()

    def _file(self, database: str) -> Path:
        return self.folder / f"{database}.sqlite3"


class PostgresqlServer(Server):
    """One server; a database is copied as a template."""

    name = "postgresql"

    def __init__(self, folder: Path, url: str) -> None:
        self.host = parse_qs(urlsplit(url).query)["host"][0]
        super().__init__(folder)

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.host}"

    def create(self, database: str, source: str = "template1") -> None:
        self._execute(f'CREATE DATABASE "{database}" TEMPLATE "{source}"')

    def drop(self, database: str) -> None:
        self._execute(f'DROP DATABASE "{database}"')

    def _execute(self, statement: str) -> None:
        connection = psycopg2.connect(host=self.host, user="postgres", dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()


@contextmanager
def sqlite() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        yield SqliteFolder(Path(folder))


@contextmanager
def postgresql_server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, postgresql() as environment:
        yield PostgresqlServer(Path(folder), environment["DATABASE_URL"])


SERVERS = {"sqlite": sqlite, "postgresql": postgresql_server}
