"""A number that is a link opens the rows that it counts, of its day: each is opened and held against what is there."""

import os
import re
from datetime import timedelta
from html import unescape
from io import StringIO
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from tests.once import once
from tests.policed import PolicedClient
from wutuan.navigation import SECTIONS

pytestmark = once

Role = User.Role
LINK = re.compile(r'<a\b(?=[^>]*\bhref="([^"]*)")([^>]*)>(.*?)</a>', re.DOTALL)
COUNT, TOTAL = re.compile(r'\bdata-count="(\d+)"'), re.compile(r'\bdata-total="(\d+)"')
NUMBER = re.compile(r'class="[^"]*\bnumber\b[^"]*">\s*\d+\s*<')
MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
#: Pages that can be asked for any day.
DATED = ("scoring:dashboard", "scoring:targets", "scoring:workforce")
FURTHER = ("labor:verification_progress", "oversight:finding")
#: So many links of a kind are followed, unless EVERY_PAGE=1 is set.
FOLLOWED = 10_000 if "EVERY_PAGE" in os.environ else 1


@pytest.fixture(scope="module")
def demo(module_db):
    call_command("load_demo", "--people=300", stdout=StringIO())


@pytest.fixture
def visitor(demo, db):
    """Somebody of a role, of the demo's town or of one of its villages."""

    def sign_in(role):
        client = PolicedClient()
        client.force_login(User.objects.filter(role=role, divisions__isnull=False).order_by("pk").first())
        return client

    return sign_in


def pages(day):
    """The entries of the menu and, where a day is given, those pages on it that can be asked for one."""
    routes = [link.route for section in SECTIONS for link in section.links]
    if day is None:
        return [reverse(route) for route in (*routes, *FURTHER)]
    return [f"{reverse(route)}?as_of={day}" for route in DATED]


def links_of(html):
    """(address, what its tag says, what stands in it) of every link of a page's own part."""
    main = MAIN.search(html)
    return [(unescape(address), tag, inner) for address, tag, inner in LINK.findall(main.group() if main else "")]


def kind_of(address):
    """Links that differ in the place and the value alone are of one kind."""
    parts = urlsplit(address)
    asked = parse_qs(parts.query)
    return (parts.path, *sorted(asked), *(asked.get(name, [""])[0] for name in ("by", "counts", "kind")))


@pytest.mark.parametrize(
    ("role", "past"),
    [
        pytest.param(Role.STAFF, False, id="staff, today"),
        pytest.param(Role.LEADER, True, id="leader, a past day"),
        *(
            pytest.param(role, past, id=f"{role}, {'a past day' if past else 'today'}", marks=pytest.mark.long)
            for role, past in ((Role.STAFF, True), (Role.LEADER, False), (Role.CLERK, False), (Role.CLERK, True))
        ),
    ],
)
def test_every_number_opens_as_many_rows_as_it_says(visitor, role, past):
    client, followed = visitor(role), {}
    day = timezone.localdate() - timedelta(days=100) if past else None
    for page in pages(day):
        response = client.get(page)
        if response.status_code == 403:
            continue
        for address, tag, inner in links_of(response.text):
            counted, address = COUNT.search(tag), urljoin(page, address)
            if counted is None:
                assert not NUMBER.search(inner) or "/score/" in address, f"{page}: a number that is not marked: {inner}"
                continue
            if day and (asked := parse_qs(urlsplit(address).query).get("as_of")):
                assert asked == [str(day)], f"{page} leads to another day: {address}"
            seen = followed.setdefault(kind_of(address), set())
            if address in seen or len(seen) >= FOLLOWED:
                continue
            seen.add(address)
            total = TOTAL.search(client.get(address).text)
            assert (int(total.group(1)) if total else 0) == int(counted.group(1)), f"{page}: {address}"
    assert len(followed) > 5
