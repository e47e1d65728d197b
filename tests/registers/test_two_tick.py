"""Two ticks that arrive together are both kept."""

from functools import partial

import pytest
from django.urls import reverse

from core.models import Selection
from fictional.one_of_everything import build
from tests.policed import PolicedClient
from tests.small_town import add_users
from tests.taking_turns import at_once, needs_connections

pytestmark = [needs_connections, pytest.mark.django_db(transaction=True)]


def test_of_two_ticks_at_once_none_is_lost():
    build()
    user, clients = add_users()["staff"], [PolicedClient(), PolicedClient()]
    for client in clients:
        client.force_login(user)
    Selection.objects.create(user=user, register="labor:employment", names=["1"])
    ticks = [
        partial(client.post, reverse("labor:employment_ticks"), {"what": "keep", "row": [row], "shown": [row]})
        for client, row in zip(clients, ("2", "3"), strict=True)
    ]
    answers = at_once(Selection.objects.select_for_update().get, *ticks)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert sorted(Selection.objects.get().names) == ["1", "2", "3"]
