"""待办 by village, handed over to one; names joined to accounts; and back in a register's list after a deed."""

import re
from itertools import product

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, barriers, scrolls_sideways

PAGES = (
    "/todo/?by=village",
    "/todo/?by=week&whose=mine",
    "/todo/handed/",
    "/oversight/mine/",
    "/oversight/responsible/",
)


def test_a_group_is_handed_to_a_village_and_the_pages_have_no_barriers(visit):
    page = visit("/todo/?division=430529104204", as_="staff", size=DESK)
    page.get_by_role("button", name="按村").click()
    page.wait_for_url(re.compile("by=village"))
    page.get_by_role("link", name=re.compile("^交给村里")).first.click()
    page.get_by_label("说明").fill("先办外出的")
    assert barriers(page) == []
    page.get_by_role("button", name="交办").click()
    expect(page.get_by_text(re.compile("已交办，.*前办完")).first).to_be_visible()
    site = page.url.partition("/todo/")[0]
    for size, path in product((DESK, PHONE), PAGES):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(site + path)
        assert barriers(page) == [], path
        assert not scrolls_sideways(page), path


def test_a_name_is_joined_and_what_it_has_stands_in_mine(visit):
    page = visit("/oversight/responsible/", as_="staff", size=DESK)
    row = page.locator("tbody tr").first
    name = row.locator(".lead").inner_text().split()[0]
    row.locator("select").select_option(index=1)
    row.get_by_role("button", name=re.compile("^对应")).click()
    expect(page.get_by_text(re.compile("已对应到"))).to_be_visible()
    expect(page.locator("tbody tr").filter(has_text=name).get_by_text(re.compile("在用|在任"))).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_after_a_change_one_is_back_in_the_list_at_the_next_row(visit, javascript):
    page = visit("/oversight/problems/?progress=open&sort=-due_on", as_="staff", javascript=javascript)
    rows = page.locator("tbody tr")
    following = rows.nth(1).locator(".lead").inner_text()
    rows.nth(0).locator(".lead a").click()
    page.get_by_role("link", name="修改").click()
    page.get_by_role("button", name="保存", exact=True).click()
    if page.get_by_role("button", name=re.compile("确认无误")).count():
        page.get_by_role("button", name=re.compile("确认无误")).click()
    expect(page).to_have_url(re.compile("progress=open&sort=-due_on"))
    expect(page.locator("tr.here .lead")).to_have_text(following)
    expect(page.locator("tr.here .lead a")).to_be_focused()
