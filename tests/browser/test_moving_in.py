"""A real town moves in: from an empty database through the set-up to eleven clerks, one of whom begins to work."""

import re
import time
from datetime import date

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from fictional.identities import id_number
from tests.browser.conftest import DESK, PHONE, barriers, free_port, scrolls_sideways, wait_for
from tests.databases import empty_database, start

PASSWORD, OWN_PASSWORD = "guanli-4711-long", "clerk-of-her-own-4711"
NAMES = ["曾小军", "石春梅", "杨秀英", "龙建国", "吴玉兰", "蒋志明", "肖海燕", "戴光荣", "陈冬生", "刘桂花", "向红卫"]
MOST_CLICKS = 60
BORN = date(1985, 5, 5)
pytestmark = pytest.mark.long


@pytest.fixture
def empty_site(tmp_path):
    """The address of a site without demo data, and the code that its window prints."""
    port = free_port()
    with empty_database(tmp_path) as environment:
        process = start("manage.py", "start", "--port", str(port), VAR_DIR=str(tmp_path), DEMO="0", **environment)
        try:
            wait_for(port, process)
            printed = iter(process.stdout.readline, "")
            yield (
                f"http://127.0.0.1:{port}",
                next(filter(None, (re.search(r"设置码 (\S+)", line) for line in printed)))[1],
            )
        finally:
            process.terminate()
            process.communicate(timeout=30)


class Office:
    """Somebody of the township office at a browser, whose clicks are counted; filling a field in costs one too."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def press(self, name, exact=True):
        self.clicks += 1
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def follow(self, name):
        self.clicks += 1
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def open_section(self, name):
        """Open a section of the menu, unless it is."""
        section = self.page.locator(
            ".side-bar details", has=self.page.locator("summary", has_text=re.compile(f"^{name}$"))
        )
        if section.count() and section.get_attribute("open") is None:
            self.clicks += 1
            section.locator("summary").click()

    def fill(self, label, text):
        self.clicks += 1
        self.page.get_by_label(label, exact=True).fill(text)


class Onlooker(Office):
    """Looks at each page before going on, as it stands on a desk and on a phone."""

    def press(self, name, exact=True):
        self.look()
        super().press(name, exact)

    def look(self):
        for width, height in (PHONE, DESK):
            self.page.set_viewport_size({"width": width, "height": height})
            assert not scrolls_sideways(self.page), (width, self.page.url)
            assert barriers(self.page) == [], (width, self.page.url)

    def look_at(self, *paths):
        for path in paths:
            assert self.page.goto(path).ok, path
            self.look()


def set_up(office, code):
    enter(office, code)
    choose(office)
    finish(office)


def enter(office, code):
    office.fill("设置码", code)
    office.press("开始设置")


def choose(office):
    """Town, villages and the first account, which goes on."""
    office.press(re.compile("五团镇"), exact=False)
    office.press("保存，往下走")  # all villages are ticked
    for label, text in {"用户名": "guanli", "姓名": "吴志强", "密码": PASSWORD, "再输入一次密码": PASSWORD}.items():
        office.fill(label, text)
    office.press("新建并登录")


def finish(office):
    office.press("保存，往下走")  # the start day is today
    for _ in ("plan", "leadership", "channels", "backups"):
        office.press("以后再办")
    office.press("完成设置，开始使用")


def give_accounts(office):
    """Eleven clerks: a list of villages stands there, each gets a name."""
    office.follow("11 个村（社区）的经办员还没有账号")
    villages = office.page.get_by_label("名单 选填").input_value().split()
    office.clicks += 1
    lines = "\n".join(f"{village} {name}" for village, name in zip(villages, NAMES, strict=True))
    office.page.get_by_label("名单 选填").fill(lines)
    office.press("核对")
    office.press("新建这 11 个账号，出登录条")
    codes = office.page.locator(".slip .slip-code").all_inner_texts()
    return list(zip(codes[::2], codes[1::2], strict=True))


def fill_in(path):
    """The small workbook as the office fills it in: in each village a household with somebody who can work."""
    book = load_workbook(path)
    villages = [row[0] for row in book["村社区"].iter_rows(min_row=2, max_col=1, values_only=True) if row[0]]
    for number, (village, name) in enumerate(zip(villages, NAMES, strict=True), 1):
        place = {"村代码": village, "户编号": f"H{number:03}"}
        person = {"证件号码": id_number(BORN, number), "姓名": name, "联系电话": f"1540000{number:04}"}
        add_row(book["农户"], 户主姓名=name, 户类型="脱贫户", **place)
        add_row(book["劳动力"], 与户主关系="户主", 劳动能力="普通劳动力", 纳入日期="2021-01-01", **place, **person)
    book.save(path)


def add_row(sheet, **cells):
    heads = [cell.value for cell in sheet[1]]
    sheet.append([cells.get(head) for head in heads])


def bring_in_people(office, folder):
    """The small workbook is downloaded, filled in, looked over and written."""
    office.page.goto("/")
    office.follow("还没有农户和劳动力：下载空白台账，填好导入")
    with office.page.expect_download() as download:
        office.follow("下载三张表")
    path = folder / "三张表.xlsx"
    download.value.save_as(path)
    fill_in(path)
    office.clicks += 1
    office.page.locator("input[type=file]").set_input_files(path)
    office.press("上传")
    office.page.get_by_role("button", name=re.compile("按此写入")).wait_for(timeout=60_000)
    office.press(re.compile(r"按此写入 \d+ 行"), exact=False)
    expect(office.page.locator(".verdict")).to_contain_text("新增 22 行", timeout=60_000)


def begin_as_clerk(clerk, username, password):
    """The first sign-in leads nowhere but to a password of one's own."""
    clerk.page.goto("/people/")
    clerk.fill("用户名", username)
    clerk.fill("密码", password)
    clerk.press("登录")
    clerk.page.get_by_role("heading", name="设置自己的密码").wait_for()
    for label, text in {"旧密码": password, "新密码": OWN_PASSWORD, "新密码确认": OWN_PASSWORD}.items():
        clerk.fill(label, text)
    clerk.press("保存并开始使用")
    clerk.page.wait_for_url(lambda url: "/password/" not in url)


