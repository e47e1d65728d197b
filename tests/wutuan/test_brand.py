"""The site is called after the place of whoever looks at it, and before anybody signs in after its own town."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from fictional.one_of_everything import FAR, OWN
from reminders.channels.message import headline
from tests.reminders.arranged import remind


@pytest.fixture
def page_of(client, small_town):
    """A page as staff of a division see it."""

    def read(division, route="scoring:dashboard"):
        user = User.objects.create(username=division, role=User.Role.STAFF)
        user.divisions.set([division])
        client.force_login(user)
        return client.get(reverse(route)).text

    return read


@pytest.mark.parametrize(
    ("division", "name", "mark"),
    [
        (OWN, "五团镇就业帮扶", "五团"),
        (FAR, "丹口镇就业帮扶", "丹口"),
        (FAR[:9], "丹口镇就业帮扶", "丹口"),
        (FAR[:6], "城步苗族自治县就业帮扶", "城步"),
    ],
)
def test_a_page_bears_the_name_of_ones_own_town_or_county(page_of, division, name, mark):
    page = page_of(division, "menu")
    assert f"· {name}</title>" in page
    assert f'aria-hidden="true">{mark}</span>' in page


@pytest.mark.parametrize("route", ["scoring:dashboard", "scoring:targets", "labor:household_list", "reminders:list"])
def test_another_town_reads_nothing_of_the_first(page_of, route):
    page = page_of(FAR, route)
    assert "五团" not in page


def test_who_is_not_signed_in_reads_the_town_of_the_installation(client, small_town, settings):
    assert "<h1>五团镇就业帮扶</h1>" in client.get(reverse("accounts:login")).text
    settings.HOME_TOWN = FAR[:9]
    assert "<h1>丹口镇就业帮扶</h1>" in client.get(reverse("accounts:login")).text
    assert client.get(reverse("manifest")).json()["name"] == "丹口镇就业帮扶"


def test_the_site_has_a_name_before_there_are_divisions(client, db):
    assert "<h1>就业帮扶</h1>" in client.get(reverse("accounts:login")).text


def test_a_message_is_signed_by_the_town_it_is_about(small_town):
    assert headline(remind(None, FAR)) == "【丹口镇就业帮扶】半年核实"


def test_a_printed_score_is_the_named_towns(small_town):
    printed = StringIO()
    call_command("score", f"--division={FAR[:9]}", "--as-of=2023-06-30", stdout=printed)
    assert "丹口镇" in printed.getvalue()
    assert "五团" not in printed.getvalue()
