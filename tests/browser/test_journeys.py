"""What people come for, done in a browser."""

import os
import re
from html import unescape

import pytest
from django.urls import resolve
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, WALL, barriers, scrolls_sideways, sign_in
from tests.case import CASES


@pytest.mark.parametrize(
    ("username", "heading"),
    [("clerk", "待办"), ("staff", "五团镇考核得分"), ("leader", "五团镇考核得分"), ("admin", "五团镇考核得分")],
)
def test_everybody_signs_in_and_sees_what_they_come_for(visit, username, heading):
    page = visit("/accounts/login/")
    sign_in(page, username)
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_a_wrong_password_is_said_and_five_lock_the_name(visit):
    page = visit("/accounts/login/")
    for _ in range(4):
        sign_in(page, "nobody-here", "wrong")
        expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        sign_in(page, "nobody-here", "wrong")
    assert answer.value.status == 429
    expect(page.get_by_role("heading", name="登录暂时锁定")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_three_taps_lead_from_the_total_to_the_person_behind_a_lost_point(visit, javascript):
    page = visit("/", as_="staff", size=PHONE, javascript=javascript)
    page.get_by_role("link", name="6.1 动态清零").click()
    page.locator(".register .lead a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/people/" in page.url


@pytest.mark.parametrize("javascript", [True, False])
def test_a_clerk_goes_from_the_inbox_to_the_deed_in_two_taps(visit, javascript):
    page = visit("/", as_="clerk", size=PHONE, javascript=javascript)
    page.locator(".kinds a", has_text="核实基础信息").click()
    expect(page.locator(".kinds [aria-current]")).to_contain_text("核实基础信息")
    page.locator(".todo .deed a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/verification/" in page.url


def test_a_clerk_finds_only_people_of_their_own_village(visit):
    of_clerk, of_village, of_town = (
        visit(path, as_=username).locator(".result-count").first.inner_text().split()[1]
        for username, path in (("clerk", "/people/"), ("staff", "/people/?village=430529104204"), ("staff", "/people/"))
    )
    assert of_clerk == of_village != of_town


def test_a_leader_never_sees_a_whole_name(visit):
    names = visit("/people/", as_="leader").locator(".register tbody .lead").all_inner_texts()
    assert names
    assert all("*" in name for name in names), names


def test_a_ledger_is_uploaded_and_its_report_read(visit):
    page = visit("/ledger/", as_="staff")
    page.locator("input[type=file]").set_input_files(CASES / "town-errors.xlsx")
    page.get_by_role("radio", name="只写入无误的行").check()
    page.get_by_role("button", name="上传").click()
    expect(page.locator("td.lead").first).to_contain_text(re.compile(r"第 \d+ 行"), timeout=30_000)
    expect(page.locator("main")).to_contain_text(re.compile(r"新增 \d+ 行.*拒绝 \d+ 行", re.DOTALL))


def test_a_file_that_is_no_workbook_gets_a_clear_answer(visit, tmp_path):
    wrong = tmp_path / "wrong.xlsx"
    wrong.write_text("not a workbook")
    page = visit("/ledger/", as_="staff")
    page.locator("input[type=file]").set_input_files(wrong)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("这不是 Excel 工作簿").first).to_be_visible(timeout=30_000)


def kind(path: str) -> str:
    """What a page has in common with others: the view that makes it, which all registers share.

    EVERY_PAGE=1 tells each register's pages apart, and takes as many minutes.
    """
    path = re.split(r"[?#]", path)[0]
    if os.environ.get("EVERY_PAGE"):
        return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]*[0-9][0-9.]*", "*", path)
    view = resolve(path).func
    return getattr(view, "view_class", view).__name__


def walk(page, widths, known) -> tuple[set[str], list[str]]:
    """Look at a page of every kind that the user of `page` can reach by following links: the kinds, and what is wrong.

    Of kinds that are `known`, only the links are followed. axe looks at the last of the widths.
    """
    seen: set[str] = set()
    found, queue = [], ["/"]
    while queue:
        path = queue.pop(0)
        if kind(path) in seen:
            continue
        seen.add(kind(path))
        if kind(path) in known:
            answer = page.request.get(path)
            assert answer.ok, path
            queue += links(answer.text())
            continue
        page.goto(path)
        found += [f"{path}: scrolls sideways at {size[0]}" for size in widths if scrolls_sideways_at(page, size)]
        found += [f"{path}: {barrier}" for barrier in barriers(page)]
        queue += links(page.content())
    return seen, found


def links(html) -> list[str]:
    """Where a page leads to on this site; not what it hands out as a file."""
    return [unescape(address) for address in re.findall(r'<a (?![^>]*\bdownload\b)[^>]*href="(/[^"]*)"', html)]


def scrolls_sideways_at(page, size) -> bool:
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    return scrolls_sideways(page)


def test_every_page_is_free_of_barriers_and_of_sideways_scrolling(visit):
    """Every kind of page is looked at once, as whoever has most of them sees it."""
    looked_at: set[str] = set()
    for username, widths in (("staff", (WALL, DESK, PHONE)), ("clerk", (PHONE,)), ("leader", (PHONE, WALL))):
        kinds, found = walk(visit("/", as_=username), widths, looked_at)
        assert found == [], username
        looked_at |= kinds
    assert len(looked_at) > 30


@pytest.mark.parametrize("javascript", [True, False])
def test_staff_set_what_a_reminder_says_and_are_told_what_is_wrong_with_it(visit, javascript):
    page = visit("/", as_="staff", size=PHONE, javascript=javascript)
    page.locator(".bell").click()
    page.get_by_role("link", name="提醒设置").click()
    page.get_by_role("link", name="督办整改").click()
    page.get_by_label("提醒文字").fill("{姓名}还没整改")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("不认识“{姓名}”")).to_be_visible()
    page.get_by_label("提醒文字").fill("{区划}有{数量}项督办任务，{截止日期}截止")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("“督办整改”的设置已保存。")).to_be_visible()
