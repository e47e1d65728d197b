"""A worker killed while it writes what was taken leaves nothing half-written; later it is written exactly once."""

import pytest

from tests.databases import manage, ready_database
from tests.ledger.builders import OWN_TOWN, PERSON
from tests.ledger.test_killed_worker import office, until, working
from tests.rosters.test_importing import HEADER, JOBS, job

TOWN = {
    **OWN_TOWN,
    "就业记录": [[*JOBS, "月收入"], [PERSON, "2023-02-10", "某电子厂", "", "省外务工", "广东省东莞市", "4000"]],
}


@pytest.fixture
def site(tmp_path, workbook):
    """The environment of a site with a small town, and a list that pays better."""
    path = tmp_path / "务工20230930.csv"
    path.write_text(f"{HEADER}\n{job(wage='4800')}", "utf-8")
    with ready_database(tmp_path) as database:
        own = {"VAR_DIR": str(tmp_path / "var"), "HELD": str(tmp_path)}
        own |= {"WORKBOOK": str(workbook(TOWN)), "LIST": str(path)}
        status, said = manage("bootstrap", **database, **own)
        assert status == 0, said
        yield {**database, **own}


def test_killed_half_way_nothing_is_taken_and_all_of_it_afterwards(site, tmp_path):
    office(site, "upload")
    with working(site):
        office(site, "wait", "compare", "wait")
    office(site, "take")
    (tmp_path / "hold").touch()
    with working(site) as worker:
        until((tmp_path / "half-done").exists, worker)
    assert office(site, "look_at_lines", "sweep") == [[["taking", ""]], ["4000.00"]]
    (tmp_path / "hold").unlink()
    with working(site):
        assert office(site, "wait", "look_at_lines") == [[["taken", "written"]], ["4800.00"]]
