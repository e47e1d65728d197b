"""Rows are ticked page after page and something is done to all of them, on a phone and without JavaScript too."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, barriers, looked_at, scrolls_sideways

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


SLOW = 60_000
PAID = "跨省务工一次性交通补助"


class Hand:
    """Clicks, and counts them; a choice in a list is two, what is typed one."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, element):
        self.clicks += 1
        element.click()

    def press(self, name, inside="main", **how):
        self.click(self.page.locator(inside).get_by_role("button", name=name, **how).last)

    def choose(self, label, value):
        self.clicks += 2
        with self.page.expect_response(lambda response: "=" in response.url):
            self.page.get_by_label(label, exact=True).select_option(label=value)
        self.page.wait_for_function("!document.querySelector('.htmx-request, .htmx-settling, .htmx-swapping')")

    def do_to_all(self, action, at_least):
        """Tick all that are listed, and do `action` to them, as the form proposes it."""
        self.press(re.compile("^选全部|^选本页"), inside=".ticks-choose")
        assert int(self.page.locator("[data-ticked]").inner_text()) >= at_least
        self.press(action, inside=".ticks-bar", exact=True)
        self.press(re.compile(f"^{action} "))
        done = self.page.locator("#bar .is-success", has_text=f"已{action}")
        expect(done.or_(self.page.locator("#warnings"))).to_be_visible(timeout=SLOW)
        if self.page.locator("#warnings button").count():
            self.press(re.compile("^确认无误"))
        expect(done).to_be_visible(timeout=SLOW)


@pytest.mark.long
def test_more_than_128_are_taken_from_found_to_paid_in_forty_clicks(visit):
    page = visit("/oversight/finding/", as_="staff", size=DESK)
    hand = Hand(page)
    hand.click(page.get_by_role("link", name=PAID))
    for village in ("茶元村", "巡头村", "白水头村"):
        hand.choose("村", village)
        hand.press(re.compile("^选全部"), inside=".ticks-choose")
    number = page.locator("[data-ticked]").inner_text()
    assert int(number) >= 128
    assert not barriers(page)
    hand.press("登记申请", inside=".ticks-bar")
    hand.press(re.compile("^登记 .*份申请"))
    expect(page.locator("#bar .is-success")).to_contain_text(f"已登记{number}份申请")
    hand.click(page.get_by_role("link", name="政策申请"))
    for stage, action in (("已申请", "镇审核"), ("已审核", "批准"), ("已批准", "公示")):
        hand.choose("进度", stage)
        hand.do_to_all(action, int(number))
    hand.click(page.get_by_role("link", name="政策兑现"))
    hand.choose("进度", "未到期")
    hand.do_to_all("兑现", int(number))
    print(hand.clicks, "clicks for", number)
    assert hand.clicks <= 40


@pytest.mark.long
def test_more_than_one_waits_for_are_ended_in_the_background_without_those_who_cannot(visit):
    page = visit("/employments/", as_="staff", size=DESK)
    hand = Hand(page)
    hand.press(re.compile("^选全部"), inside=".ticks-choose")
    assert int(page.locator("[data-ticked]").inner_text().replace(",", "")) > 1_000
    hand.press("结束就业", inside=".ticks-bar", exact=True)
    page.get_by_label("离岗原因").fill("统一核查")
    page.get_by_label(re.compile("结束日期|离岗日期")).fill(str(timezone.localdate() - timedelta(days=200)))
    hand.press(re.compile("^结束就业"))
    expect(page.get_by_text(re.compile("正在后台办理|有要您先定的")).first).to_be_visible(timeout=SLOW)
    looked_at(page)
    expect(page.get_by_text("有要您先定的")).to_be_visible(timeout=SLOW)
    looked_at(page)
    hand.press(re.compile("^只"))
    done = page.locator("#bar .is-success", has_text="已结束就业")
    while not done.count():
        expect(done.or_(page.locator("#warnings button"))).to_be_visible(timeout=SLOW)
        if page.locator("#warnings button").count():
            hand.press(re.compile("^确认无误"))
    page.goto("/events/")
    page.get_by_role("link", name="撤销").first.click()
    page.get_by_label("原因").fill("选错了")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#bar .is-success")).to_contain_text("已撤销", timeout=SLOW)
