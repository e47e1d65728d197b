"""Another account of the machine looks for what the program has written, by whatever command."""

import os
from io import StringIO
from pathlib import Path
from stat import S_IMODE

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.databases import finish, start

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
#: As an account usually has it: what it writes, everybody reads.
USUAL = "import os; os.umask(0o022)\n"
WRITE = """
import django
django.setup()
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
connection.cursor().execute("CREATE TABLE IF NOT EXISTS people (name TEXT)")
default_storage.save("imports/2026/upload.xlsx", ContentFile(b"x"))
(settings.VAR_DIR / "beside").write_text("x")
assert (settings.VAR_DIR.parent / "db.sqlite3-wal").exists()
shown = [path for path in settings.VAR_DIR.parent.rglob("*") if path.stat().st_mode & 0o077]
print([path.name for path in shown])
"""


@pytest.fixture
def place(tmp_path):
    """A folder for the database and the files of a program that is started, and its environment."""
    return {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "VAR_DIR": str(tmp_path / "var"), "REDIS_URL": ""}


def test_nothing_that_the_program_writes_is_for_others(place, tmp_path):
    assert finish(start("-c", USUAL + WRITE, **place)) == (0, "[]\n")
    assert {path.name for path in tmp_path.rglob("*")} >= {"db.sqlite3", "upload.xlsx", "beside"}


def test_what_an_older_release_left_readable_is_mended_at_the_next_start(place, tmp_path):
    for name in ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm"):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)
    (tmp_path / "var").mkdir()
    (tmp_path / "var").chmod(0o755)
    assert finish(start("manage.py", "check", **place))[0] == 0
    assert {path.name: oct(S_IMODE(path.stat().st_mode)) for path in tmp_path.iterdir()} == {
        "db.sqlite3": "0o600", "db.sqlite3-wal": "0o600", "db.sqlite3-shm": "0o600", "var": "0o700",
    }  # fmt: skip


@pytest.mark.parametrize("there", [False, True])
def test_an_export_is_for_its_own_account_also_where_a_file_of_that_name_was_for_all(db, tmp_path, there):
    file = tmp_path / "台账.xlsx"
    if there:
        file.touch()
        file.chmod(0o644)
    call_command("export_ledger", str(file), stdout=StringIO())
    assert oct(S_IMODE(file.stat().st_mode)) == "0o600"


def test_the_services_begin_no_other_way():
    for unit in (settings.BASE_DIR / "deploy" / "systemd").glob("*.service"):
        assert {"UMask=0077", "StateDirectoryMode=0700"} <= set(Path(unit).read_text(encoding="utf-8").splitlines())
