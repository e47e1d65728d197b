"""Real workers on a real broker: what a killed one had is done by another, and done once."""

import pytest

from tests.databases import manage, ready_database
from tests.wutuan.processes import broker, celery, errands, kill, running, until


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
