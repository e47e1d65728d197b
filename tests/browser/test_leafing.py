"""Leafing through a list: one begins at the first row of the other page, wherever the link stood."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

LISTS = {
    "/people/": "#results tbody tr",
    "/employments/": "#results tbody tr",
    "/todo/": "#results tbody tr",
    "/verification/": ".deck > *",
    "/verification/groups/": ".group-list > li",
}


@pytest.mark.parametrize("size", [PHONE, pytest.param(DESK, marks=pytest.mark.long)], ids=["phone", "desk"])
def test_the_first_row_is_in_view_and_has_the_focus(visit, size):
    page = visit("/menu/", as_="staff", size=size)
    for path, rows in LISTS.items():
        page.goto(path)
        first = page.locator(rows).first.inner_text()
        page.locator(".pager [rel=next]").first.focus()
        page.keyboard.press("Enter")
        row = page.locator(rows).first
        expect(row).not_to_have_text(first, use_inner_text=True)
        expect(row).to_be_focused()
        expect(row).to_be_in_viewport()
        page.keyboard.press("Tab")
        assert row.evaluate("row => row !== document.activeElement && row.contains(document.activeElement)")
        page.locator(".pager [rel=prev]").first.click()
        expect(page.locator(rows).first).to_have_text(first, use_inner_text=True)
        expect(page.locator(rows).first).to_be_focused()
