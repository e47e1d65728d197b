"""A worker killed at any stage of a list leaves nothing half-written, and the list is then taken in, exactly once."""

import json

import pytest

from tests.databases import finish, start
from tests.ledger.conftest import workbook  # noqa: F401
from tests.ledger.test_killed_worker import site, until, working  # noqa: F401
from tests.rosters.test_importing import HEADER, job

WORKER = ("-m", "celery", "--app", "tests.rosters.held_list_worker", "worker", "--pool", "solo", "--without-gossip")


def office(site, *deeds):  # noqa: F811
    status, said = finish(start("-m", "tests.rosters.list_office", *deeds, **site))
    assert status == 0, said
    return json.loads(said) if said else None


@pytest.mark.parametrize("stage", ["reading", "preview", "writing"])
def test_killed_at_any_stage_a_list_leaves_nothing_and_is_taken_in_once_afterwards(site, tmp_path, stage):  # noqa: F811
    path = tmp_path / "list.csv"
    path.write_text(f"{HEADER}\n{job()}", "utf-8")
    site |= {"LIST": str(path), "HELD_AT": stage}
    office(site, "upload")
    with working(site, WORKER):
        assert office(site, "wait", "look") == ["done", "written", [0, 0], [1, 1]]
    office(site, "upload-list")
    (tmp_path / "hold").touch()
    with working(site, WORKER) as worker:
        until((tmp_path / "half-done").exists, worker)
    assert office(site, "look", "sweep") == ["running", "", [0, 0], [1, 1]]
    (tmp_path / "hold").unlink()
    with working(site, WORKER):
        assert office(site, "wait", "look") == ["done", "written", [1, 1], [2, 2]]
