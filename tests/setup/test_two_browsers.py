"""Two browsers at one step of the set-up in the same moment, each on a connection of its own: one comes first."""

from functools import partial

import pytest
from django.urls import reverse

from accounts.models import User
from core import divisions
from core.models import AuditEvent, Installation, Village
from setup import opening
from tests.policed import PolicedClient
from tests.setup.conftest import ADMINISTRATOR, LISTED, NEXT_VILLAGE, OTHER_TOWN, TOWN, VILLAGE
from tests.taking_turns import at_once, needs_connections

pytestmark = [needs_connections, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browsers(opened):
    """Two that came in by the code, one after the other."""
    divisions.bring_in(LISTED)
    Installation.decide(is_demo=False)
    code, found = opening.print_code(), [PolicedClient(), PolicedClient()]
    for browser in found:
        assert browser.post(reverse("setup:code"), {"code": code}).status_code == 302
    return found


def send(browser, step, **fields):
    return partial(browser.post, reverse(f"setup:{step}"), fields)


def told(answers):
    """The answers in words: where one goes, or what the page says is wrong."""
    return [
        each.url if each.status_code == 302 else " ".join(each.context["form"].non_field_errors()) for each in answers
    ]


def test_of_two_first_administrators_one_is_made_and_the_other_is_told(browsers):
    send(browsers[0], "town", town=TOWN, seen="")()
    named = [{**ADMINISTRATOR, "username": name} for name in ("first", "second")]
    sent = [send(browser, "administrator", **each) for browser, each in zip(browsers, named, strict=True)]
    answers = told(at_once(Installation.objects.select_for_update().get, *sent))
    assert sorted(answers) == [reverse("setup:start"), "已经有系统管理员了，请用那个账号登录"]
    user = User.objects.get()
    assert user.username == ("first", "second")[answers.index(reverse("setup:start"))]
    assert AuditEvent.objects.filter(action="user_added").count() == 1


def test_of_two_towns_chosen_at_once_one_stays_and_the_other_is_told(browsers):
    towns = (TOWN, OTHER_TOWN)
    sent = [send(browser, "town", town=town, seen="") for browser, town in zip(browsers, towns, strict=True)]
    answers = told(at_once(Installation.objects.select_for_update().get, *sent))
    assert sorted(answers) == [reverse("setup:villages"), "另一个窗口刚刚改过这一步，请核对后再保存"]
    assert Installation.objects.get().town_id == towns[answers.index(reverse("setup:villages"))]


def test_villages_ticked_in_two_browsers_at_once_are_those_of_the_later_as_a_whole(browsers):
    send(browsers[0], "town", town=TOWN, seen="")()
    ticked = ([VILLAGE], [NEXT_VILLAGE])
    sent = [
        send(browser, "villages", town=TOWN, villages=codes, required=codes)
        for browser, codes in zip(browsers, ticked, strict=True)
    ]
    at_once(Installation.objects.select_for_update().get, *sent)
    assert list(Village.objects.everywhere("all there are").values_list("code", flat=True)) in ticked


def test_finished_in_two_browsers_at_once_it_is_finished_once(browsers):
    send(browsers[0], "town", town=TOWN, seen="")()
    send(browsers[0], "administrator", **ADMINISTRATOR)()
    browsers[1].force_login(User.objects.get())
    answers = at_once(Installation.objects.select_for_update().get, *(send(browser, "finish") for browser in browsers))
    assert [each.status_code for each in answers] == [302, 302]
    assert AuditEvent.objects.filter(action="set_up").count() == 1
