"""On a phone: a problem from a supervision task is listed and crossed off; a post of the leadership group passes on."""

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, barriers, scrolls_sideways
from tests.browser.test_registers import follow, open_, press


def test_a_problem_is_listed_crossed_off_and_a_post_passes_on(visit):
    page = visit("/oversight/tasks/", as_="staff", size=PHONE)
    page.locator(".register tbody .lead a").first.click()
    page.get_by_role("link", name="列入问题清单").click()
    page.get_by_label("问题", exact=True).fill("就业地写得不明")
    page.get_by_label("销号时限").fill("2099-12-31")
    page.get_by_label("责任人").fill("石专干")
    press(page, "保存")
    page.locator("#warnings button").click()
    expect(page.locator(".states")).to_contain_text("未销号")
    open_(page, "销号")
    page.get_by_label("销号依据").fill("逐人更正，复查无误")
    assert not barriers(page)
    press(page, "销号")
    page.locator("#warnings button").click()
    expect(page.locator(".states")).to_have_text("已销号")
    page.goto("/oversight/problems/")
    expect(page.get_by_label("销号进度")).to_be_visible()
    assert not barriers(page)
    assert not scrolls_sideways(page)
    page.goto("/accounts/leadership/")
    page.get_by_role("link", name="副组长（名单第3位）").click()
    open_(page, "换任")
    page.get_by_label("接任人").fill("龙接任")
    press(page, "换任")
    follow(page)
    expect(page.locator(".states")).to_have_text("龙接任 在任")
    assert not barriers(page)


def test_somebody_is_found_applied_for_and_followed_to_the_payment(visit):
    page = visit("/oversight/finding/", as_="staff", size=PHONE)
    assert not barriers(page)
    page.get_by_role("link", name="跨省务工一次性交通补助").click()
    name = page.locator(".register tbody .lead a").first.inner_text()
    assert not barriers(page)
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="登记申请").first.click()
    expect(page.locator("#bar")).to_contain_text(f"已登记{name}的申请")
    page.goto("/oversight/applications/?stage=applied")
    page.locator(".register tbody tr", has_text=name).get_by_role("link", name="政策申请").click()
    for deed in ("镇审核", "批准", "公示"):
        open_(page, deed)
        press(page, deed)
        follow(page)
        page.locator(".page-actions").get_by_role("link", name=deed, exact=True).wait_for(state="detached")
    expect(page.locator(".states")).to_have_text("公示中")
    page.locator(".facts").get_by_role("link", name="跨省务工一次性交通补助 20").click()
    expect(page.locator(".states")).to_contain_text("未兑现")
    assert not barriers(page)
