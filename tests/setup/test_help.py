"""Each step of the set-up explains every word of its page, on the page itself: the manual cannot be opened yet."""

import pytest
from django.urls import reverse

from manual.contents import help_by_route
from setup.steps import STEPS
from tests.manual.shown import explains, shown
from tests.setup.conftest import TOWN, VILLAGE, text

ASIDE = ("new_town", "divisions")


def unexplained(client, step, query=""):
    """The words of a page of the set-up that its help does not explain."""
    route = f"setup:{step}"
    page = text(client.get(reverse(route) + query)).partition("<summary>帮助</summary>")[0]
    told = f'<main id="content">{page.partition("<main")[2]}'
    return sorted(word for word in shown(told) if not explains(word, {*help_by_route()[route].own_words}))


def test_the_code_and_the_first_steps_are_explained(client, code, post):
    assert unexplained(client, "code") == []
    post("code", code=code)
    assert [unexplained(client, page) for page in ("town", *ASIDE)] == [[], [], []]
    post("town", town=TOWN, seen="")
    assert [unexplained(client, page) for page in ("town", "villages", "administrator")] == [[], [], []]


@pytest.mark.parametrize("page", ["villages", "administrator", "start", "plan", "leadership", "channels", "backups"])
def test_what_the_administrator_goes_on_with_is_explained(administrator, page, post):
    post("villages", town=TOWN, villages=[VILLAGE])
    assert unexplained(administrator, page) == []


def test_the_end_is_explained(administrator):
    assert unexplained(administrator, "overview", "?all") == []


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_the_help_of_a_step_stands_on_its_page(administrator, step):
    told = help_by_route()[f"setup:{step.name}"].part(step.title)
    assert len(told) > 50
    assert told in text(administrator.get(step.address))
