"""What one process publishes scores in another at its next request, without a restart."""

from decimal import Decimal
from itertools import islice

import pytest
from django.utils.timezone import localdate

from tests.databases import empty_database, finish, manage, start
from tests.wutuan.processes import running

#: So many answers may still be of before: those that were given while somebody published.
PATIENCE = 50
#: Goes on counting, each time as a request of its own does.
SERVING = """
import time
import django
django.setup()
from django.utils.timezone import localdate
from accounts.models import User
from core.actor import acting_as
from scoring.score import score_of
user = User.objects.get(username="guanli")
while True:
    with acting_as(user):
        score = score_of("430529104", localdate())
        print("TOTAL", score.result("430529104").total, score.rubric.year, flush=True)
    time.sleep(0.2)
"""
#: Another: the year's rubric moves a point from what the town has to what it lacks.
PUBLISHING = """
import django
django.setup()
from django.utils.timezone import localdate
from accounts.models import User
from core.actor import acting_as
from core.wall import everywhere
from scoring.editions import actions
from scoring.editions.text import DraftText
writer = User.objects.get(username="guanli")
publisher = User.objects.create(username="second", role="administrator")
year = localdate().year
with acting_as(writer):
    edition = actions.start(year=year, by=writer)
    text = DraftText(edition.text)
    text.sub_item("6.1")["max"] -= 1
    text.sub_item("4.1")["max"] += 1
    actions.write(edition, str(text), why="test")
with acting_as(publisher):
    edition.refresh_from_db()
    actions.publish(year=year, seen=edition.digest, by=publisher)
"""


@pytest.fixture
def town(tmp_path):
    password = tmp_path / "password"
    password.touch(0o600)
    password.write_text("long-enough-4711\n")
    words = ("--town=430529104", "--villages=all", "--administrator=guanli", f"--password-file={password}")
    with empty_database(tmp_path) as environment:
        environment |= {"VAR_DIR": str(tmp_path)}
        status, printed = manage("setup", *words, **environment)
        assert status == 0, printed
        yield environment


@pytest.mark.long
def test_a_published_rubric_scores_in_every_process(town, db):
    with running("-u", "-c", SERVING, **town) as process:
        told = (line.split()[1:] for line in iter(process.stdout.readline, "") if line.startswith("TOTAL"))
        before = next(told)
        assert before[1] == "2023"
        assert next(told) == before
        status, printed = finish(start("-c", PUBLISHING, **town))
        assert status == 0, printed
        after = [str(Decimal(before[0]) - 1), str(localdate().year)]
        assert after in islice(told, PATIENCE), "the process goes on with the rubric before"
        assert next(told) == after
