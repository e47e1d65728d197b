"""The keys at a desk, and the box on a phone: something is found without a mouse."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, barriers, scrolls_sideways


def test_a_key_leads_to_the_box_and_arrows_through_what_was_found(visit):
    page = visit("/workshops/", as_="staff", size=DESK)
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="全局查找")
    expect(box).to_be_focused()
    page.keyboard.type("车间")
    page.keyboard.press("Enter")
    hits = page.locator(".hits a")
    expect(hits.nth(1)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    expect(hits.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-find]:focus")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    address = hits.nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_the_sheet_of_keys_opens_and_closes(visit):
    page = visit("/workshops/", as_="leader", size=DESK)
    sheet = page.get_by_role("dialog", name="按键")
    page.keyboard.press("?")
    expect(sheet).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_who_types_types(visit):
    """A key in a field is a character; Escape leaves the box, and then it is a key again."""
    page = visit("/workshops/", as_="staff", size=DESK)
    page.keyboard.press("/")
    page.keyboard.type("a/h?")
    expect(page.get_by_role("searchbox", name="全局查找")).to_have_value("a/h?")
    expect(page.get_by_role("dialog", name="按键")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    page.wait_for_url("**/help/workshops/workshop/")


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_is_found_on_a_phone(visit, javascript):
    page = visit("/people/", as_="staff", size=PHONE, javascript=javascript)
    name = page.locator("tbody .lead a").first.inner_text()
    page.get_by_role("link", name="查找", exact=True).click()
    page.locator("#content").get_by_role("searchbox").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator(".hits a", has_text=name).first).to_be_visible()
    assert not scrolls_sideways(page)
    if javascript:
        assert barriers(page) == []


@pytest.mark.parametrize("size", [PHONE, pytest.param(DESK, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    ("username", "path"),
    [
        ("staff", "/find/"),
        ("staff", "/help/people/person/"),
        ("admin", "/system/"),
        ("auditor", "/administration/trail/"),
        ("auditor", "/help/system/trail/"),
    ],
)
def test_pages_of_help_and_of_the_system_are_open_to_everybody(visit, username, path, size):
    page = visit(path, as_=username, size=size)
    assert not scrolls_sideways(page)
    assert barriers(page) == []


def test_the_anchor_is_copied_by_a_press_and_stays_whole_on_a_phone(visit):
    page = visit("/administration/trail/verification/", as_="auditor", size=PHONE)
    page.get_by_role("button", name="现在核验").click()
    copy = page.get_by_role("button", name="复制")
    expect(copy).to_be_visible(timeout=20_000)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy.click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#anchor-end").input_value()
    assert ":" in copied
    assert not scrolls_sideways(page)
    assert barriers(page) == []
    page = visit("/system/", as_="admin", size=PHONE)
    expect(page.get_by_role("textbox", name="校验值")).to_have_value(copied)
    assert not scrolls_sideways(page)
    assert barriers(page) == []
