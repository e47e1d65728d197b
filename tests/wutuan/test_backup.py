"""A backup holds the database and every document, and is restored to the same scores, trail and files."""

import json
import shutil
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.databases import empty_database, finish, manage, start
from tests.once import once
from tests.wutuan.processes import query, running, until

#: A town, one of whose workshops has two documents, and somebody who is signed in.
TOWN = """
import django
django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.management import call_command
from accounts.models import User
from core.files import documents
from workshops.models import Workshop
call_command("bootstrap")
call_command("import_ledger", "tests/cases/town-clean.xlsx")
user = User.objects.create_user("jingban")
for content in (b"%PDF-1.7 made up", b"%PDF-1.7 another"):
    file = ContentFile(content, name="认定文件.pdf")
    documents.attach(record=Workshop.objects.first(), file=file, proves="认定", by=user)
SessionStore().create()
call_command("score", "--as-of=2023-12-31", "--format=json")
"""
#: A drill: what `restore` prints at last is the next command.
RESTORED = """
import io
import sys
import django
django.setup()
from django.core.management import call_command
printed = io.StringIO()
call_command("restore", sys.argv[1], stdout=printed)
call_command(*printed.getvalue().splitlines()[-1].rpartition("manage.py ")[2].split())
call_command("score", "--as-of=2023-12-31", "--format=json")
"""
#: Somebody who goes on working: each line of the trail is in one table, where it ends in another.
WORKING = """
import django
django.setup()
from core import audit
while True:
    audit.record("sign_in")
"""
PDFS = [b"%PDF-1.7 another", b"%PDF-1.7 made up"]
GENERATION = "SELECT token FROM core_generation"
LINES = "SELECT count(*) FROM core_auditevent"


@pytest.fixture(scope="module")
def town(tmp_path_factory, django_db_setup):
    folder = tmp_path_factory.mktemp("town")
    with empty_database(folder) as database:
        environment = {**database, "VAR_DIR": str(folder / "var")}
        status, printed = finish(start("-c", TOWN, **environment))
        assert status == 0, printed
        yield environment | {"printed": printed}


@pytest.fixture(scope="module")
def made(town, tmp_path_factory):
    """A backup of the town, made while somebody works; no test changes it."""
    with running("-c", WORKING, **town):
        begun = query(LINES, **town)
        until(lambda: query(LINES, **town) > begun, "somebody to work")
        status, printed = manage("backup", str(tmp_path_factory.mktemp("backups")), **town)
    assert status == 0, printed
    return Path(printed.splitlines()[-1])


@pytest.fixture
def backup(made, tmp_path):
    """A copy of it, to be damaged."""
    return Path(shutil.copytree(made, tmp_path / "copy"))


@pytest.fixture
def elsewhere(tmp_path):
    """Another installation, with nothing in it."""
    with empty_database(tmp_path) as database:
        yield {**database, "VAR_DIR": str(tmp_path / "var")}


def uploads(environment):
    return {path.name: path.read_bytes() for path in Path(environment["VAR_DIR"]).glob("uploads/documents/*")}


def test_a_restored_town_has_the_same_scores_trail_and_documents(town, made, elsewhere):
    status, printed = finish(start("-c", RESTORED, str(made), **elsewhere))
    assert status == 0, printed
    assert score_in(printed) == score_in(town["printed"])
    assert uploads(elsewhere) == uploads(town)
    assert sorted(uploads(town).values()) == PDFS
    assert query("SELECT count(*) FROM django_session", **elsewhere) == [(0,)]
    assert query(GENERATION, **elsewhere) != query(GENERATION, **town)  # history goes on under numbers given out before


def score_in(printed):
    return json.loads(printed.splitlines()[-1])


def test_only_the_programs_account_reads_a_backup(made):
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.rglob("*") if path.is_file()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in [made, *made.rglob("*")] if path.is_dir()} == {0o700}


@pytest.mark.usefixtures("db")
def test_a_database_in_use_is_refused(made):
    User.objects.create(username="jingban")
    with pytest.raises(CommandError, match=r"已有用户 1 条.*--force"):
        call_command("restore", str(made))


@once
def test_a_database_in_use_is_given_up_to_who_insists(town, made):
    query("UPDATE labor_person SET name = '改动'", **town)
    status, printed = manage("restore", "--force", str(made), **town)
    assert status == 0, printed
    assert query("SELECT count(*) FROM labor_person WHERE name = '改动'", **town) == [(0,)]


# --- faults ---


