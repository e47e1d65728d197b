from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from setup import opening

TOWN, OTHER_TOWN = "430529104", "430529101"
VILLAGE, NEXT_VILLAGE = "430529104204", "430529104205"
#: The divisions of two towns and two villages, for tests that commit.
LISTED = {
    "43": "湖南省",
    "4305": "邵阳市",
    "430529": "城步苗族自治县",
    TOWN: "五团镇",
    OTHER_TOWN: "茅坪镇",
    VILLAGE: "白水头村",
    NEXT_VILLAGE: "蜡里村",
}
PASSWORD = "long-enough-4711"
ADMINISTRATOR = {"username": "guanli", "name": "吴志强", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def opened(monkeypatch):
    """This process has not seen the set-up closed yet."""
    monkeypatch.setattr(opening, "_closed", False)


@pytest.fixture
def fresh(opened, divisions):
    """An installation as `make start DEMO=0` leaves it."""


@pytest.fixture
def code(fresh):
    return opening.print_code()


@pytest.fixture
def post(client):
    """Send a step's form as a browser does."""

    def send(step, by=client, **data):
        return by.post(reverse(f"setup:{step}"), data)

    return send


@pytest.fixture
def entered(client, code, post):
    """A client that has come in by the code."""
    assert post("code", code=code).url == reverse("setup:overview")
    return client


@pytest.fixture
def with_town(entered, post):
    post("town", town=TOWN, seen="")
    return entered


@pytest.fixture
def administrator(with_town, post):
    """The client, signed in as the first administrator."""
    post("administrator", **ADMINISTRATOR)
    return with_town


def bootstrap():
    call_command("bootstrap", stdout=StringIO())


def text(response):
    return response.content.decode()
