"""Real workers on a real broker: what a killed one had is done by another, and done once."""

from contextlib import ExitStack

import pytest
from django.db import connection

from tests.databases import manage, ready_database
from tests.servers import redis
from tests.wutuan.processes import broker, celery, errands, kill, query, running, until


@pytest.fixture(scope="module")
def database(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), ready_database(tmp_path_factory.mktemp("database")) as environment:
        yield environment


@pytest.fixture
def environment(database, tmp_path):
    """What our programs find in their environment; the database is shared, the broker is new."""
    with broker() as address:
        yield {**database, "VAR_DIR": str(tmp_path / "var"), "ERRANDS": str(tmp_path), **address}


def worker(*options, **environment):
    alone = ("--concurrency=1", "--without-mingle", "--without-gossip")
    return running(*celery("worker", *alone, *options), **environment)


def test_what_a_killed_worker_had_is_done_once_by_another(environment, tmp_path):
    before = len(errands(**environment))
    hold = tmp_path / "hold"
    hold.touch()
    status, printed = manage("enqueue", "held", "plain", "plain", **environment)
    assert status == 0, printed
    with worker(**environment) as first:
        until((tmp_path / "half-done").exists, "the first worker to be in the middle of the errand")
        kill(first)
    assert errands(**environment)[before:] == [("running", 1, 0), ("queued", 0, 0), ("queued", 0, 0)]

    hold.unlink()
    with worker("--beat", **environment):
        until(lambda: {row[0] for row in errands(**environment)} == {"done"}, "another worker to do all errands")
    assert errands(**environment)[before:] == [("done", 2, 1), ("done", 1, 1), ("done", 1, 1)]
    done = "SELECT name FROM core_scheduledduty WHERE succeeded_at IS NOT NULL"
    assert ("core.tasks.sweep_jobs",) in query(done, **environment)


def over(environment, before):
    return all(state in ("done", "failed") for state, *_ in errands(**environment)[before:])


def test_what_kills_workers_is_given_up_and_the_next_errand_is_done(environment):
    before = len(errands(**environment))
    assert manage("enqueue", "deadly", "panics", "plain", **environment)[0] == 0
    with worker("--beat", **environment):
        until(lambda: over(environment, before), "all errands to be over")
    assert errands(**environment)[before:] == [("failed", 2, 0), ("failed", 1, 0), ("done", 1, 1)]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="Redis goes with PostgreSQL")
def test_a_worker_outlives_the_broker(database, tmp_path):
    """As production runs it. Redis restarts, empty, in the middle of an errand; the same worker does the next one."""
    before, hold = len(errands(**database)), tmp_path / "hold"
    environment = {**database, "VAR_DIR": str(tmp_path / "var"), "ERRANDS": str(tmp_path)}
    hold.touch()
    with ExitStack() as servers:
        with redis() as address:
            environment |= address
            assert manage("enqueue", "held", **environment)[0] == 0
            process = servers.enter_context(running(*celery("worker", "--concurrency=2"), **environment))
            until((tmp_path / "half-done").exists, "the worker to be in the middle of the errand")
        servers.enter_context(redis(address["REDIS_URL"]))
        assert manage("enqueue", "plain", **environment)[0] == 0
        hold.unlink()
        until(lambda: over(environment, before), "both errands to be over")
        assert process.poll() is None
    assert errands(**environment)[before:] == [("done", 1, 1), ("done", 1, 1)]
