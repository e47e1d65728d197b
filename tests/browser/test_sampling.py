"""A round of spot checks from the draw to what it found, on a phone and a desk, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, barriers, scrolls_sideways


def is_fit(page):
    assert not barriers(page), page.url
    assert not scrolls_sideways(page), page.url


@pytest.mark.parametrize(("size", "javascript"), [(PHONE, True), (DESK, True), (PHONE, False)])
def test_a_round_is_drawn_answered_printed_and_recorded(visit, size, javascript):
    page = visit("/spot-check-rounds/add/", as_="staff", size=size, javascript=javascript)
    look = is_fit if javascript else lambda page: None
    look(page)
    page.get_by_label("抽查比例").fill("4")
    page.get_by_label("每村重点").fill("0")
    for box in page.locator("input[name=checkers]").all():
        box.check()
    page.locator(".row-actions .btn-primary").click()
    expect(page.get_by_role("heading", name="抽查情况")).to_be_visible()
    look(page)
    page.get_by_role("link", name=re.compile("去抽查")).click()
    answer_two(page)
    look(page)
    page.get_by_role("link", name="打印抽查表").click()
    expect(page.get_by_text("抽查人（签字）").first).to_be_visible()
    look(page)
    page.locator(".trail a").click()
    page.get_by_role("button", name=re.compile("记入数据抽查（2 条）")).click()
    expect(page.get_by_text("已记入数据抽查 2 条")).to_be_visible()
    expect(page.locator("#findings")).to_contain_text("50%")
    look(page)
    undo(page)


def answer_two(page):
    """One record is true, the next one is not."""
    expect(page.get_by_role("heading", level=1)).to_contain_text("抽查名单")
    page.get_by_role("button", name="真实", exact=True).first.click()
    expect(page.get_by_role("button", name="撤回")).to_have_count(1)
    page.locator("summary", has_text="不真实").first.click()
    page.get_by_label("哪里不真实").first.fill("单位不符")
    page.get_by_role("button", name="记为不真实").first.click()
    expect(page.get_by_role("button", name="撤回")).to_have_count(2)


def undo(page):
    """Voided, so that the next journey finds the town as this one did."""
    page.locator(".page-actions").get_by_role("link", name="作废").click()
    page.locator("[name=reason]").fill("试过了")
    page.locator(".row-actions .btn-primary").click()
    expect(page.get_by_text("同时更新了2条数据抽查")).to_be_visible()
