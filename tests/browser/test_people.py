"""The register of people at 360 px: somebody is added, leaves, is merged and taken apart; how many have work."""

import re

import pytest
from playwright.sync_api import expect

from fictional.one_of_everything import identity_number
from tests.browser.conftest import DESK, PHONE, barriers, scrolls_sideways
from tests.browser.test_registers import confirm, follow

NUMBERS = iter(range(700, 800))


def add(page, name):
    """Add somebody who is not on the register yet, and be on their page."""
    page.goto("/people/add/")
    page.get_by_label("证件号码").fill(identity_number(next(NUMBERS)))
    page.get_by_label("姓名").fill(name)
    page.get_by_label("村社区").fill("木瓜村")
    page.get_by_label("劳动能力").select_option("ordinary")
    page.get_by_label("纳入日期").fill("2023-01-01")
    page.get_by_role("button", name="保存", exact=True).click()
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    return page.url


@pytest.mark.parametrize("javascript", [True, False])
def test_somebody_is_added_and_leaves(visit, javascript):
    page = visit("/people/", as_="staff", size=PHONE, javascript=javascript)
    page.get_by_role("link", name="登记人员").click()
    add(page, "蓝新来")
    assert not scrolls_sideways(page)
    if javascript:
        assert barriers(page) == []
    page.get_by_role("link", name="退出", exact=True).click()
    page.get_by_label("退出原因").fill("婚嫁迁出")
    page.get_by_role("button", name="退出", exact=True).click()
    expect(page.locator(".states")).to_contain_text("已退出")


def test_a_wrong_number_keeps_what_was_typed(visit):
    page = visit("/people/add/", as_="staff", size=PHONE)
    page.get_by_label("证件号码").fill("430599198505050011")
    page.get_by_label("姓名").fill("蓝打错")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("证件号码校验位不对")).to_be_visible()
    expect(page.get_by_label("姓名")).to_have_value("蓝打错")


def test_two_rows_are_merged_and_taken_apart_again(visit):
    page = visit("/people/", as_="staff", size=PHONE)
    duplicate, kept = add(page, "蓝两次"), add(page, "蓝两次")
    page.get_by_role("link", name="合并重复登记").click()
    page.get_by_role("link", name="比对").first.click()
    expect(page.locator(".sides .differs").first).to_be_visible()
    assert not scrolls_sideways(page)
    assert barriers(page) == []
    page.get_by_label("原因").fill("同一人登记了两次")
    page.get_by_role("button", name="合并").click()
    expect(page.get_by_role("heading", name="合并过的登记")).to_be_visible()
    assert page.url == kept
    page.goto(duplicate)
    expect(page.get_by_text("作废：合并重复登记的人员")).to_be_visible()
    page.goto(kept)
    page.get_by_role("link", name="撤销合并").click()
    page.get_by_label("原因").fill("是两个人")
    page.get_by_role("button", name="撤销合并").click()
    expect(page.get_by_text("已撤销合并")).to_be_visible()
    page.goto(duplicate)
    expect(page.get_by_role("link", name="更正证件号码")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_figure_of_the_scale_leads_to_its_people(visit, size):
    page = visit("/scale/", as_="leader", size=size)
    expect(page.locator(".total")).to_contain_text("人在业")
    assert not scrolls_sideways(page)
    assert barriers(page) == []
    figure = page.locator(".months .reasons a").first
    count = re.search(r"\d+$", figure.inner_text())[0]
    figure.click()
    expect(page.locator(".result-count")).to_contain_text(f"共 {count} 人")
    expect(page.locator(".register tbody .lead a").first).to_contain_text("*")
    assert not scrolls_sideways(page)


def test_households_are_narrowed_down(visit):
    page = visit("/households/", as_="staff", size=PHONE)
    assert not scrolls_sideways(page)
    assert barriers(page) == []
    page.get_by_label("监测情况").select_option("now")
    expect(page).to_have_url(re.compile("monitored=now"))
    page.locator(".register tbody .lead a").first.click()
    expect(page.get_by_role("link", name="风险消除")).to_be_visible()


def test_a_change_tells_that_past_days_stay_and_is_undone(visit):
    page = visit("/people/add/", as_="staff", size=PHONE)
    add(page, "蓝变更")
    page.get_by_role("link", name="劳动能力变化").click()
    expect(page.get_by_text("以前各天的得分不变。原来就登记错了的")).to_be_visible()
    assert barriers(page) == []
    page.get_by_label("劳动能力").select_option("lost")
    page.get_by_label("原因").fill("重病")
    page.get_by_role("button", name="劳动能力变化").click()
    expect(page.get_by_text("劳动能力由普通劳动力变为丧失劳动力").first).to_be_visible()
    assert barriers(page) == []
    assert not scrolls_sideways(page)
    page.get_by_role("link", name="撤销").click()
    page.get_by_label("原因").fill("登记错了人")
    assert barriers(page) == []
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已撤销", exact=True)).to_be_visible()


@pytest.mark.long
@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_household_moves_as_a_whole_once_everybody_was_looked_at(visit, size):
    page = visit("/households/", as_="staff", size=size)
    page.locator(".register tbody .lead a").first.click()
    page.get_by_role("link", name="整户迁移").click()
    page.get_by_label("迁入的村").fill("腾坪")
    page.get_by_label("原因").fill("搬家")
    assert barriers(page) == []
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("heading", name="将要改动的")).to_be_visible()
    expect(page.get_by_text("已恢复上次没有交上去的内容")).to_be_hidden()
    assert barriers(page) == []
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="确认办理").click()
    expect(page.get_by_text("整户迁移，")).to_be_visible()
    follow(page)
    page.get_by_role("link", name="撤销").first.click()
    page.get_by_label("原因").fill("搬错了")
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("各项恢复成变更以前的样子")).to_be_visible()
