"""The demo town goes from 2026 into 2027: rubric, bases, plan, tasks and holidays, until the checklist is empty."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PASSWORD, free_port, wait_for
from tests.browser.test_moving_in import Office, Onlooker, somebody
from tests.databases import empty_database, start

BEFORE, AFTER = "2026-12-21T09:00+08:00", "2027-01-05T09:00+08:00"
CHECKLIST = "2027年准备清单"
LEFT = ("考核细则", "考核基数", "工作专班", "行动方案", "培训任务", "招聘任务", "节假日", "督办任务")
HOLIDAYS = "日期,安排,节日\n2027-01-01,放假,元旦\n2027-02-06,放假,春节\n"
#: A morning's work of two people.
MOST_CLICKS = 80
pytestmark = pytest.mark.long


@contextmanager
def running_at(moment, folder, environment):
    """The address of the program while its clock says that it is `moment` and later."""
    port = free_port()
    arguments = ("-m", "tests.browser.clocked", moment, "start", "--port", str(port))
    process = start(*arguments, VAR_DIR=str(folder), **environment)
    try:
        wait_for(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=30)


def signed_in(chromium, address, name, kind=Office):
    office = somebody(chromium, address, DESK, kind)
    office.page.goto("/")
    office.fill("用户名", name)
    office.fill("密码", PASSWORD)
    office.press("登录")
    office.page.wait_for_url(lambda url: "/login/" not in url)
    return office


def left(office):
    """What the checklist says is still to be done; whoever comes here is led by the list of rubrics."""
    office.open_section("考核")
    office.follow("考核细则")
    office.follow(CHECKLIST)
    rows = office.page.locator("main tbody tr")
    expect(rows).to_have_count(len(LEFT))
    return [name for name, row in zip(LEFT, rows.all_inner_texts(), strict=True) if "未办" in row]


def open_step(office, name):
    office.clicks += 1
    office.page.locator("main tbody").get_by_role("link", name=name, exact=True).click()


def draft(office):
    """The last rubric is copied; a number gets another value, with where it comes from."""
    open_step(office, "考核细则")
    office.press("起草")
    expect(office.page.get_by_role("heading", level=1)).to_have_text("2027年考核细则")
    office.follow("修改6.1 动态清零")
    office.fill("每条扣分", "0.6")
    office.fill("“每条扣分”的依据", "2027年方案附件2第6.1目")
    office.press("保存")
    expect(office.page.locator("#sub-item-6\\.1")).to_contain_text("0.6")


def publish(office):
    """Somebody else sees today's score by both rubrics, and publishes."""
    office.follow("考核细则")
    office.follow("2027年")
    office.follow("预览得分、发布")
    expect(office.page.locator("main")).to_contain_text("按2027年草稿")
    office.press("确认发布2027年细则")
    expect(office.page.locator("#bar")).to_contain_text("已发布，2027年按这份细则计分")


def register(office, name, **fields):
    """Fill in the form to which the checklist leads; the year and the kind stand there already."""
    open_step(office, name)
    for label, value in fields.items():
        office.fill(label, value)
    office.press("保存")
    office.page.wait_for_url(lambda url: "/add/" not in url)


def bring_in_holidays(office, folder):
    path = folder / "节假日.csv"
    path.write_text(HOLIDAYS, encoding="utf-8-sig")
    open_step(office, "节假日")
    office.clicks += 2
    office.page.get_by_text("节假日和调休", exact=True).first.click()
    office.page.locator("input[type=file]").set_input_files(path)
    office.press("上传并核对")
    office.page.get_by_role("button", name="确认写入").wait_for(timeout=60_000)
    office.press("确认写入")
    expect(office.page.locator(".verdict")).to_contain_text("已写入", timeout=60_000)


