"""A doubt is put right from the list, and one is back in the list without it; the pages on a phone and a desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, barriers, scrolls_sideways
from tests.browser.test_registers import confirm

WITHOUT_PLACE = re.compile(r"没有写明就业地(?!、)")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_doubt_is_put_right_in_place_and_the_list_is_where_it_was(visit, size):
    page = visit("/doubts/?rule=job-incomplete", as_="staff", size=size)
    total = page.locator(".result-count .number")
    before = int(total.inner_text())
    assert not barriers(page)
    assert not scrolls_sideways(page)
    page.locator("tbody tr", has_text=WITHOUT_PLACE).first.get_by_role("link", name="就业信息不全").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("就业信息不全")
    assert not barriers(page)
    page.get_by_role("link", name="去改就业记录").click()
    page.get_by_label("就业地").fill("城步苗族自治县")
    page.locator(".row-actions .btn-primary").click()
    confirm(page)
    expect(page).to_have_url(re.compile(r"/doubts/\?rule=job-incomplete$"))
    expect(total).to_have_text(str(before - 1))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_about_doubts_are_open_to_everybody(visit, size):
    page = visit("/doubts/", as_="staff", size=size)
    for address in ("?by=village", "?by=person", "rules/", "rules/job-incomplete/", "hand-over/?rule=job-incomplete"):
        page.goto(f"/doubts/{address}")
        assert not barriers(page), address
        assert not scrolls_sideways(page), address
    page.goto("/doubts/")
    assert not barriers(page)
    page.locator("td.own-line a").first.click()
    page.get_by_role("link", name="申请豁免").click()
    expect(page.get_by_label("豁免原因")).to_be_visible()
    assert not barriers(page)
