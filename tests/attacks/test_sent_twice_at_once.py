"""The same form sent by two processes in the same moment does its work once, and both are led to what came of it.

On SQLite, which has one writer, the second does not begin before the first has ended: there is nothing to race for.
"""

import json
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import pytest
import xlsxwriter
from django.db import connection

from tests.databases import finish, ready_database, start
from tests.wutuan.processes import until

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="has one writer")
SENDER = ("-m", "tests.attacks.sender")
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture
def site(tmp_path):
    """The environment of a site whose workers hear of nothing."""
    with ready_database(tmp_path) as database:
        yield {**database, "VAR_DIR": str(tmp_path), "REDIS_URL": ""}


def answer_of(process):
    status, printed = finish(process)
    assert status == 0, printed
    return json.loads(printed.splitlines()[-1])


@contextmanager
def nobody_claims(url):
    """No form is claimed while the block runs, whoever has found that it has not come before."""
    with closing(psycopg2.connect(url)) as database:
        cursor = database.cursor()
        cursor.execute("LOCK TABLE core_submission IN SHARE MODE")
        yield cursor


def waiting(cursor):
    cursor.execute(WAITING)
    return cursor.fetchone()[0]


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "台账.xlsx"
    xlsxwriter.Workbook(path).close()
    return str(path)


def test_each_form_does_its_work_once_and_both_are_led_to_it(site, tmp_path, workbook):
    forms = answer_of(start(*SENDER, "prepare", workbook, **site))
    senders = [start(*SENDER, "send", name, json.dumps(forms), **site) for name in "ab"]
    for number in range(len(forms)):
        with nobody_claims(site["DATABASE_URL"]) as cursor:
            (tmp_path / f"go{number}").touch()
            until(lambda cursor=cursor: waiting(cursor) == len(senders), "both forms have arrived")
        answered = [tmp_path / f"done{number}{name}" for name in "ab"]
        until(lambda answered=answered: all(map(Path.exists, answered)), "both are answered")
    first, second = map(answer_of, senders)
    assert first == second
    assert {status for status, _ in first} == {302}
    assert answer_of(start(*SENDER, "look", **site)) == [1, 1, 1, 1]
