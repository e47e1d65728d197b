"""A worker killed in the middle of an action on many leaves nothing half-written; then all is done, exactly once."""

import json
import time
from contextlib import contextmanager

import pytest

from tests.databases import finish, manage, ready_database, start

WORKER = ("-m", "celery", "--app", "tests.registers.held_many", "worker", "--pool", "solo", "--without-gossip")


@pytest.fixture
def site(tmp_path):
    with ready_database(tmp_path) as database:
        own = {**database, "VAR_DIR": str(tmp_path / "var"), "HELD": str(tmp_path)}
        status, said = manage("bootstrap", **own)
        assert status == 0, said
        yield own


def office(site, *deeds):
    status, said = finish(start("-m", "tests.registers.office", *deeds, **site))
    assert status == 0, said
    return json.loads(said) if "look" in deeds else None


@contextmanager
def working(site):
    worker = start(*WORKER, **site)
    try:
        yield worker
    finally:
        worker.kill()
        worker.communicate()


def test_killed_half_way_nothing_is_written_and_all_of_it_is_once_afterwards(site, tmp_path):
    office(site, "hand_on")
    (tmp_path / "hold").touch()
    with working(site) as worker:
        end = time.monotonic() + 120
        while not (tmp_path / "half-done").exists():
            assert worker.poll() is None, worker.communicate()[0]
            assert time.monotonic() < end
            time.sleep(0.1)
    assert office(site, "look", "sweep") == ["running", 0, 0, 0]
    (tmp_path / "hold").unlink()
    with working(site):
        assert office(site, "wait", "look") == ["done", 3, 3, 1]
