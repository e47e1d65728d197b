"""半年核实 on a phone: taps, a minute to take them back, what has changed, groups, and the list on paper."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, barriers, scrolls_sideways

LIST = "/verification/"


def left(page):
    """How many people are still to verify, as the page says."""
    return int(re.search(r"还剩 (\d+) 人", page.locator("#campaign-progress").inner_text())[1])


def first_name(page):
    return page.locator("article h2 a").first.inner_text()


def is_sound(page):
    assert not barriers(page)
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_one_tap_verifies_and_one_takes_it_back(visit, javascript):
    page = visit(LIST, as_="clerk", size=PHONE, javascript=javascript)
    name, before = first_name(page), left(page)
    page.locator("article").first.get_by_role("button", name="无变化").click()
    expect(page.get_by_role("status").filter(has_text=name)).to_contain_text("无变化")
    assert left(page) == before - 1
    if javascript:
        is_sound(page)
    page.get_by_role("button", name="撤销").first.click()
    expect(page.locator("#campaign-progress")).to_contain_text(f"还剩 {before} 人")
    assert first_name(page) == name


def test_somebody_who_cannot_be_reached_stays_to_be_tried_again(visit):
    page = visit(LIST, as_="clerk", size=PHONE)
    name, before = first_name(page), left(page)
    page.locator("article").first.get_by_role("button", name="联系不上").click()
    expect(page.get_by_role("status").filter(has_text=name)).to_contain_text("联系不上")
    assert left(page) == before
    page.get_by_label("核实情况").select_option("unreachable")
    expect(page.locator("article")).to_contain_text(["本半年1次联系不上"])


def test_a_number_is_called_after_a_tap(visit):
    page = visit(LIST, as_="clerk", size=PHONE)
    page.locator("article").first.get_by_role("button", name="拨打").click()
    expect(page.locator("article").first.get_by_role("link", name="拨打")).to_have_attribute(
        "href", re.compile(r"tel:154\d{8}")
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_what_has_changed_is_saved_with_the_verification(visit, javascript):
    page = visit(f"{LIST}?method=visit", as_="clerk", size=PHONE, javascript=javascript)
    name, before = first_name(page), left(page)
    page.locator("article").first.get_by_role("link", name="有变化").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"核实 {name}")
    if javascript:
        is_sound(page)
    expect(page.get_by_label("入户")).to_be_checked()
    expect(page.get_by_label("健康状况")).to_be_hidden()
    page.locator("summary", has_text="健康状况").click()
    page.get_by_label("健康状况").fill("慢性病")
    page.get_by_role("button", name="保存并记为已核实").click()
    expect(page.get_by_role("status").first).to_contain_text(f"{name}：已核实，改动已保存")
    assert "method=visit" in page.url
    assert left(page) == before - 1


@pytest.mark.parametrize("javascript", [True, False])
def test_the_new_wage_of_a_job_that_goes_on_is_two_taps_and_a_number(visit, javascript):
    page = visit(f"{LIST}?employer=%E5%8E%82", as_="clerk", size=PHONE, javascript=javascript)
    page.locator("article", has=page.locator("p strong", has_text="厂")).first.get_by_role(
        "link", name="有变化"
    ).click()
    page.locator("summary", has_text="月收入").first.click()
    wage = page.get_by_label("月收入").first
    expect(wage).to_be_visible()
    expect(page.get_by_label("就业地").first).to_be_hidden()
    if javascript:
        is_sound(page)
    wage.fill("4321")
    page.get_by_role("button", name="保存并记为已核实").click()
    confirm = page.get_by_role("button", name="确认无误，仍然保存")
    done = page.get_by_text("已核实，改动已保存")
    expect(confirm.or_(done).first).to_be_visible()
    if confirm.count():
        confirm.click()
    expect(done.first).to_be_visible()


def test_those_of_one_employer_are_confirmed_together(visit):
    page = visit(LIST, as_="staff", size=PHONE)
    before = left(page)
    page.get_by_role("link", name="成批核实").click()
    is_sound(page)
    page.locator(".group-list a").first.click()
    is_sound(page)
    ticks = page.get_by_role("checkbox")
    people = ticks.count()
    ticks.first.uncheck()
    page.get_by_role("button", name="确认无变化").click()
    expect(page.locator("#campaign-progress")).to_contain_text(f"还剩 {before - people + 1} 人")
    page.get_by_role("button", name="撤销").first.click()
    expect(page.locator("#campaign-progress")).to_contain_text(f"还剩 {before} 人")


def test_staff_see_the_villages_and_take_the_open_list_out(visit):
    page = visit("/verification/progress/", as_="staff", size=PHONE)
    is_sound(page)
    everybody = [int(text) for text in page.locator("td[data-label=未核实]").all_inner_texts()]
    assert sum(everybody[:-1]) == everybody[-1]
    with page.expect_download() as download:
        page.get_by_role("button", name="下载待核实名单").click()
    sheet = load_workbook(BytesIO(download.value.path().read_bytes()))["待核实名单"]
    assert sheet.max_row == everybody[-1] + 2
