"""A vacancy on a phone: somebody whom it suits applies, is hired, starts, and is registered as employed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, barriers, scrolls_sideways
from tests.browser.test_registers import confirm, open_, press


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_is_recruited_from_the_page_of_a_vacancy(visit, javascript):
    page = visit("/vacancies/", as_="staff", size=PHONE, javascript=javascript)
    page.locator(".register tr", has_text="在招").locator(".lead a").first.click()
    assert not scrolls_sideways(page)
    assert not (javascript and barriers(page))  # axe needs scripts
    page.locator("#suited").get_by_role("link", name="应聘报名").first.click()
    press(page, "保存")
    confirm(page)
    expect(page.locator(".states").first).to_have_text("已报名")
    for deed in ("录用", "到岗"):
        open_(page, deed)
        press(page, deed)
        confirm(page)
    expect(page.locator(".states").first).to_have_text("已到岗，未登记就业")
    assert not (javascript and barriers(page))
    page.locator("#offers .card", has_text="到岗").get_by_role("link", name="改一改再登记").click()
    if not page.get_by_label("就业渠道").input_value():
        page.get_by_label("就业渠道").select_option(label="县内务工")
    page.get_by_label("月收入").fill("3200")
    press(page, "保存")
    confirm(page)
    expect(page.get_by_text(re.compile("^已登记")).first).to_be_visible()
    assert not scrolls_sideways(page)
