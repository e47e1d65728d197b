"""What `import_ledger` leaves with, and when `make score` prints a score."""

import io
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from ledger.management.commands import import_ledger as command
from tests.ledger.builders import OWN_TOWN, with_a_fault
from tests.ledger.corpus import HOSTILE


def left_with(*arguments):
    said = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("import_ledger", *arguments, stderr=said)
    return stop.value.code, said.getvalue()


@pytest.mark.django_db
def test_a_surprise_is_no_refused_cell(workbook, monkeypatch):
    def fail(*args, **options):
        raise OverflowError("430599198505050018")

    monkeypatch.setattr(command, "import_ledger", fail)
    status, said = left_with(str(workbook(OWN_TOWN)))
    assert (status, said.strip()) == (2, "导入时出错（OverflowError）：请联系系统管理员，加 --traceback 可看出错的位置")
    assert "Traceback" in left_with(str(workbook(OWN_TOWN)), "--traceback")[1]


@pytest.fixture
def make_score(tmp_path):
    """Run `make score` in a folder of its own."""

    def run(path):
        manage = settings.BASE_DIR / "manage.py"
        variables = [f"FILE={path}", f"RUNS={manage}", f"MANAGE={sys.executable} {manage}"]
        command = ["make", "-s", "-C", str(tmp_path), "-f", str(settings.BASE_DIR / "Makefile"), "score", *variables]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it makes a database of its own, always SQLite")
def test_a_score_is_printed_of_what_was_written_only(make_score, workbook):
    hostile = make_score(HOSTILE / "special-ss-uniquecount.xlsx")
    assert ("已损坏" in hostile.stderr, "Error 2" in hostile.stderr, "计分日" in hostile.stdout) == (True, True, False)
    partly = make_score(workbook(with_a_fault()))
    assert ("已写入。" in partly.stdout, "Error 1" in partly.stderr, "计分日" in partly.stdout) == (True, True, True)
