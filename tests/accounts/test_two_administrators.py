"""Two administrators at the same moment, each on a connection of their own: one of them always remains."""

from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import keeping
from accounts.models import User
from core import divisions
from tests.exchanged import form_of
from tests.policed import PolicedClient
from tests.setup.conftest import LISTED, TOWN
from tests.taking_turns import at_once, needs_connections

pytestmark = [needs_connections, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pair():
    """Two administrators of a town, each with a browser."""
    divisions.bring_in(LISTED)
    found = []
    for name in ("first", "second"):
        told = {"name": name, "role": "administrator", "divisions": [TOWN], "password": "long-enough-4711"}
        user, browser = keeping.add(username=name, **told), PolicedClient()
        browser.force_login(user)
        found.append((user, browser))
    return found


def sent(browser, address, **fields):
    """A form as it was opened before either of them sends theirs."""
    return partial(browser.post, address, {**form_of(browser, address), **fields})


def test_two_who_end_each_other_leave_one(pair):
    (first, one), (second, other) = pair
    acts = [
        sent(browser, reverse("accounts:account_end", args=[user.pk]), reason="调离")
        for user, browser in ((second, one), (first, other))
    ]
    at_once(User.objects.select_for_update().filter(pk=first.pk).get, *acts)
    assert User.objects.administering(timezone.now()).count() == 1


def test_a_user_name_that_is_taken_in_the_same_moment_is_told_at_its_field(pair):
    (_, browser), _ = pair
    given = {"name": "曾小军", "username": "zengxj", "role": "staff", "divisions": [TOWN]}
    act = sent(browser, reverse("accounts:account_add"), **given)
    (answer,) = at_once(lambda: User.objects.create(username="zengxj"), act)
    assert "已有" in str(answer.context["form"].errors["username"])
    assert User.objects.filter(username="zengxj").count() == 1
