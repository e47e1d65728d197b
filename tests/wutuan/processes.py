"""Programs of ours that tests start, watch and kill."""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
from django.db import connection

from tests.databases import start
from tests.servers import redis

PATIENCE = 60


@contextmanager
def running(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Python with `arguments` while the block runs; then whatever is left of it is killed.

    Where the test fails, it shows what the program printed and where its threads stood.
    """
    process = start("-X", "faulthandler", *arguments, start_new_session=True, **environment)
    try:
        yield process
    except BaseException:
        if process.poll() is None:
            process.send_signal(signal.SIGABRT)
            print(process.communicate(timeout=10)[0])
        raise
    finally:
        kill(process)


def kill(process: subprocess.Popen[str]) -> None:
    """Kill it with its children; nobody gets to say goodbye."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


@contextmanager
def broker() -> Iterator[dict[str, str]]:
    """The broker that goes with the tests' database: Redis with PostgreSQL, as in production; files with SQLite."""
    if connection.vendor == "sqlite":
        yield {"REDIS_URL": ""}
        return
    with redis() as server:
        yield server


def celery(*arguments: str) -> list[str]:
    return ["-m", "celery", "--quiet", "-A", "tests.errands", *arguments]


def until(true, what: str) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"still waiting: {what}"
        time.sleep(0.05)


def query(sql: str, **environment: str) -> list[tuple]:
    """Rows of the database that the programs use; none for a statement that changes it."""
    url = environment["DATABASE_URL"]
    path = url.removeprefix("sqlite:///")
    with closing(psycopg2.connect(url) if path == url else sqlite3.connect(path)) as database:
        cursor = database.cursor()
        cursor.execute(sql)
        rows = cursor.fetchall() if cursor.description else []
        database.commit()
        return rows


def errands(**environment: str) -> list[tuple]:
    """State, attempts and effects of each errand."""
    counted = "(SELECT count(*) FROM errands_effect WHERE errand_id = errands_errand.id)"
    return query(f"SELECT state, attempts, {counted} FROM errands_errand ORDER BY id", **environment)  # noqa: S608
