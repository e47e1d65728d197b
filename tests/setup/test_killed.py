"""The program is killed in the middle of a step or right after it: nothing is half-written, and one goes on there."""

import pytest
from django.db.models.signals import post_save
from django.urls import reverse
from django.utils import timezone

from accounts.models import Tenure, User
from core.models import Installation, Village
from oversight.models import Baseline
from scoring.models import TownStart
from setup import opening, views
from tests.policed import PolicedClient
from tests.setup.conftest import ADMINISTRATOR, NEXT_VILLAGE, PASSWORD, TOWN, VILLAGE

PLAN = {"document-name": "行动方案", "document-issued_on": str(timezone.localdate()), "document-seen": "0"}
FIGURES = {f"{each.value}-value": "1340" for each in Baseline.Indicator}
#: What is sent at each step, and what it writes.
SENT = {
    "town": ({"town": TOWN, "seen": ""}, Installation),
    "villages": ({"town": TOWN, "villages": [VILLAGE, NEXT_VILLAGE], "required": [VILLAGE]}, Village),
    "administrator": (ADMINISTRATOR, User),
    "start": ({"town": TOWN, "started_on": "2026-09-01"}, TownStart),
    "plan": ({**PLAN, **FIGURES}, Baseline),
    "leadership": ({"started_on": "2026-01-05", "holder_0": "新任组长", "holder_1": "新任副组长"}, Tenure),
}
AFTER = dict(zip(SENT, [*SENT, "channels"][1:], strict=True))


class Killed(BaseException):
    """No handler of the program's own catches it."""


def come_in():
    """Somebody opens the page in the program that was started again: it prints another code, while one is needed."""
    browser = PolicedClient()
    if opening.administrators().exists():
        browser.post(reverse("accounts:login"), {"username": ADMINISTRATOR["username"], "password": PASSWORD})
    else:
        browser.post(reverse("setup:code"), {"code": opening.print_code()})
    return browser


def step_of(browser):
    return browser.get(reverse("setup:overview")).url


def do(browser, step):
    return browser.post(reverse(f"setup:{step}"), SENT[step][0])


def rows(model):
    """What of it can be told apart after the step."""
    values = model.with_voided if hasattr(model, "with_voided") else model.objects
    return values.exclude(town=None).count() if model is Installation else values.count()


@pytest.fixture
def arrived(fresh):
    """A browser at a step, all before it done."""

    def arrive(step):
        browser = come_in()
        for before in list(SENT)[: list(SENT).index(step)]:
            do(browser, before)
        return browser

    return arrive


@pytest.mark.parametrize("step", SENT)
def test_killed_in_the_middle_of_a_step_nothing_of_it_is_there(arrived, step):
    browser, model = arrived(step), SENT[step][1]
    before = rows(model)

    def kill(sender, **_):
        raise Killed

    post_save.connect(kill, sender=model)
    try:
        with pytest.raises(Killed):
            do(browser, step)
    finally:
        post_save.disconnect(kill, sender=model)
    assert rows(model) == before
    later = come_in()
    assert step_of(later) == reverse(f"setup:{step}")
    assert do(later, step).status_code == 302
    assert rows(model) > before


@pytest.mark.parametrize("step", SENT)
def test_killed_right_after_a_step_one_goes_on_with_the_next(arrived, step, monkeypatch):
    browser = arrived(step)

    def kill(page):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(views.StepPage, "go_on", kill)
        with pytest.raises(Killed):
            do(browser, step)
    assert step_of(come_in()) == reverse(f"setup:{AFTER[step]}")
