"""Several who ask for one thing at the same moment, each on a connection of their own. PostgreSQL only."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
#: So often it is looked whether all of them wait.
PATIENCE = 3000

needs_connections = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees others as it saw them first
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


def at_once(hold: Callable, *acts: Callable) -> list:
    """What each act answers, where all of them have asked for what `hold` locks before one of them gets it."""
    with ThreadPoolExecutor(len(acts)) as others:
        with transaction.atomic():
            hold()
            answers = [others.submit(_alone, act) for act in acts]
            for _ in range(PATIENCE):
                if waiting() == len(acts):  # all have asked, and none has been answered
                    break
                time.sleep(0.02)
            else:
                pytest.fail("nobody waits for it")
        return [answer.result() for answer in answers]


def _alone(act: Callable) -> object:
    try:
        return act()
    finally:
        connection.close()
