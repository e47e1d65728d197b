"""Two who take the same person in again after an undoing: the one who comes later does not write over the other."""

from functools import partial
from uuid import uuid4

import pytest
from django.urls import reverse

from core.models import LifeEvent
from core.records import events
from fictional.one_of_everything import OWN, add_life, add_person, add_platform, add_programme, build
from labor.models import ExportParticipant, LaborExport
from tests.policed import PolicedClient
from tests.small_town import USERS, add_users
from tests.taking_turns import at_once, needs_connections

pytestmark = [needs_connections, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]


def test_of_two_who_take_somebody_in_again_the_later_is_told_that_it_is_done():
    town = build()
    add_life(town.person)
    add_platform(town.village)
    add_programme(town.person)
    users, clients = add_users({name: USERS["staff"] for name in ("one", "other")}), [PolicedClient(), PolicedClient()]
    for client, user in zip(clients, users.values(), strict=True):
        client.force_login(user)
    person, export = add_person(OWN, 300, "招0"), LaborExport.objects.get()
    address = partial(reverse, args=[export.pk])

    def take_in(client, travelled_by):
        sent = {"token": str(uuid4()), "point_to_point": "True", "travelled_by": travelled_by}
        return client.post(address("labor:participant_taking_part_enter"), sent)

    def tick(client):
        client.post(address("labor:participant_taking_part_ticks"), {"what": "keep", "row": [str(person.public_id)]})

    tick(clients[0])
    take_in(clients[0], "coach")
    events.undo(event=LifeEvent.objects.get(), reason="再来一次")
    for client in clients:
        tick(client)
    taken = ExportParticipant.with_voided.everywhere("whose they are does not matter here").filter(person=person)
    held = taken.select_for_update().get
    answers = at_once(held, *(partial(take_in, *each) for each in zip(clients, ("coach", "train"), strict=True)))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    first = ("coach", "train")[[answer.status_code for answer in answers].index(302)]
    assert taken.get().travelled_by == first
