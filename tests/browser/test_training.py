"""A class on a phone: people are picked from those who wish for it, and a day is written down."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, barriers, scrolls_sideways
from tests.browser.test_registers import confirm


@pytest.mark.parametrize("javascript", [True, False])
def test_a_class_is_filled_from_wishes_and_a_day_is_written_down(visit, javascript):
    page = visit("/training/classes/", as_="staff", size=PHONE, javascript=javascript)
    page.locator(".register tr", has_text="正在培训").locator(".lead a").first.click()
    page.locator("#enrolments .panel-add").click()
    expect(page.locator(".choices")).to_contain_text("想学")
    for place in (0, 1):
        page.locator(".choices [type=checkbox]").nth(place).check()
    assert not (javascript and barriers(page))  # axe needs scripts
    page.get_by_role("button", name="登记参训").click()
    expect(page.get_by_text("已登记 2 人参训。")).to_be_visible()
    page.locator("#days").get_by_role("link", name="签到", exact=True).click()
    page.locator(".choices [type=checkbox]").first.uncheck()
    assert not scrolls_sideways(page)
    assert not (javascript and barriers(page))
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text(re.compile("签到已保存，到课"))).to_be_visible()
    page.get_by_role("link", name="返回").click()
    assert not scrolls_sideways(page)
    page.locator(".page-actions").get_by_role("link", name="结业").click()
    page.get_by_role("button", name="结业").click()
    confirm(page)
    page.get_by_role("link", name="一次登记").click()
    page.locator("[type=checkbox]").first.uncheck()
    page.get_by_label("证书编号").nth(1).fill("ZS-NEW")
    assert not (javascript and barriers(page))
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text(re.compile("已登记，结业"))).to_be_visible()
    page.locator(".page-actions").get_by_role("link", name="撤销结业").click()  # the next journey trains here too
    page.get_by_label("原因").fill("还有一天课")
    page.get_by_role("button", name="撤销结业").click()
    confirm(page)
