"""Empty databases of the engine that the tests run on, for programs that tests start."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg2
from django.conf import settings
from django.db import connection


@contextmanager
def empty_database(folder: Path) -> Iterator[dict[str, str]]:
    """What to put into a program's environment for a database without tables."""
    if connection.vendor == "sqlite":
        yield {"DATABASE_URL": f"sqlite:///{folder / 'empty.sqlite3'}"}
        return
    url, name = os.environ["DATABASE_URL"], f"empty_for_test_{uuid4().hex}"
    with closing(psycopg2.connect(url)) as server:
        server.autocommit = True
        server.cursor().execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        finally:
            server.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def ready_database(folder: Path) -> Iterator[dict[str, str]]:
    """The same with all tables as the models have them now, which is faster than by migrations."""
    with empty_database(folder) as environment:
        environment |= {"DJANGO_SETTINGS_MODULE": "tests.errands.settings", "WITHOUT_MIGRATIONS": "1"}
        status, printed = manage("migrate", "--run-syncdb", "--verbosity=0", **environment)
        assert status == 0, printed
        yield environment


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


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for `process`; returns its exit status and what it printed."""
    printed, _ = process.communicate(timeout=300)
    return process.returncode, printed


def manage(*arguments: str, **environment: str) -> tuple[int, str]:
    """Run manage.py to its end."""
    return finish(start("manage.py", *arguments, **environment))
