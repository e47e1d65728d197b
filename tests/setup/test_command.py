"""`manage.py setup`: the first start in one command, all of it or nothing."""

import pytest

from tests.databases import empty_database, manage
from tests.setup.conftest import PASSWORD, TOWN, VILLAGE
from tests.wutuan.processes import query

SET_UP = "SELECT town_id FROM core_installation WHERE set_up_at IS NOT NULL"


@pytest.fixture
def password(tmp_path):
    file = tmp_path / "password"
    file.touch(0o600)
    file.write_text(f"{PASSWORD}\n")
    return f"--password-file={file}"


def test_one_command_sets_up_once_and_refuses_what_is_wrong_with_nothing_written(tmp_path, db, password):
    with empty_database(tmp_path) as environment:

        def run(villages, town=TOWN, name="guanli"):
            words = (f"--town={town}", f"--villages={villages}", f"--administrator={name}", password)
            return manage("setup", *words, **environment)

        for wrong in (run(f"{VILLAGE},{VILLAGE}"), run("430529101001"), run("all", town="430529"), run("all", name="")):
            assert wrong[0] == 1, wrong
            assert "Traceback" not in wrong[1]
        assert (query(SET_UP, **environment), query("SELECT code FROM core_village", **environment)) == ([], [])
        status, printed = run("all")
        assert (status, "11 个村（社区）参加" in printed, PASSWORD in printed) == (0, True, False), printed
        assert query(SET_UP, **environment) == [(TOWN,)]
        status, printed = run("all", name="second")
        assert (status, "已经设置完成" in printed) == (1, True)
        assert query("SELECT username FROM accounts_user", **environment) == [("guanli",)]
