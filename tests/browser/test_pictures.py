"""The pictures of the manual, of the demo town as it is. `make manual` keeps them; a run of the tests throws them away.

Made each time, so a page that is no longer there, or no longer holds what is shown, fails.
"""

import os
from pathlib import Path
from typing import NamedTuple

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from manual import markdown
from manual.contents import help_pages
from manual.pictures import picture_folder

KEEP = "KEEP_PICTURES" in os.environ
SIZE = (1100, 760)


class Picture(NamedTuple):
    """A page as somebody sees it; `follow` leads on to one of its records, `holds` is what it must show."""

    of: str
    route: str
    holds: str
    follow: str = ""
    size: tuple[int, int] = SIZE


PICTURES = {
    "inbox": Picture("clerk", "scoring:inbox", ".todo .deed a"),
    "score": Picture("staff", "scoring:dashboard", ".total"),
    "sub-item": Picture("staff", "scoring:dashboard", ".register .lead a", follow="a:has-text('动态清零')"),
    "person": Picture("clerk", "labor:person_list", ".states", follow="tbody .lead a"),
    "verification": Picture("clerk", "labor:verification_list", "text=无变化", size=(420, 760)),
    "progress": Picture("staff", "labor:verification_progress", "table"),
    "register": Picture("staff", "workshops:workshop_list", ".register .lead a"),
    "finding": Picture("staff", "oversight:finding", ".register .lead a"),
    "exchange": Picture("staff", "ledger:exchange", "text=上传台账"),
    "accounts": Picture("admin", "accounts:account_list", ".register .lead a"),
    "system": Picture("admin", "system:page", "text=是否正常"),
    "trail": Picture("auditor", "administration:trail", "table"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    found = picture_folder() if KEEP else tmp_path_factory.mktemp("pictures")
    found.mkdir(parents=True, exist_ok=True)
    return found


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_what_its_page_explains(visit, folder, name):
    picture = PICTURES[name]
    page = visit(reverse(picture.route), as_=picture.of, size=picture.size)
    if picture.follow:
        page.locator(picture.follow).first.click()
    expect(page.locator("#content").locator(picture.holds).first).to_be_visible()
    column = page.locator(".page-column").bounding_box()
    seen = {"x": column["x"], "y": column["y"], "width": column["width"], "height": picture.size[1] - column["y"]}
    page.screenshot(path=folder / f"{name}.png", clip=seen, animations="disabled")


def test_every_picture_is_named_by_a_page_of_the_manual():
    named = [name for page in help_pages().values() for name in markdown.pictures(page.tokens)]
    assert sorted(named) == sorted(f"{name}.png" for name in PICTURES)
