"""The manual leads somewhere: its links, its thirty questions, its booklets, and the way to it from each page."""

import re
from posixpath import normpath
from urllib.parse import unquote

import pytest
from django.urls import reverse

from accounts.models import User
from manual import markdown
from manual.contents import chapters, help_by_route, help_pages
from tests.once import once

pytestmark = once

QUESTIONS = "start/questions"
LINK = re.compile(r'<li>(.+?？)<a href="([^"#]+)#([^"]+)"')


def anchors(page):
    """What a link to a part of it may name: a heading, or a word that is explained."""
    headings = {token.attrs["id"] for token in page.tokens if "id" in token.attrs}
    return {*headings, *markdown.named_words(page.tokens).values(), *page.shared_words}


@pytest.mark.django_db
@pytest.mark.parametrize("slug", help_pages())
def test_every_link_of_the_manual_leads_to_a_page_and_a_part_of_it(slug):
    page = help_pages()[slug]
    for link in markdown.links(page.tokens):
        target, _, part = link.partition("#")
        assert markdown.address(link, page.folder)
        if target.endswith(".md"):
            to = help_pages()[normpath(f"{page.folder}/{target}").removesuffix(".md")]
            assert not part or part in anchors(to), link


def test_thirty_questions_are_answered_within_two_clicks(signed_in):
    """From any page to the questions' own page is one click by its help or the contents; the answer is the next."""
    client = signed_in("clerk")
    contents = client.get(reverse("manual:contents")).content.decode()
    address = reverse("manual:page", args=[QUESTIONS])
    assert f'href="{address}"' in contents
    asked = LINK.findall(client.get(address).content.decode())
    assert len(asked) == 30
    for question, answer, part in asked:
        shown = client.get(answer)
        assert shown.status_code == 200, question
        assert f'id="{unquote(part)}"' in shown.content.decode(), question


def test_each_page_leads_to_its_own_help(signed_in):
    page = signed_in("staff").get(reverse("workshops:workshop_list")).content.decode()
    assert f'href="{reverse("manual:page", args=["workshops/workshop"])}"' in page


@pytest.mark.parametrize("role", ["clerk", "staff", "leader", "administrator"])
def test_the_booklet_of_a_role_holds_its_pages_and_no_others(signed_in, role):
    shown = signed_in(role).get(reverse("manual:booklet", args=[role])).content.decode()
    own = {page.title for chapter in chapters(role) for page in chapter.pages}
    assert set(re.findall(r"<h3>(.+?)</h3>", shown)) >= own
    assert ("台账导入导出" in own) == (role in ("staff", "administrator"))


def test_no_booklet_and_no_page_of_another_name(signed_in):
    client = signed_in("clerk")
    for address in (
        reverse("manual:booklet", args=["mayor"]),
        reverse("manual:page", args=["../../README"]),
        reverse("manual:picture", args=["..%2fdb.sqlite3"]),
    ):
        assert client.get(address).status_code == 404


def test_what_is_no_markdown_is_shown_as_text():
    shown = markdown.html(markdown.parse("<script>x</script>\n\n[甲](javascript:x)\n\n![乙](pictures/none.png)"))
    assert "<script" not in shown
    assert "href" not in shown
    assert "<img" not in shown


def test_a_role_of_a_booklet_is_one_that_opens_a_page_of_it():
    roles = {role for page in help_by_route().values() for role in page.roles}
    assert roles <= set(User.Role.values)


def test_an_auditor_reads_the_help_of_the_trail_and_nothing_they_cannot_open_is_needed(signed_in):
    client = signed_in("auditor")
    address = reverse("manual:page", args=["system/trail"])
    assert f'href="{address}"' in client.get(reverse("administration:trail")).content.decode()
    assert client.get(address).status_code == 200
    assert [page.slug for chapter in chapters("auditor") for page in chapter.pages][-1] == "system/trail"
