"""Two administrators publish one draft at the same moment, each on a connection of their own: it is published once."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from core.actor import acting_as
from core.models import AuditEvent
from scoring.catalogue import text_of
from scoring.editions.actions import publish
from scoring.editions.text import copied
from scoring.models import RubricEdition
from tests.taking_turns import at_once, needs_connections

YEAR = 2027
pytestmark = [needs_connections, pytest.mark.django_db(transaction=True)]


def try_to_publish(user, digest):
    try:
        with acting_as(user):
            publish(year=YEAR, seen=digest, by=user)
    except ValidationError as refused:
        return refused.messages[0]
    return ""


def test_two_who_publish_at_once_publish_once():
    drafter, *publishers = (User.objects.create(username=f"admin{number}") for number in range(3))
    edition = RubricEdition.objects.create(year=YEAR, text=copied(text_of(2023), YEAR), drafted_by=drafter)
    acts = [partial(try_to_publish, user, edition.digest) for user in publishers]
    assert sorted(at_once(RubricEdition.objects.select_for_update().get, *acts)) == [
        "",
        "2027年的细则刚才已经由别人发布",
    ]
    published = RubricEdition.objects.get()
    assert published.published_by in publishers
    assert published.history.count() == 2
    assert AuditEvent.objects.filter(action="rubric_published").count() == 1
