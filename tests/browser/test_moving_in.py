"""A real town moves in: from an empty database through the set-up to eleven clerks, one of whom begins to work."""

import re
import time

import pytest

from tests.browser.conftest import DESK, free_port, wait_for
from tests.databases import empty_database, start

PASSWORD, OWN_PASSWORD = "guanli-4711-long", "clerk-of-her-own-4711"
NAMES = ["曾小军", "石春梅", "杨秀英", "龙建国", "吴玉兰", "蒋志明", "肖海燕", "戴光荣", "陈冬生", "刘桂花", "向红卫"]
MOST_CLICKS = 60
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

    def fill(self, label, text):
        self.clicks += 1
        self.page.get_by_label(label, exact=True).fill(text)


def set_up(office, code):
    office.fill("设置码", code)
    office.press("开始设置")
    office.press(re.compile("五团镇"), exact=False)
    office.press("保存，往下走")  # all villages are ticked
    for label, text in {"用户名": "guanli", "姓名": "吴志强", "密码": PASSWORD, "再输入一次密码": PASSWORD}.items():
        office.fill(label, text)
    office.press("新建并登录")
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


def test_a_town_office_gets_eleven_clerks_to_work_within_sixty_clicks(chromium, empty_site, capsys):
    address, code = empty_site
    width, height = DESK
    size = {"width": width, "height": height}
    office = Office(chromium.new_context(base_url=address, viewport=size, locale="zh-CN").new_page())
    began = time.monotonic()
    office.page.goto("/")
    set_up(office, code)
    slips = give_accounts(office)
    with capsys.disabled():
        print(f"\neleven clerks: {office.clicks} clicks, {(time.monotonic() - began) / 60:.1f} minutes of the machine")
    assert len(slips) == len(set(slips)) == 11
    assert office.clicks <= MOST_CLICKS
    clerk = Office(chromium.new_context(base_url=address, locale="zh-CN").new_page())
    begin_as_clerk(clerk, *slips[0])
    assert clerk.page.get_by_role("heading", name="待办").count() or "inbox" in clerk.page.url


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