def complete_tasks(office):
    """Each open task is completed on its page."""
    open_step(office, "督办任务")
    address, count = office.page.url, office.page.locator(".register tbody tr").count()
    for _ in range(count):
        office.page.goto(address)
        office.clicks += 1
        office.page.locator(".register tbody .lead a").first.click()
        office.follow("完成")
        office.fill("完成日期", "2027-01-05")
        office.press("完成")
        confirm = office.page.get_by_role("button", name=re.compile("确认无误"))
        over = office.page.locator("#bar .is-success", has_text="完成")
        expect(confirm.or_(over).first).to_be_visible()
        if confirm.count():
            office.clicks += 1
            confirm.click()


#: The pages of a draft: its parts changed, added and dropped, the file, the comparison.
OF_A_DRAFT = (
    "", "heading/title/change/", "item/2/change/", "item/2/drop/", "item/add/", "sub-item/6.2/change/",
    "sub-item/6.1/drop/", "sub-item/add/", "labor-force/all/change/", "target/employed/change/", "target/add/",
    "question/A1/change/", "question/add/", "upload/", "preview/",
)  # fmt: skip


def test_the_demo_town_goes_into_the_next_year(chromium, tmp_path, capsys):
    with empty_database(tmp_path) as environment:
        with running_at(BEFORE, tmp_path, environment) as address:
            staff = signed_in(chromium, address, "staff")
            assert left(staff) == list(LEFT)
            draft(staff)
            admin = signed_in(chromium, address, "admin")
            expect(admin.page.locator("main")).to_contain_text("2027年还有 8 样要准备")
            publish(admin)
            assert left(staff) == list(LEFT[1:])
            clicks = staff.clicks + admin.clicks
            look_at_the_pages_of_a_draft(chromium, address)
        with running_at(AFTER, tmp_path, environment) as address:
            office = signed_in(chromium, address, "admin")
            go_over(office, tmp_path)
            clicks += office.clicks
    with capsys.disabled():
        print(f"\ninto the next year: {clicks} clicks")
    assert clicks <= MOST_CLICKS


def look_at_the_pages_of_a_draft(chromium, address):
    """Of the year after, so that nothing of the journey depends on it."""
    onlooker = signed_in(chromium, address, "staff", kind=Onlooker)
    onlooker.look_at("/rubrics/", "/rubrics/2023/", "/rubrics/start/")
    onlooker.fill("年度", "2028")
    onlooker.press("起草")
    onlooker.look_at(*(f"/rubrics/2028/{path}" for path in OF_A_DRAFT))
    onlooker.look_at(*(f"/rubrics/2027/{path}" for path in ("", "bases/", "checklist/")))
    onlooker.page.goto("/rubrics/2028/sub-item/2.1/change/")
    onlooker.page.get_by_text("各个数和读法在网页上的叫法").click()
    onlooker.look()


def go_over(office, folder):
    """In January: what was counted on the last day becomes the base, and the rest of the list is worked off."""
    assert left(office) == list(LEFT[1:])
    open_step(office, "考核基数")
    office.press("取用未登记的基数")
    expect(office.page.locator("#bar")).to_contain_text("已取用4个基数")
    assert left(office) == list(LEFT[2:])
    document = {"名称": "五团镇2027年行动方案", "成文日期": "2027-01-04"}
    register(office, "行动方案", **document)
    assert left(office) == ["工作专班", *LEFT[4:]]
    register(office, "工作专班", **document | {"名称": "五团镇2027年就业工作专班"})
    left(office)
    open_step(office, "培训任务")
    office.clicks += 1
    office.page.get_by_text("劳动力转移就业培训", exact=True).click()
    office.fill("任务人数", "40")
    office.press("保存")
    left(office)
    register(office, "招聘任务", 招聘任务人数="30")
    assert left(office) == ["节假日", "督办任务"]
    bring_in_holidays(office, folder)
    left(office)
    complete_tasks(office)
    assert left(office) == []
    expect(office.page.locator("main")).to_contain_text("都办好了")
    office.page.goto("/score/")
    expect(office.page.locator("main")).not_to_contain_text("样要准备")
    expect(office.page.locator("main")).not_to_contain_text("细则未发布")
