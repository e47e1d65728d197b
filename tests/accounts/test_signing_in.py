"""Signing in and out: who gets in, who is locked out, and what the trail says of it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from accounts.models import User
from core.models import AuditEvent, Division
from tests.policed import PolicedClient

PASSWORD = "a-long-enough-secret"
LOGIN, ME = reverse("accounts:login"), reverse("accounts:profile")


@pytest.fixture
def clerk(db):
    cache.clear()
    return User.objects.create_user("clerk", password=PASSWORD)


def sign_in(client, password=PASSWORD, username="clerk", **more):
    return client.post(LOGIN, {"username": username, "password": password, **more})


def trail():
    return list(AuditEvent.objects.order_by("pk").values_list("action", "actor__username", "actor_name"))


def test_the_right_password_opens_the_site_and_is_in_the_trail_under_the_users_name(client, clerk):
    assert sign_in(client).status_code == 302
    assert client.get(ME).status_code == 200
    assert trail() == [("sign_in", "clerk", "clerk")]


def test_a_wrong_password_is_in_the_trail_without_what_was_typed(client, clerk):
    client.announce("430599199001010010")  # the box keeps what was typed into it
    response = sign_in(client, "15400000017", username="430599199001010010")
    assert response.status_code == 200
    assert "用户名或密码不对" in response.content.decode()
    assert trail() == [("sign_in_failed", None, "未登录")]
    assert AuditEvent.objects.get().details == {}


def test_an_unknown_name_and_a_wrong_password_look_the_same(client, clerk):
    pages = [sign_in(client, "wrong", username=name).content.decode() for name in ("clerk", "nobody")]
    assert "用户名或密码不对" in pages[0]
    assert "用户名或密码不对" in pages[1]


def test_somebody_who_left_does_not_get_in(client, clerk):
    clerk.is_active = False
    clerk.save()
    assert sign_in(client).status_code == 200
    assert client.get(ME).status_code == 302


def test_five_wrong_passwords_lock_the_name_out_also_for_the_right_one(client, clerk):
    for _ in range(5):
        answer = sign_in(client, "wrong")
    assert answer.status_code == 429
    assert "暂时锁定" in answer.content.decode()
    assert sign_in(client).status_code == 429
    assert trail()[-1] == ("locked_out", None, "未登录")


def test_a_lock_does_not_keep_others_at_the_same_address_out(client, clerk):
    User.objects.create_user("colleague", password=PASSWORD)
    for _ in range(5):
        sign_in(client, "wrong")
    assert sign_in(client, username="colleague").status_code == 302


@pytest.mark.parametrize(
    "route", ["home", "scoring:dashboard", "labor:person_list", "ledger:exchange", "accounts:profile"]
)
def test_every_page_asks_to_sign_in_first(client, db, route):
    answer = client.get(reverse(route))
    assert answer.status_code == 302
    assert answer["Location"].startswith(LOGIN)


def test_after_signing_in_one_goes_on_where_one_wanted_to_but_never_to_another_site(client, clerk):
    assert sign_in(client, next=ME)["Location"] == ME
    client.logout()
    assert sign_in(client, next="https://example.org/")["Location"] == reverse("home")


def test_signing_out_ends_the_session_and_wants_a_post(client, clerk):
    sign_in(client)
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout")).status_code == 302
    assert client.get(ME).status_code == 302


def test_a_session_lasts_as_long_as_it_is_used_and_eight_hours_more(client, clerk):
    with travel("2023-05-10 08:00", tick=False) as now:
        sign_in(client)
        assert client.cookies["sessionid"]["httponly"]
        for _ in range(2):
            now.shift(timedelta(hours=7, minutes=45))
            assert client.get(ME).status_code == 200
        now.shift(timedelta(hours=8, minutes=1))
        assert client.get(ME).status_code == 302


def test_however_busy_it_is_a_session_ends_a_day_after_signing_in(client, clerk):
    with travel("2023-05-10 08:00", tick=False) as now:
        sign_in(client)
        for _ in range(24):
            now.shift(timedelta(hours=1))
            assert client.get(ME).status_code == 200
        now.shift(timedelta(minutes=1))
        assert client.get(ME).status_code == 302
        sign_in(client)
        assert client.get(ME).status_code == 200


def test_using_a_session_does_not_write_with_every_page(client, clerk, django_assert_num_queries):
    with travel("2023-05-10 08:00", tick=False) as now:
        sign_in(client)
        client.get(ME)
        now.shift(timedelta(minutes=9))
        with django_assert_num_queries(len(reads_of(client))):
            client.get(ME)


def reads_of(client):
    with CaptureQueriesContext(connection) as queries:
        client.get(ME)
    return [each for each in queries.captured_queries if each["sql"].startswith("SELECT")]


@pytest.mark.parametrize("path", ["/people/?work=no", "/workshops/add/"])
def test_a_fragment_without_a_session_is_answered_401_with_the_way_to_the_sign_in_page_and_back(client, db, path):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}"}
    for answer in (client.get("/verification/", headers=headers), client.post("/workshops/add/", headers=headers)):
        assert answer.status_code == 401
        assert not answer.content
        assert answer["HX-Redirect"] == f"{LOGIN}?{urlencode({'next': path}, safe='/')}"


def test_the_way_back_leads_to_a_page_never_to_what_a_form_is_sent_to_or_another_site(client, db):
    of_form = client.post("/find/", headers={"Referer": "http://testserver/people/?work=no"})
    assert of_form["Location"] == f"{LOGIN}?next=/people/%3Fwork%3Dno"
    for elsewhere in ({"Referer": "https://example.org/x"}, {}):
        assert client.post("/find/", headers=elsewhere)["Location"] == f"{LOGIN}?next=/"
    boosted = {"HX-Request": "true", "HX-Boosted": "true", "HX-Current-URL": "http://testserver/people/"}
    assert client.get(ME, headers=boosted)["HX-Redirect"] == f"{LOGIN}?next={ME}"


def test_a_changed_password_is_in_the_trail_and_works(client, clerk):
    sign_in(client)
    new = "another-long-secret"
    answer = client.post(
        reverse("accounts:password"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert answer.status_code == 302
    assert trail()[-1] == ("password_changed", "clerk", "clerk")
    client.logout()
    assert sign_in(client, new).status_code == 302


@pytest.mark.parametrize("new", ["short", "12345678901", "password123"])
def test_a_weak_password_is_refused(client, clerk, new):
    sign_in(client)
    answer = client.post(
        reverse("accounts:password"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert answer.status_code == 200
    assert trail()[-1][0] == "sign_in"


def test_the_address_for_reminders_is_ones_own_to_set_and_the_trail_does_not_repeat_it(client, clerk):
    clerk.divisions.add(Division.objects.create(code="430529104", name="五团镇", level=9))
    sign_in(client)
    assert client.post(reverse("accounts:email"), {"email": "nobody"}).status_code == 200
    assert client.post(reverse("accounts:email"), {"email": "cun@example.gov.cn"}).status_code == 302
    clerk.refresh_from_db()
    assert clerk.email == "cun@example.gov.cn"
    assert trail()[-1] == ("settings_changed", "clerk", "clerk")
    assert AuditEvent.objects.latest("pk").details == {"changed": ["email"]}


def test_a_page_from_before_one_signed_in_again_says_so_in_plain_words(clerk):
    client = PolicedClient(enforce_csrf_checks=True)
    client.force_login(clerk)
    answer = client.post(reverse("accounts:email"), {"email": "cun@example.gov.cn"})
    assert answer.status_code == 403
    assert "这一页已经过期" in answer.content.decode()


def test_who_cannot_sign_in_is_helped_on_the_page_itself(client, db):
    page = client.get(LOGIN).content.decode()
    assert "登录遇到问题" in page
    assert "连续输错五次会锁一刻钟" in page
    assert "旧密码" not in page  # what the help says of the pages behind
