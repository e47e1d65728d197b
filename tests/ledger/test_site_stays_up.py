"""A file that used to take everything down, uploaded to a site where one process does everything."""

import json
from urllib.request import urlopen

import pytest

from tests.databases import finish, manage, ready_database, start
from tests.ledger.builders import OWN_TOWN
from tests.ledger.corpus import HOSTILE
from tests.servers import free_port
from tests.wutuan.processes import running


@pytest.fixture
def environment(tmp_path, db):
    with ready_database(tmp_path) as database:
        own = {"VAR_DIR": str(tmp_path / "var"), "REDIS_URL": "", "DEMO": "0"}
        status, said = manage("bootstrap", **database, **own)
        assert status == 0, said
        yield {**database, **own}


def brought_in(path, environment):
    """State and outcome of the import of a workbook, which the site's own worker does."""
    status, said = finish(
        start("-m", "tests.ledger.office", "upload", "wait", "look", WORKBOOK=str(path), **environment)
    )
    assert status == 0, said
    return json.loads(said.splitlines()[-1])[:2]


def test_the_pages_stay_and_the_next_file_is_imported(environment, workbook):
    port = free_port()
    good = workbook(OWN_TOWN)
    with running("manage.py", "start", f"--port={port}", **environment) as site:
        while f"http://127.0.0.1:{port}/" not in site.stdout.readline():
            assert site.poll() is None
        for name in ("special-ss-uniquecount", "dry-xml-5047"):
            assert brought_in(HOSTILE / f"{name}.xlsx", environment) == ["done", "unreadable"]
        assert urlopen(f"http://127.0.0.1:{port}/accounts/login/").status == 200
        assert brought_in(good, environment) == ["done", "written"]
