"""The inbox tells what more would win points back, and one comes back to it after a deed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, barriers, scrolls_sideways


def test_points_lost_by_level_lead_to_whoever_could_win_them_back(visit):
    page = visit("/todo/", as_="staff")
    chance = page.locator("#content .notice p").filter(has_text=re.compile(r"再有\d+人就业可拿回"))
    expect(chance).to_have_count(1)
    number = int(re.search(r"可以是这(\d+)人", chance.inner_text())[1])
    chance.get_by_role("link", name=re.compile("可以是这")).click()
    expect(page.locator("[data-total]").first).to_have_attribute("data-total", str(number))
    page.go_back()
    chance.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("就业总量")
    page.locator(".facts a").nth(1).click()
    expect(page.get_by_role("heading", level=2, name="其中已就业")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_help_given_from_the_inbox_leads_back_to_the_next_row(visit, javascript):
    page = visit("/todo/?kind=serve", as_="staff", javascript=javascript)
    rows = page.locator(".todo tbody tr")
    first, second = (rows.nth(place).locator(".lead").inner_text() for place in (2, 3))
    rows.nth(2).locator(".deed a").click()
    expect(page.get_by_role("link", name="取消")).to_have_attribute("href", re.compile("kind=serve&at=2"))
    page.get_by_role("link", name="取消").click()
    here = page.locator(".todo tr.here")
    expect(here.locator(".lead")).to_have_text(first)
    expect(here.locator(".deed a")).to_be_focused()
    assert second == rows.nth(3).locator(".lead").inner_text()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("path", ["/todo/?at=1", "/score/2.1/?rows=labor", "/score/1.1/", "/score/6.2/"])
def test_the_pages_have_no_barriers(visit, path, size):
    page = visit(path, as_="staff", size=size)
    assert barriers(page) == []
    assert not scrolls_sideways(page)


def test_the_next_record_begins_with_what_repeats(visit):
    page = visit("/oversight/documents/add/?kind=working_group&issued_on=2026-03-02", as_="staff")
    page.get_by_label("名称").fill("五团镇就业帮扶工作专班")
    page.get_by_role("button", name="保存并登记下一个").click()
    expect(page.get_by_text("已登记。")).to_be_visible()
    expect(page.get_by_label("名称")).to_have_value("")
    expect(page.locator("[name=issued_on]")).to_have_value("2026-03-02")
