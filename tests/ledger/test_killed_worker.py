"""A worker killed in the middle of writing leaves nothing half-written, and the import is then done, exactly once."""

import json
import time
from contextlib import contextmanager

import pytest

from tests.databases import finish, manage, ready_database, start
from tests.ledger.builders import OWN_TOWN

WORKER = ("-m", "celery", "--app", "tests.ledger.held_worker", "worker", "--pool", "solo", "--without-gossip")
NOTHING, EVERYTHING = [0, 0, 0], [1, 1, 1]


@pytest.fixture
def site(tmp_path, workbook):
    """The environment of a site with divisions and nothing else."""
    with ready_database(tmp_path) as database:
        own = {"VAR_DIR": str(tmp_path / "var"), "HELD": str(tmp_path), "WORKBOOK": str(workbook(OWN_TOWN))}
        status, said = manage("bootstrap", **database, **own)
        assert status == 0, said
        yield {**database, **own}


def office(site, *deeds):
    status, said = finish(start("-m", "tests.ledger.office", *deeds, **site))
    assert status == 0, said
    return json.loads(said) if said else None


@contextmanager
def working(site, program=WORKER):
    worker = start(*program, **site)
    try:
        yield worker
    finally:
        worker.kill()
        worker.communicate()


def until(condition, worker, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert worker.poll() is None, worker.communicate()[0]
        assert time.monotonic() < end
        time.sleep(0.1)


def test_killed_half_way_an_import_leaves_nothing_and_is_done_once_afterwards(site, tmp_path):
    office(site, "upload")
    (tmp_path / "hold").touch()
    with working(site) as worker:
        until((tmp_path / "half-done").exists, worker)
    assert office(site, "look", "sweep") == ["running", "", NOTHING, NOTHING, [0, 0]]
    (tmp_path / "hold").unlink()
    with working(site):
        assert office(site, "wait", "look") == ["done", "written", EVERYTHING, EVERYTHING, [1, 1]]
