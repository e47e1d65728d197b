"""Two administrators publish one draft at the same moment, each on a connection of their own: it is published once."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.models import User
from core.actor import acting_as
from core.models import AuditEvent
from scoring.catalogue import text_of
from scoring.editions.actions import publish
from scoring.editions.text import copied
from scoring.models import RubricEdition

YEAR = 2027
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
#: So often it is looked whether both wait.
PATIENCE = 3000

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
    pytest.mark.django_db(transaction=True),
]


def waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees others as it saw them first
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


def try_to_publish(user, digest):
    try:
        with acting_as(user):
            publish(year=YEAR, seen=digest, by=user)
    except ValidationError as refused:
        return refused.messages[0]
    finally:
        connection.close()
    return ""


def test_two_who_publish_at_once_publish_once():
    drafter, *publishers = (User.objects.create(username=f"admin{number}") for number in range(3))
    edition = RubricEdition.objects.create(year=YEAR, text=copied(text_of(2023), YEAR), drafted_by=drafter)
    with ThreadPoolExecutor(2) as browsers:
        with transaction.atomic():
            RubricEdition.objects.select_for_update().get()
            answers = [browsers.submit(try_to_publish, user, edition.digest) for user in publishers]
            for _ in range(PATIENCE):
                if waiting() == len(publishers):  # both have asked, and neither has been answered
                    break
                time.sleep(0.02)
            else:
                pytest.fail("nobody waits for the row")
        said = sorted(answer.result() for answer in answers)
    assert said == ["", "2027年的细则刚才已经由别人发布"]
    published = RubricEdition.objects.get()
    assert published.published_by in publishers
    assert published.history.count() == 2
    assert AuditEvent.objects.filter(action="rubric_published").count() == 1
