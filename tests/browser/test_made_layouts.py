"""The main job with a list that no layout knows: say what its columns are, see what it would write, write it."""

from datetime import date, timedelta

import xlsxwriter
from playwright.sync_api import expect

from tests.browser.test_rosters import Hand, known_jobs, looked_at

HEADINGS = ["序", "哪个村", "叫什么", "公民号", "在哪个厂", "从哪天起", "一年挣多少（万元）", "怎么去的"]
MEANS = {
    "哪个村": "村", "叫什么": "姓名", "在哪个厂": "就业记录.单位名称", "从哪天起": "就业记录.开始日期",
    "一年挣多少（万元）": "就业记录.月收入", "怎么去的": "就业记录.就业渠道",
}  # fmt: skip
#: From the page on which one begins until the rows are written: the number is found by itself, six columns are said.
CLICKS = 15
BEGUN = date.today() - timedelta(days=20)  # noqa: DTZ011 - any day after the jobs that are known


def unknown_list(folder, name, who):
    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("花名册")
        page.write_row(0, 0, ["某某局帮扶情况"])
        page.write_row(1, 0, HEADINGS)
        row = [who["村代码"], who["姓名"], who["证件号码"], "东莞市某某鞋厂", BEGUN.isoformat(), "6", "坐大巴"]
        page.write_row(2, 0, ["1", *row])
    return path


def upload(page, hand, path):
    page.goto("/ledger/rosters/")
    hand.clicks += 1  # the file is picked
    page.locator("input[type=file]").set_input_files(path)
    hand.press("上传")


def test_a_layout_is_made_of_an_unknown_list_and_its_rows_are_written(visit, tmp_path):
    page = visit("/ledger/", as_="staff")
    moved, other, _ = known_jobs(page, tmp_path)
    hand = Hand(page)
    upload(page, hand, unknown_list(tmp_path, "帮扶.xlsx", moved))
    expect(page.locator(".verdict .tag")).to_have_text("无法读取", timeout=30_000)
    hand.follow("按这份文件做一个新版式")
    looked_at(page)
    hand.click(page.get_by_label("就业记录", exact=True))
    hand.press("列出这些表的栏目")
    expect(page.get_by_label("公民号")).to_have_value("证件号码")
    page.get_by_label("版式名称").fill("某某局帮扶台账")
    for source, meaning in MEANS.items():
        page.get_by_label(source).select_option(meaning)
        hand.clicks += 1
    looked_at(page)
    hand.press("下一步")
    expect(page.get_by_label("“一年挣多少(万元)”的单位")).to_have_value("万元/年")
    looked_at(page)
    page.get_by_label("“怎么去的”里的“坐大巴”是").select_option("省外务工")
    hand.clicks += 1
    hand.press("存下版式，读一遍")
    expect(page.locator("main")).to_contain_text("按“某某局帮扶台账”读", timeout=30_000)
    expect(page.locator("main")).to_contain_text("1 人换了单位", timeout=30_000)
    looked_at(page)
    hand.press("按此写入")
    expect(page.locator(".verdict .tag")).to_have_text("已写入", timeout=30_000)
    assert hand.clicks <= CLICKS
    upload(page, hand, unknown_list(tmp_path, "下一份.xlsx", other))
    expect(page.locator("main")).to_contain_text("按“某某局帮扶台账”读", timeout=30_000)
    page.goto("/ledger/layouts/")
    looked_at(page)
    page.get_by_role("link", name="某某局帮扶台账").click()
    page.locator("summary", has_text="怎么写的").click()
    looked_at(page)
    page.locator("summary", has_text="删除这个版式").click()
    page.get_by_role("button", name="确定删除").click()
    expect(page.locator("main")).to_contain_text("本单位还没有自制的版式")