def verify(clerk):
    """The clerk's one person is called up, has not changed, and is verified."""
    clerk.follow("半年核实")
    progress = clerk.page.locator("#campaign-progress")
    expect(progress).to_contain_text("还剩 1 人")
    clerk.press("无变化")
    expect(progress).to_contain_text("还剩 0 人")
    assert not scrolls_sideways(clerk.page)
    assert not barriers(clerk.page)


def somebody(chromium, address, size, kind=Office):
    width, height = size
    context = chromium.new_context(base_url=address, viewport={"width": width, "height": height}, locale="zh-CN")
    return kind(context.new_page())


def test_a_town_office_gets_eleven_clerks_to_work_within_sixty_clicks(chromium, empty_site, tmp_path, capsys):
    address, code = empty_site
    began = time.monotonic()
    office = somebody(chromium, address, DESK)
    office.page.goto("/")
    set_up(office, code)
    slips = give_accounts(office)
    assert len(slips) == len(set(slips)) == 11
    bring_in_people(office, tmp_path)
    clerk = somebody(chromium, address, PHONE)
    begin_as_clerk(clerk, *slips[2])
    verify(clerk)
    clicks = office.clicks + clerk.clicks
    with capsys.disabled():
        minutes = (time.monotonic() - began) / 60
        print(f"\neleven clerks, one at work: {clicks} clicks, {minutes:.1f} minutes of the machine")
    assert clicks <= MOST_CLICKS


#: What a step of the set-up may be asked besides, and what comes after it.
ASIDE = ("/setup/town/?q=没有的", "/setup/town/list/")
AFTERWARDS = (
    "/score/", "/people/", "/verification/", "/todo/", "/ledger/", "/reminders/ways-out/", "/backups/",
    "/accounts/users/", "/accounts/users/add/", "/accounts/users/slips/", "/accounts/me/", "/accounts/me/sessions/",
)  # fmt: skip


def test_what_a_town_sees_while_it_moves_in_is_fit_for_a_phone_and_for_everybody(chromium, empty_site):
    address, code = empty_site
    office = somebody(chromium, address, DESK, Onlooker)
    office.page.goto("/")
    office.fill("设置码", "WRONG")
    office.press("开始设置")
    enter(office, code)
    office.look_at(*ASIDE, "/setup/")
    choose(office)
    finish(office)
    give_accounts(office)
    office.look_at(*AFTERWARDS)
    for path in ("/people/", "/verification/"):
        office.page.goto(path)
        office.page.get_by_role("link", name=re.compile("首页上列着")).wait_for()
    office.page.goto("/accounts/users/?role=clerk")
    office.page.locator(".register tbody a").first.click()
    account = office.page.url
    office.look_at(account, f"{account}change/", f"{account}end/")
    office.page.goto("/accounts/users/batch/")
    office.page.get_by_label("名单 选填").fill("没有的村 甲\n白水头村\n白水头村 乙")
    office.press("核对")
    office.look()
