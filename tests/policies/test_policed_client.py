"""The policed client sees what it is there to see."""

import pytest
from django.db import connection
from django.http import HttpResponse

from core.personal_data.identity import check_digit
from fictional.one_of_everything import PHONE, identity_number
from tests.once import once
from tests.policed import WRITES, faults, names_in, watcher

pytestmark = once

NUMBER = identity_number(1)


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{NUMBER}</p>",
        f"<td>电话{PHONE}</td>",
        f"<td>{PHONE[:3]} {PHONE[3:7]}-{PHONE[7:]}</td>",
        f"<p>{NUMBER[:6]}\u3000{NUMBER[6:14]} {NUMBER[14:]}</p>",
        f"<p>{PHONE.translate({ord(digit): ord(digit) + 0xFEE0 for digit in '0123456789'})}</p>",
        f'<a href="/people/?q={NUMBER}">',
        "<p>{{ person.name }}</p>",
        "<p>{% if x %}</p>",
        '<button onclick="go()">',
        '<div hx-on:click="go()">',
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<a href="javascript:go()">',
        "<p>帮扶车间<b hx-get=/></p>",
        "<p>Select a valid choice.</p>",
        '<input placeholder="Type to search here">',
    ],
)
def test_a_page_that_holds_this_is_found_out(html):
    assert faults(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>430***********001*，154****0017</p>",
        '<a href="/people/7b0c7a3e-9d1f-4a52-8d0e-a15400000017/">石小军</a>',
        '<script src="/static/app.js"></script>',
        "<p>村代码 430529104204，Excel 文件</p>",
        "<p>&lt;b hx-get=/&gt;</p>",
    ],
)
def test_a_page_that_holds_this_is_fine(html):
    assert not faults(html)


def test_a_number_that_was_announced_may_show():
    assert not faults(f"<p>{NUMBER}</p>", {NUMBER})
    assert check_digit(NUMBER[:17]) == NUMBER[17]


def test_a_full_name_is_found_wherever_it_stands(small_town):
    assert sorted(names_in("<p>石小军、石大山户、石**</p>")) == ["石大山", "石小军"]


def test_a_write_is_noticed_and_a_session_is_not(small_town):
    written = []
    with connection.execute_wrapper(watcher(written)):
        small_town.village.save()
    assert [bool(WRITES.match(sql)) for sql in written] == [True, True]


def test_a_get_that_writes_fails(signed_in, small_town, monkeypatch):
    def write(view, *args, **kwargs):
        small_town.village.save()
        return HttpResponse("已保存")

    monkeypatch.setattr("accounts.views.ProfileView.get", write)
    with pytest.raises(AssertionError, match="a GET wrote"):
        signed_in("staff").get("/accounts/me/")


def test_a_leader_who_is_shown_a_name_fails(signed_in, monkeypatch):
    monkeypatch.setattr("accounts.views.ProfileView.get", lambda view, *args, **kwargs: HttpResponse("石小军"))
    with pytest.raises(AssertionError, match="a full name"):
        signed_in("leader").get("/accounts/me/")
    assert signed_in("staff").get("/accounts/me/").status_code == 200


def test_a_page_without_a_policy_or_that_may_be_stored_fails(signed_in, settings):
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if not name.startswith(("csp.", "core.middleware.PrivatePages"))
    ]
    with pytest.raises(AssertionError, match=r"no Content-Security-Policy.*may be stored"):
        signed_in("staff").get("/accounts/me/")
