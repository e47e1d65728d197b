"""Every head of a column, number and button of a page stands explained in its help."""

import pytest
from django.urls import reverse

from fictional.one_of_everything import PHONE
from manual.contents import help_by_route
from tests.manual.shown import explains, plain, shown
from tests.once import once
from tests.policies.test_access import ROLES, TABLE, arguments, users  # noqa: F401 -- fixtures

#: Pages of the program itself and answers that are no pages.
NO_PAGES = {"manifest", "healthz", "metrics", "ledger:template", "manual:picture", "scoring:rubric_download"}
#: They are the help.
NO_PAGES |= {"manual:contents", "manual:page", "manual:booklet", "manual:booklet_pdf"}
#: What a row is voided, revived or given a file with looks alike in every register; one of each is read in full.
ALIKE = ("_void", "_revive", "_file_add", "_change")
SAMPLE = "workshops:workshop"


def pages(role):
    """The routes that a role may open."""
    here = ROLES.index(role)
    return [route for (method, route), found in TABLE.items() if method == "GET" and found[here] == 200]


def is_read(route):
    return not route.endswith(ALIKE) or route.startswith(SAMPLE)


def unexplained(client, routes, arguments):  # noqa: F811 -- the fixture
    """The words of each page that its help does not explain."""
    found = {}
    for route in routes:
        answer = client.get(reverse(route, kwargs=arguments(route)))
        if answer.headers["Content-Type"].startswith("text/html"):
            help_page = help_by_route()[route]
            explained = {*help_page.own_words, *help_page.shared_words}
            found[route] = sorted(word for word in shown(answer.content.decode()) if not explains(word, explained))
    return {route: words for route, words in found.items() if words}


def test_every_page_has_its_help():
    opened = {route for (method, route), found in TABLE.items() if method == "GET" and 200 in found}
    assert sorted(opened - NO_PAGES - help_by_route().keys()) == []


@once
def test_staff_find_every_word_of_their_pages_in_the_help(client, users, arguments):  # noqa: F811
    client.announce(PHONE)
    client.force_login(users["staff"])
    routes = [route for route in pages("staff") if is_read(route) and route not in NO_PAGES]
    found = unexplained(client, routes, arguments)
    assert not found, "\n".join(f"{route}: {' '.join(words)}" for route, words in found.items())


@pytest.mark.long
@pytest.mark.parametrize("role", ["clerk", "leader", "administrator", "auditor"])
def test_so_does_everybody_else(client, users, arguments, role):  # noqa: F811
    client.announce(PHONE)
    client.force_login(users[role])
    found = unexplained(client, [route for route in pages(role) if route not in NO_PAGES], arguments)
    assert not found, "\n".join(f"{route}: {' '.join(words)}" for route, words in found.items())


def test_a_word_that_no_help_explains_is_found():
    head = '<table><th><a>月薪<span class="muted">元</span></a></th></table>'
    page = f'<main id="content">{head}<a class="btn">登记车间</a></main>'
    assert shown(page) == {"月薪", "登记车间"}
    assert explains("登记车间", {"登记…"})
    assert not explains("月薪", {"月薪上限"})
    assert plain("修改记录（最近 3 次）") == "修改记录"