DAMAGES = {
    "a document is gone": lambda backup: largest(backup / "documents").unlink(),
    "a document is another": lambda backup: largest(backup / "documents").write_bytes(PDFS[1].upper()),
    "all documents are gone": lambda backup: shutil.rmtree(backup / "documents"),
    "the database is cut short": lambda backup: cut_short(largest(backup)),
    "it was not finished": lambda backup: (backup / "manifest.json").unlink(),
    "its list is cut short": lambda backup: cut_short(backup / "manifest.json"),
}


def largest(folder):
    return max((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)


def cut_short(path):
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_backup_is_found_out_and_not_restored(backup, damage):
    call_command("verify", str(backup))
    damage(backup)
    for command in ("verify", "restore"):
        with pytest.raises(CommandError):
            call_command(command, str(backup))


@once
def test_lost_documents_are_done_without_where_somebody_insists_and_told_by_the_next_backup(
    backup, elsewhere, tmp_path
):
    lost = largest(backup / "documents")
    lost.unlink()
    status, printed = manage("restore", "--damaged", str(backup), **elsewhere)
    assert status == 0, printed
    assert len(uploads(elsewhere)) == 1
    status, printed = manage("backup", str(tmp_path / "backups"), **elsewhere)
    assert (status, "1 份佐证材料缺失或损坏" in printed) == (1, True)
    with pytest.raises(CommandError, match=f"{lost.name} 在备份时就已不在"):
        call_command("verify", next((tmp_path / "backups").iterdir()))


@once
def test_a_backup_that_fails_leaves_nothing(town, tmp_path):
    document = next(Path(town["VAR_DIR"]).glob("uploads/documents/*"))
    content = document.read_bytes()
    document.unlink()
    document.mkdir()  # can't be copied
    status, printed = manage("backup", str(tmp_path / "backups"), **town)
    document.rmdir()
    document.write_bytes(content)
    assert (status, "Traceback" in printed) == (1, False)
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.parametrize(("field", "value"), [("migrations", ["core.9999_later"]), ("engine", "oracle")])
def test_a_backup_of_a_newer_program_or_of_another_engine_is_refused(backup, field, value):
    manifest = backup / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {field: value}))
    with pytest.raises(CommandError, match="这份备份出自"):
        call_command("restore", str(backup))


@pytest.mark.long
def test_a_backup_of_an_older_program_is_brought_up_to_date(elsewhere, tmp_path):
    assert manage("bootstrap", **elsewhere)[0] == 0
    assert manage("migrate", "setup", "zero", **elsewhere)[0] == 0  # as if that app came later
    status, printed = manage("backup", str(tmp_path / "backups"), **elsewhere)
    assert status == 0, printed
    status, printed = manage("restore", printed.splitlines()[-1], **elsewhere)
    assert status == 0, printed
    assert manage("migrate", "--check", **elsewhere)[0] == 0


# --- rehearsals ---

NOTED = (
    "SELECT succeeded_at IS NOT NULL, failed_at IS NOT NULL FROM core_scheduledduty WHERE name = 'restore_rehearsal'"
)


def test_a_rehearsal_restores_elsewhere_leaves_all_as_it_is_and_is_noted(town, made):
    before, people = uploads(town), query("SELECT count(*) FROM labor_person", **town)
    generation = query(GENERATION, **town)
    status, printed = manage("rehearse_restore", str(made), **town)
    assert status == 0, printed
    assert "恢复演练成功" in printed
    assert (uploads(town), query("SELECT count(*) FROM labor_person", **town)) == (before, people)
    assert query(GENERATION, **town) == generation
    assert [tuple(map(bool, row)) for row in query(NOTED, **town)] == [(True, False)]


@once
def test_a_backup_that_cannot_be_restored_fails_the_rehearsal_and_that_is_noted(town, backup):
    next(path for path in backup.rglob("*") if path.is_file() and path.name != "manifest.json").unlink()
    status, printed = manage("rehearse_restore", str(backup), **town)
    assert status == 1
    assert "恢复演练没有成功" in printed
    assert bool(query(NOTED, **town)[0][1])


@pytest.mark.long
def test_rows_that_are_missing_after_a_rehearsal_are_told(town, backup):
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["tables"]["labor_person"] += 1
    (backup / "manifest.json").write_text(json.dumps(manifest))
    status, printed = manage("rehearse_restore", str(backup), **town)
    assert status == 1
    assert "劳动力 1934 条，备份清单里是 1935 条" in printed or "无法恢复" in printed  # PostgreSQL counts as it reads
