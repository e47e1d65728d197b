"""Forms on a bad connection and between two people."""

import re

import pytest
from playwright.sync_api import expect

from accounts.demo import PASSWORD
from tests.browser.conftest import PHONE, barriers, sign_in

ADD = "/workshops/add/"


def fill(page, code, *, javascript=True):
    """Fill in a workshop; with JavaScript until its village is found, so that nothing is looked up any more."""
    page.get_by_label("车间编号").fill(code)
    page.get_by_label("车间名称").fill("断网时填的车间")
    page.get_by_label("村社区").fill("木瓜村")
    if javascript:
        expect(page.get_by_role("radio", name="木瓜村")).to_be_checked()
    page.get_by_text("居家式").click()
    page.get_by_label("认定日期").fill("2023-05-01")


def drafts(page):
    return page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('draft:'))")


def found(page, code):
    page.goto(f"/workshops/?q={code}")
    return int(page.locator(".result-count .number").inner_text())


@pytest.mark.parametrize("javascript", [True, False])
def test_a_record_is_added_with_and_without_javascript(visit, javascript):
    page = visit(ADD, as_="staff", size=PHONE, javascript=javascript)
    code = f"CJ-JS-{javascript}"
    fill(page, code, javascript=javascript)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("断网时填的车间")
    assert found(page, code) == 1


def test_a_look_up_that_is_lost_after_the_form_does_not_make_it_forgotten(visit):
    page = visit(ADD, as_="staff", size=PHONE)
    fill(page, "CJ-LOOKUP")
    page.get_by_label("村社区").fill("木瓜")
    page.context.set_offline(True)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("恢复后会自动再交")
    page.wait_for_timeout(1000)  # longer than a look-up waits for the next key
    expect(page.get_by_role("status")).to_contain_text("恢复后会自动再交")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("断网时填的车间", timeout=20_000)
    assert found(page, "CJ-LOOKUP") == 1


def test_what_was_typed_survives_a_lost_connection_and_is_sent_once(visit):
    page = visit(ADD, as_="staff", size=PHONE)
    fill(page, "CJ-OFFLINE")
    page.context.set_offline(True)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("网络断了")
    assert not barriers(page)
    expect(page.get_by_label("车间名称")).to_have_value("断网时填的车间")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("断网时填的车间", timeout=20_000)
    assert drafts(page) == []
    assert found(page, "CJ-OFFLINE") == 1


def test_an_answer_that_never_came_back_does_not_make_a_second_record(visit):
    page = visit(ADD, as_="staff", size=PHONE)
    fill(page, "CJ-LOST")

    def swallow(route):
        route.fetch()
        route.abort()

    page.route(f"**{ADD}", swallow, times=1)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("网络断了")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("断网时填的车间")
    assert found(page, "CJ-LOST") == 1


def test_a_page_that_was_closed_by_mistake_has_its_draft_until_one_signs_out(visit):
    page = visit("/accounts/login/", size=PHONE)
    sign_in(page, "staff")
    page.goto(ADD)
    fill(page, "CJ-DRAFT")
    page.goto("/workshops/")
    page.goto(ADD)
    expect(page.get_by_label("车间名称")).to_have_value("断网时填的车间")
    page.goto("/accounts/me/")
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_label("用户名")).to_be_visible()
    assert drafts(page) == []


def sign_in_again(page, username):
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def test_what_was_typed_outlives_the_session_and_is_sent_once_after_signing_in_again(visit):
    page = visit("/accounts/login/", size=PHONE)
    sign_in(page, "staff")
    page.goto(ADD)
    fill(page, "CJ-SESSION")
    token = page.locator("[name=token]").input_value()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("您填写的内容已保存在本机，登录后继续")).to_be_visible()
    assert not barriers(page)
    sign_in_again(page, "staff")
    expect(page.get_by_label("车间名称")).to_have_value("断网时填的车间")
    expect(page.get_by_label("居家式")).to_be_checked()
    expect(page.locator("#bar")).to_contain_text("已恢复上次没有交上去的内容")
    assert page.locator("[name=token]").input_value() == token
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("断网时填的车间")
    assert drafts(page) == []
    assert found(page, "CJ-SESSION") == 1


def test_a_form_that_the_browser_sends_by_itself_is_kept_too_and_forgotten_once_it_has_arrived(visit):
    page = visit("/accounts/login/", size=PHONE)
    sign_in(page, "leader")
    page.goto("/accounts/me/email/")
    page.get_by_label("电子邮件").fill("zhen@example.gov.cn")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("您填写的内容已保存在本机，登录后继续")).to_be_visible()
    sign_in_again(page, "leader")
    expect(page.get_by_label("电子邮件")).to_have_value("zhen@example.gov.cn")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#bar")).to_have_text("邮箱已保存。")
    assert drafts(page) == []


def test_who_signed_in_again_in_another_tab_opens_the_page_anew_and_has_everything(visit):
    page = visit("/accounts/login/", size=PHONE)
    sign_in(page, "staff")
    page.goto(ADD)
    fill(page, "CJ-TABS")
    other = page.context.new_page()
    other.context.clear_cookies(name="sessionid")
    sign_in(other, "staff")
    other.wait_for_url(lambda url: "/login/" not in url)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#bar")).to_contain_text("没有记上：登录状态变了")
    page.get_by_role("link", name="重新打开这一页").click()
    expect(page.get_by_label("车间名称")).to_have_value("断网时填的车间")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("断网时填的车间")
    assert found(page, "CJ-TABS") == 1


