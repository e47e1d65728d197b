"""One's own sessions: seen with device, address and last use, and ended one by one; and locks that are taken off."""

import pytest
from django.urls import reverse

from accounts import locks
from accounts.models import OpenSession, User
from core.models import AuditEvent
from tests.policed import PolicedClient

OWN = reverse("accounts:sessions")
PHONE = "Mozilla/5.0 (Linux; Android 12) MicroMessenger/8.0"
PASSWORD = "long-enough-4711"


def sign_in(name, **asked):
    client = PolicedClient()
    said = {"username": name, "password": PASSWORD}
    client.answer = client.post(reverse("accounts:login"), said, **asked)
    return client


@pytest.fixture
def passwords(administrator_and_others):
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()


@pytest.fixture
def administrator_and_others(signed_in):
    return signed_in("administrator")


@pytest.fixture
def desk(passwords):
    return sign_in("clerk", REMOTE_ADDR="10.0.0.7")


@pytest.fixture
def phone(passwords):
    return sign_in("clerk", REMOTE_ADDR="10.0.0.8", headers={"User-Agent": PHONE})


def end(client, session):
    return client.post(reverse("accounts:session_end", args=[session.pk]))


def test_ones_sessions_are_listed_with_device_and_address_this_one_first(desk, phone):
    text = desk.get(OWN).content.decode()
    assert "安卓手机，微信" in text
    assert "10.0.0.8" in text
    assert text.count("就是这一台") == 1
    assert [each.is_this for each in phone.get(OWN).context["sessions"]] == [True, False]


def test_a_session_that_is_ended_opens_nothing_the_others_go_on(desk, phone):
    end(desk, OpenSession.objects.get(address="10.0.0.8"))
    assert phone.get(OWN).status_code == 302
    assert desk.get(OWN).status_code == 200
    assert AuditEvent.objects.latest("pk").action == "sessions_ended"


def test_nobody_ends_a_session_of_somebody_else_or_this_one_by_the_way(desk, phone):
    sign_in("neighbour", REMOTE_ADDR="10.0.0.9")
    for address in ("10.0.0.9", "10.0.0.7"):
        assert end(desk, OpenSession.objects.get(address=address)).status_code == 404
    assert OpenSession.objects.filter(address__in=["10.0.0.7", "10.0.0.9"]).count() == 2


# --- unlocking ---


def lock_out(*names, address="10.0.0.9"):
    for name in names:
        for _ in range(5):
            PolicedClient().post(
                reverse("accounts:login"), {"username": name, "password": "wrong"}, REMOTE_ADDR=address
            )


def test_who_was_locked_out_signs_in_again_once_unlocked(administrator_and_others, passwords):
    lock_out("clerk")
    assert sign_in("clerk", REMOTE_ADDR="10.0.0.9").answer.status_code == 429
    keeper, clerk = sign_in("administrator"), User.objects.get(username="clerk")
    assert "登录已锁定" in keeper.get(clerk.get_absolute_url()).content.decode()
    keeper.post(reverse("accounts:account_unlock", args=[clerk.pk]))
    assert AuditEvent.objects.latest("pk").action == "unlocked"
    assert sign_in("clerk", REMOTE_ADDR="10.0.0.9").answer.status_code == 302


def test_the_address_is_unlocked_for_others_too_only_where_that_was_asked_for(administrator_and_others, passwords):
    lock_out("clerk", "neighbour")
    keeper, clerk = sign_in("administrator"), User.objects.get(username="clerk")
    way = reverse("accounts:account_unlock", args=[clerk.pk])
    keeper.post(way)
    assert locks.locked_addresses("neighbour") == ["10.0.0.9"]
    lock_out("clerk")
    keeper.post(way, {"addresses": "1"})
    assert locks.locked_addresses("neighbour") == locks.locked_addresses("clerk") == []
