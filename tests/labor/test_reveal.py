"""A whole number is shown once, to those who may, for a reason that the audit trail keeps."""

import pytest
from django.urls import reverse

from core.models import AuditEvent
from fictional.one_of_everything import OWN, PHONE, identity_number

NUMBER = identity_number(1)


@pytest.fixture
def reveal(signed_in, small_town):
    def ask(user="clerk", headers=None, **data):
        client = signed_in(user)
        client.announce(NUMBER, PHONE)
        asked = {"field": "id_number", "reason": "申报补贴", **data}
        address = reverse("labor:reveal", args=[small_town.person.public_id])
        return client.post(address, asked, headers=headers)

    return ask


@pytest.mark.parametrize(("field", "shown"), [("id_number", NUMBER), ("phone", PHONE)])
def test_the_number_asked_for_is_shown_and_no_other(reveal, field, shown):
    html = reveal(field=field).content.decode()
    assert shown in html
    assert ({NUMBER, PHONE} - {shown}).pop() not in html


def test_every_look_is_written_down_without_the_number(reveal, small_town):
    reveal(note="办理培训补贴")
    event = AuditEvent.objects.get(action="reveal")
    assert (event.actor_name, event.subject_id) == ("clerk", str(small_town.person.pk))
    assert event.division_code == OWN
    assert event.details == {"field": "id_number", "reason": "申报补贴", "note": "办理培训补贴"}


def test_a_script_gets_the_fragment_and_everybody_else_a_page(reveal):
    fragment = reveal(headers={"HX-Request": "true"}).content.decode()
    assert NUMBER in fragment
    assert "<html" not in fragment
    assert "<html" in reveal().content.decode()


def test_an_answer_is_never_stored(reveal):
    assert "no-store" in reveal()["Cache-Control"]


def test_a_phone_can_be_called(reveal):
    assert f'href="tel:{PHONE}"' in reveal(field="phone").content.decode()


@pytest.mark.parametrize(
    "data", [{"reason": "其他"}, {"reason": ""}, {"reason": "没有的原因"}, {"field": "name"}, {"note": "长" * 101}]
)
def test_without_a_proper_reason_nothing_is_shown_or_written(reveal, data):
    response = reveal(**data)
    assert response.status_code == 200
    assert NUMBER not in response.content.decode()
    assert not AuditEvent.objects.filter(action="reveal").exists()


def test_another_reason_is_told_in_words(reveal):
    assert NUMBER in reveal(reason="其他", note="本人到场核对").content.decode()


@pytest.mark.parametrize(("user", "status"), [("neighbour", 404), ("nobody", 403), ("leader", 403)])
def test_those_who_may_not_see_nothing_and_leave_no_trace(reveal, user, status):
    assert reveal(user).status_code == status
    assert not AuditEvent.objects.filter(action="reveal").exists()
