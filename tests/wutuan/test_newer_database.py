"""A program that is older than its database is refused before it misreads anything, and told what to do."""

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

from core.models import Division
from tests.databases import finish, manage, ready_database, start
from tests.once import once
from tests.wutuan.processes import celery, query
from wutuan import checks
from wutuan.health import Unwell, migrations

pytestmark = once

LATER = "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_later', CURRENT_TIMESTAMP)"
TOLD = "数据库由更新的版本建立或升级过（core.9999_later），这个版本的程序不认得"


@pytest.fixture
def newer(db):
    MigrationRecorder.Migration.objects.create(app="core", name="9999_later")


@pytest.mark.parametrize(
    "command",
    [
        ("bootstrap",),
        ("start",),
        ("load_demo",),
        ("import_ledger", "ledger.xlsx"),
        ("export_ledger", "ledger.xlsx"),
        ("score",),
        ("audit_verify",),
        ("backup", "folder"),
        ("setup", "--town=430529104", "--villages=all", "--administrator=guanli"),
        ("account", "list"),
    ],
    ids=lambda command: command[0],
)
def test_no_command_touches_it(newer, command):
    with pytest.raises(CommandError, match=TOLD):
        call_command(*command)
    assert not Division.objects.exists()


def test_an_import_leaves_as_with_any_surprise(newer):
    """With 1 it would say that it has refused cells."""
    with pytest.raises(CommandError, match=TOLD) as refused:
        call_command("import_ledger", "ledger.xlsx")
    assert refused.value.returncode == 2


def test_health_tells_of_it(newer):
    with pytest.raises(Unwell, match=TOLD):
        migrations()


def test_neither_pages_nor_worker_nor_clock_start(tmp_path):
    with ready_database(tmp_path) as environment:
        query(LATER, **environment)
        ours = {**environment, "VAR_DIR": str(tmp_path / "var"), "REDIS_URL": ""}
        serving = [
            start("-m", "gunicorn", "--config=deploy/gunicorn.conf.py", "wutuan.wsgi", **ours, PRODUCTION="0"),
            start(*celery("worker"), **ours),
            start(*celery("beat"), **ours),
        ]
        ended = [finish(process) for process in serving]
        assert [status for status, _ in ended] == [checks.REFUSED] * 3, ended
        assert all(f"拒绝启动：{TOLD}" in printed for _, printed in ended)
        assert manage("start", "--port=1", **ours)[1].startswith(f"CommandError: {TOLD}")