def test_somebody_else_on_the_same_phone_gets_no_draft_and_its_owner_does(visit):
    page = visit("/accounts/login/", size=PHONE)
    sign_in(page, "staff")
    page.goto(ADD)
    fill(page, "CJ-OTHER")
    page.context.clear_cookies(name="sessionid")
    page.reload()
    sign_in_again(page, "admin")
    expect(page.get_by_label("车间名称")).to_have_value("")
    expect(page.locator("#bar")).to_have_text("")
    page.goto("/accounts/me/")
    page.get_by_role("button", name="退出").click()
    sign_in_again(page, "staff")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto(ADD)
    expect(page.get_by_label("车间名称")).to_have_value("断网时填的车间")


def test_a_draft_does_not_hide_what_somebody_else_saved_while_its_owner_was_signed_out(visit):
    page = visit(ADD, as_="staff", size=PHONE)
    fill(page, "CJ-MEANWHILE")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("断网时填的车间")
    page.get_by_role("link", name="更正", exact=True).click()
    page.get_by_label("车间名称").fill("我起的名字")
    change = page.url
    other = visit(change, as_="admin")
    other.get_by_label("车间名称").fill("别人起的名字")
    other.get_by_role("button", name="更正").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("别人起的名字")
    page.reload()
    expect(page.get_by_label("车间名称")).to_have_value("我起的名字")
    page.get_by_role("button", name="更正").click()
    expect(page.locator("#meanwhile")).to_contain_text("别人起的名字")


def test_the_sign_in_page_is_never_swapped_into_a_card(visit):
    page = visit("/accounts/login/", size=PHONE)
    sign_in(page, "clerk")
    page.goto("/verification/?method=visit")
    page.context.clear_cookies(name="sessionid")
    page.locator("article").first.get_by_role("button", name="无变化").click()
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next=/verification/%3Fmethod%3Dvisit"))
    expect(page.get_by_label("用户名")).to_have_count(1)
    expect(page.get_by_text("您填写的内容已保存在本机")).to_be_hidden()


def test_nothing_of_a_page_is_kept_on_the_phone(visit):
    page = visit("/people/", as_="staff", size=PHONE)
    page.locator(".register tbody .lead a").first.click()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("localStorage.length") == 0
    assert drafts(page) == []
    assert page.evaluate("caches.keys().then(names => names.length)") == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_the_site_can_be_put_on_the_home_screen(visit):
    page = visit("/", as_="staff", size=PHONE)
    manifest = page.request.get(page.locator("link[rel=manifest]").get_attribute("href"))
    about = manifest.json()
    assert about["display"] == "standalone"
    assert all(page.request.get(icon["src"]).ok for icon in about["icons"])


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_wrong_stands_at_the_top_with_the_focus_and_leads_to_the_red_fields(visit, javascript):
    page = visit(ADD, as_="staff", size=PHONE, javascript=javascript)
    page.get_by_label("车间编号").fill("CJ-WRONG")
    page.get_by_label("认定日期").fill("")
    page.get_by_role("button", name="保存", exact=True).click()
    summary = page.get_by_role("alert")
    expect(summary).to_have_count(1)
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("有 4 处要改：车间名称、村社区、类型、认定日期")
    expect(page.get_by_text("“认定日期”没有填")).to_have_count(1)
    certified = page.get_by_label("认定日期")
    expect(certified).to_have_attribute("aria-invalid", "true")
    expect(certified).to_have_accessible_description("“认定日期”没有填")
    expect(page.get_by_role("radiogroup", name="类型")).to_have_accessible_description("“类型”没有选")
    summary.get_by_role("link", name="认定日期").click()
    expect(certified).to_be_focused()
    if javascript:
        assert not barriers(page)
    expect(page.get_by_label("车间编号")).to_have_value("CJ-WRONG")


def test_the_bar_says_that_it_is_saving_that_it_was_saved_and_why_it_was_not(visit):
    page = visit(ADD, as_="staff", size=PHONE)
    fill(page, "CJ-SLOW")
    bar = page.locator("#bar")
    let_go = []
    page.route(f"**{ADD}", lambda route: let_go.append(route), times=1)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(bar).to_contain_text("正在保存")
    is_by_the_thumb(page)
    let_go[0].continue_()
    expect(bar).to_have_text("已登记。")
    is_by_the_thumb(page)

    page.goto(ADD)
    fill(page, "CJ-BROKEN")
    page.route(f"**{ADD}", lambda route: route.fulfill(status=503, body="x"), times=1)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(bar).to_contain_text("没有记上。填的内容还在")
    assert not barriers(page)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(bar).to_have_text("已登记。")


def test_the_bar_says_that_there_is_no_connection_also_before_anything_is_sent(visit):
    page = visit(ADD, as_="staff", size=PHONE)
    page.context.set_offline(True)
    expect(page.locator("#bar")).to_contain_text("网络断了")
    page.context.set_offline(False)
    expect(page.locator("#bar")).to_contain_text("网络恢复了")


def is_by_the_thumb(page):
    """In the lower third of what one sees, above the menu."""
    bar, menu = page.locator(".bar-line").bounding_box(), page.locator(".bottom-bar").bounding_box()
    assert page.viewport_size["height"] * 2 / 3 < bar["y"]
    assert bar["y"] + bar["height"] <= menu["y"]
