"""A full disk, as SQLite meets one: pages are read all the same, and where something has to be written it is told."""

import json

import pytest
from django.db import connection

from tests.databases import finish, ready_database, start

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no limit that a test can set"),
    pytest.mark.long,
]
#: The file may not grow by a page and has none to spare: somebody reads, and the trail notes readers until it cannot.
#: A session whose use is to be noted goes on where nothing at all is written.
FULL = """
import json
import django
django.setup()
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from accounts.models import User
from accounts.sessions import USED
from core.models import Installation
from fictional.places import DIVISIONS
from core import divisions
from wutuan import static
static.collect_if_changed()
settings.ALLOWED_HOSTS = ["testserver"]
divisions.load(DIVISIONS)
Installation.objects.create(pk=1, is_demo=False, set_up_at=timezone.now(), town_id="430529104")
user = User.objects.create_user("guanli", role=User.Role.ADMINISTRATOR)
user.divisions.set(["430529104"])
auditor = User.objects.create_user("shenji", role=User.Role.AUDITOR)
auditor.divisions.set(["430529104"])
reader, client = Client(raise_request_exception=False), Client(raise_request_exception=False)
reader.force_login(auditor)
client.force_login(user)
waiting = Client(raise_request_exception=False)
waiting.force_login(user)
session = waiting.session
session[USED] = 0
session.save()
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE filling (content)")
    cursor.execute("PRAGMA page_count")
    cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    for size in (100_000, 3_000, 300, 3):
        try:
            while True:
                cursor.execute("INSERT INTO filling VALUES (zeroblob(%s))", [size])
        except DatabaseError:
            pass
found = {path: client.get(path).status_code for path in ("/accounts/me/", "/workshops/", "/system/")}
for _ in range(500):
    answer = reader.get("/administration/trail/")
    if answer.status_code != 200:
        break
found["trail"], found["told"] = answer.status_code, "磁盘已满" in answer.content.decode()
with connection.cursor() as cursor:
    cursor.execute("PRAGMA query_only = ON")
found["session"] = waiting.get("/accounts/me/").status_code
print(json.dumps(found))
"""


def test_pages_are_read_and_who_writes_is_told(tmp_path):
    with ready_database(tmp_path) as environment:
        status, printed = finish(start("-c", FULL, **environment, VAR_DIR=str(tmp_path / "var")))
    assert status == 0, printed
    found = json.loads(printed.splitlines()[-1])
    assert {found[path] for path in ("/accounts/me/", "/workshops/", "/system/")} == {200}
    assert found["session"] == 200
    assert (found["trail"], found["told"]) == (507, True)  # what is not written down is not shown either
