"""The main job with a list that others made: upload it, say what a column is, decide, take the good rows, undo."""

from collections import Counter
from datetime import date, timedelta

import openpyxl
import xlsxwriter
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, barriers, scrolls_sideways
from tests.browser.test_registers import confirm

HEADINGS = ["行政村", "姓名", "身份证号", "是否已务工", "务工开始时间", "务工所在地", "打工的厂子", "务工月收入（元）"]
#: From the page on which one begins until what was written is taken back.
CLICKS = 11
MADE_ON = date.today() - timedelta(days=2)  # noqa: DTZ011 - before what is changed by hand now, whatever the zone
LONG_AGO = MADE_ON - timedelta(days=60)


class Hand:
    """Presses what is on a page, and counts."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, found):
        self.clicks += 1
        found.click()

    def press(self, name):
        self.click(self.page.get_by_role("button", name=name).first)

    def follow(self, name):
        self.click(self.page.get_by_role("link", name=name).first)


def known_jobs(page, folder):
    """Three jobs that go on, of people whose names nobody else bears, as the ledger has them."""
    page.goto("/ledger/")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载台账").click()
    download.value.save_as(folder / "台账.xlsx")
    book = openpyxl.load_workbook(folder / "台账.xlsx", read_only=True)
    people, jobs = (rows_of(book[name]) for name in ("劳动力", "就业记录"))
    names = Counter(person["姓名"] for person in people)
    alone = {person["证件号码"]: person for person in people if names[person["姓名"]] == 1}
    number_of_jobs = Counter(job["证件号码"] for job in jobs)
    open_ones = (
        {**job, "姓名": alone[job["证件号码"]]["姓名"], "村代码": alone[job["证件号码"]]["村代码"]}
        for job in jobs
        if job["证件号码"] in alone and not job["结束日期"] and job["月收入"] and number_of_jobs[job["证件号码"]] == 1
    )
    return [job for job in open_ones if str(job["开始日期"])[:10] < LONG_AGO.isoformat()][:3]


def rows_of(sheet):
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=False)) for row in rows]


def monthly_list(folder, moved, kept, wrong):
    """An official list: somebody at another firm, somebody with another wage, and a day that nobody can read."""
    path = folder / f"务工月监测{MADE_ON:%Y%m%d}.xlsx"
    begun = MADE_ON - timedelta(days=20)
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("已外出务工")
        page.write_row(0, 0, ["五团镇务工月监测"])
        page.write_row(1, 0, HEADINGS)
        rows = [
            (moved, begun.isoformat(), "广东省东莞市", "东莞市某某鞋厂", "4800"),
            (kept, str(kept["开始日期"])[:10], "", kept["单位名称"], "4321"),
            (wrong, "不知道", "广东省东莞市", "东莞市某某鞋厂", "4800"),
        ]
        for number, (who, *work) in enumerate(rows, 2):
            page.write_row(number, 0, [who["村代码"], who["姓名"], who["证件号码"], "是", *work])
    return path


def change_by_hand(page, job):
    page.goto(f"/employments/?q={job['姓名']}")
    page.locator("tbody").get_by_role("link", name=job["单位名称"]).first.click()
    page.get_by_role("link", name="修改", exact=True).click()
    page.get_by_label("月收入").fill("5200")
    page.locator(".row-actions .btn-primary").click()
    confirm(page)


def looked_at(page):
    """Nothing is in anybody's way, on a phone and on a desk."""
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        assert not barriers(page), page.url
        assert not scrolls_sideways(page), page.url


def test_a_monthly_list_is_mapped_decided_taken_and_undone(visit, tmp_path):
    page = visit("/ledger/", as_="staff")
    moved, kept, wrong = known_jobs(page, tmp_path)
    change_by_hand(page, kept)
    path = monthly_list(tmp_path, moved, kept, wrong)
    page.goto("/ledger/rosters/")
    looked_at(page)
    hand = Hand(page)
    hand.clicks += 1  # the file is picked
    page.locator("input[type=file]").set_input_files(path)
    hand.press("上传")
    expect(page.locator(".verdict .tag")).to_have_text("无法读取", timeout=30_000)
    expect(page.locator("main")).to_contain_text("还缺：务工单位")
    looked_at(page)
    hand.follow("看看列对得对不对")
    looked_at(page)
    page.get_by_label("打工的厂子").select_option("务工单位")
    hand.clicks += 1
    hand.press("记住，按这样再读一遍")
    expect(page.locator("main")).to_contain_text("1 人换了单位", timeout=30_000)
    expect(page.locator("#score")).to_be_visible(timeout=60_000)
    looked_at(page)
    hand.follow("1 处和手工改过的不同")
    expect(page.locator("main")).to_contain_text("4321")
    looked_at(page)
    hand.press("用名册的")
    expect(page.locator("td .tag")).to_contain_text("用名册的")
    hand.follow(path.name)
    hand.press("只写入无误的")
    expect(page.locator(".verdict .tag")).to_have_text("已写入", timeout=30_000)
    hand.click(page.locator("summary", has_text="撤销这次导入"))
    hand.press("确定撤销")
    expect(page.locator(".verdict .tag")).to_have_text("已撤销")
    assert hand.clicks <= CLICKS
