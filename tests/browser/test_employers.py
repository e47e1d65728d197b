"""What villages and files call an employer is joined to it: at a desk, and on a phone without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, looked_at, scrolls_sideways


@pytest.fixture(params=[(DESK, True), (PHONE, False)], ids=["desk", "phone, plain"])
def staff(request, visit):
    size, javascript = request.param
    return lambda path: visit(path, as_="staff", size=size, javascript=javascript), javascript


def numbers(page):
    return int(page.locator("[data-total]").first.inner_text())


def looks_well(page, javascript):
    if javascript:
        looked_at(page)
    assert not scrolls_sideways(page)


def test_texts_are_joined_to_an_employer_undone_and_joined_again(staff):
    visit, javascript = staff
    page = visit("/employers/unjoined/")
    looks_well(page, javascript)
    before = numbers(page)
    name = page.locator("td.lead").first.inner_text()
    page.locator(".register [name=text]").first.check()
    page.get_by_label("归到哪个单位").fill("cbxcyyhf")
    page.get_by_role("button", name="把勾选的归到这个单位").click()
    expect(page.get_by_text(re.compile(f"^已把{name}归到城步县产业园恒发电子厂")).first).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("在岗人员"))).to_be_visible()
    expect(page.locator(".register").filter(has_text="写法")).to_contain_text(name)
    looks_well(page, javascript)
    page.goto("/employers/unjoined/")
    assert numbers(page) == before - 1
    page.go_back()
    page.locator(".register td a", has_text=name).first.click()
    page.locator(".page-actions").get_by_role("link", name="作废").click()
    page.get_by_label("原因").fill("不是一家")
    page.get_by_role("button", name="作废").click()
    expect(page.get_by_text(re.compile("^已作废")).first).to_be_visible()
    page.goto("/employers/unjoined/")
    assert numbers(page) == before
