"""Rows are ticked page after page and something is done to all of them, on a phone and without JavaScript too."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, barriers, scrolls_sideways

WAYS = [(PHONE, True), pytest.param(DESK, True, marks=pytest.mark.long), (PHONE, False)]


@pytest.mark.parametrize(("size", "javascript"), WAYS)
def test_jobs_are_ticked_over_two_pages_ended_and_given_back(visit, size, javascript):
    page = visit("/employments/?channel=county", as_="staff", size=size, javascript=javascript)
    page.get_by_role("button", name="选本页").click()
    expect(page.locator("[data-ticked]")).to_have_text("25")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".pager-place")).to_contain_text("第 2 页")
    page.locator(".tick-box input").first.check()
    if javascript:
        expect(page.locator("[data-ticked]")).to_have_text("26")
        assert not barriers(page)
    assert not scrolls_sideways(page)
    page.locator(".ticks-bar").get_by_role("button", name="结束就业").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("结束就业")
    assert not scrolls_sideways(page)
    if javascript:
        assert not barriers(page)
    page.get_by_label("离岗原因").fill("车间停产")
    page.get_by_role("button", name=re.compile("^结束就业")).click()
    if page.locator("#warnings button").count():
        page.locator("#warnings button").click()
    expect(page.locator("#bar .is-success")).to_contain_text("已结束就业")
    page.goto(page.url.split("/employments")[0] + "/events/")
    page.get_by_role("link", name="撤销").first.click()
    page.get_by_label("原因").fill("选错了")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#bar .is-success")).to_contain_text("已撤销")
