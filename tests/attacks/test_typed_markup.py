"""Somebody types markup wherever they may; whoever opens a page reads it, and their browser does nothing with it."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from core.registers import declared
from fictional.one_of_everything import OWN, PHONE, TOWN
from tests.once import once
from tests.policies.test_access import TABLE, arguments, users  # noqa: F401 -- fixtures
from tests.small_town import mark_up

#: Ways to print a text as it stands.
UNESCAPED = re.compile(r"\|\s*safe|autoescape off|hx-headers|\{% filter")
#: What shows the same as a record's page and its form for changes, or is no page.
ALIKE = ("_void", "_add", "ledger:template")


@pytest.fixture
def staff(client, users, arguments):  # noqa: F811 -- the fixtures
    """Signed in, in a town where every text that somebody could have typed begins with markup."""
    mark_up()
    client.announce(PHONE)
    client.force_login(users["staff"])
    return client


@once
def test_no_page_takes_what_was_typed_for_markup(staff, arguments):  # noqa: F811
    """The policed client fails a page that holds it; here it is made sure that it has something to look for."""
    routes = [route for (method, route), answers in TABLE.items() if method == "GET" and answers[3] == 200]
    addresses = [reverse(route, kwargs=arguments(route)) for route in routes if not route.endswith(ALIKE)]
    pages = [answer for answer in map(staff.get, addresses) if not answer.streaming]
    assert sum("&lt;b hx-get=/&gt;" in page.content.decode() for page in pages) > 80


def test_no_form_of_a_deed_takes_what_was_typed_for_markup(staff):
    """The name of the one who leaves stands in the help for the one who follows."""
    opened = []
    for register in declared:
        rows = register.model.objects
        record = rows.within(OWN).first() or rows.within(TOWN).first()
        for deed in register.offered(record, timezone.localdate()):
            opened.append(staff.get(register.address(record, "action", action=deed.name)).content.decode())
    assert sum("&lt;b hx-get=/&gt;" in page for page in opened) > 10
    assert any(re.search(r'class="form-hint"[^<]*&lt;b hx-get=/&gt;|接替&lt;b', page) for page in opened)


def test_no_template_prints_a_text_as_it_stands():
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    assert [path.name for path in templates if UNESCAPED.search(path.read_text(encoding="utf-8"))] == []


def test_what_htmx_sends_bears_the_token_of_its_own_form():
    """No token is handed to whatever else of a page makes a request."""
    templates = [path.read_text(encoding="utf-8") for path in (settings.BASE_DIR / "templates").rglob("*.html")]
    sending = [text for text in templates if "hx-post" in text or "hx-boost" in text]
    assert len(sending) > 3
    tick = 'hx-include="[form=ticks], #ticks"'  # a box sends the form that it belongs to, with its token
    own = 'hx-include="closest form"'
    assert [text for text in sending if not any(each in text for each in ("csrf_token", tick, own))] == []
