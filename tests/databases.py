"""Empty databases of the engine that the tests run on, for programs that tests start."""

import atexit
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from functools import cache
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg2
from django.conf import settings
from django.db import connection

#: Programs that tests start may know the errands of tests/errands.
ERRANDS = {"DJANGO_SETTINGS_MODULE": "tests.errands.settings"}
#: Closed, SQLite has all of it in the one file that is copied.
CREATE = """
import django
django.setup()
from core import schema
schema.create_if_empty()
schema.connection.close()
"""


def empty_database(folder: Path) -> AbstractContextManager[dict[str, str]]:
    """What to put into a program's environment for a database without tables."""
    return _copy(folder)


@contextmanager
def ready_database(folder: Path) -> Iterator[dict[str, str]]:
    """The same with all tables, those of tests/errands too."""
    with _copy(folder, _with_tables()) as environment:
        yield environment | ERRANDS


@cache
def _with_tables() -> str:
    """A database to copy, made once: its file or its name."""
    made = ExitStack()
    atexit.register(made.close)
    folder = made.enter_context(TemporaryDirectory())
    environment = made.enter_context(empty_database(Path(folder)))
    status, printed = finish(start("-c", CREATE, **environment, **ERRANDS))
    assert status == 0, printed
    return urlsplit(environment["DATABASE_URL"]).path.removeprefix("/")


@contextmanager
def _copy(folder: Path, source: str = "") -> Iterator[dict[str, str]]:
    """A copy of a database, or one without tables: a file in `folder`, or one more on the tests' server."""
    if connection.vendor == "sqlite":
        file = folder / "database.sqlite3"
        if source:
            copyfile(source, file)
        yield {"DATABASE_URL": f"sqlite:///{file}"}
        return
    url, name = os.environ["DATABASE_URL"], f"for_test_{uuid4().hex}"
    with closing(psycopg2.connect(url)) as server:
        server.autocommit = True
        server.cursor().execute(f"CREATE DATABASE {name} TEMPLATE {source or 'template1'}")
        try:
            yield {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        finally:
            server.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def start(*arguments: str, start_new_session: bool = False, **environment: str) -> subprocess.Popen[str]:
    """Python with `arguments`, in the project's folder; in production only where `environment` says so."""
    inherited = {name: value for name, value in os.environ.items() if name != "PRODUCTION"}  # wsgi.py sets it
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={**inherited, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=start_new_session,
    )


def finish(process: subprocess.Popen[str], timeout: float = 300) -> tuple[int, str]:
    """Wait for `process`; returns its exit status and what it printed."""
    printed, _ = process.communicate(timeout=timeout)
    return process.returncode, printed


def manage(*arguments: str, **environment: str) -> tuple[int, str]:
    """Run manage.py to its end."""
    return finish(start("manage.py", *arguments, **environment))
