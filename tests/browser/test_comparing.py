"""An official list from its upload to what is decided of it: theirs, ours, and what a village is asked and answers."""

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, barriers, scrolls_sideways
from tests.browser.test_rosters import rows_of

VILLAGE = "430529104204"
HEADER = "姓名,身份证号,村,是否已务工,开始时间,务工企业名称,务工月收入"
WAGES = "?what=就业记录·月收入"


def is_fit(page):
    assert not barriers(page), page.url
    assert not scrolls_sideways(page), page.url
    assert len(page.content()) < 100_000, page.url


def listed(page, folder):
    """A list with some jobs of the clerk's village, each paid otherwise than the ledger says."""
    page.goto("/ledger/")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载台账").click()
    download.value.save_as(folder / "台账.xlsx")
    book = openpyxl.load_workbook(folder / "台账.xlsx", read_only=True)
    people = {each["证件号码"]: each for each in rows_of(book["劳动力"]) if each["村代码"] == VILLAGE}
    jobs = [
        (people[each["证件号码"]], each)
        for each in rows_of(book["就业记录"])
        if each["证件号码"] in people and each["月收入"] and not each["结束日期"]
    ]
    rows = [
        [
            who["姓名"],
            who["证件号码"],
            VILLAGE,
            "是",
            str(job["开始日期"])[:10],
            job["单位名称"],
            str(int(job["月收入"]) + 100),
        ]
        for who, job in jobs[:9]
    ]
    path = folder / "省系统导出20231031.csv"
    path.write_text("\n".join([HEADER, *(",".join(row) for row in rows)]), "utf-8")
    return path


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_list_is_compared_decided_and_verified_by_the_village(visit, size, tmp_path):
    page = visit(as_="staff", size=size)
    path = listed(page, tmp_path)
    page.goto("/ledger/comparisons/")
    is_fit(page)
    page.locator("[name=file]").set_input_files(path)
    page.get_by_role("button", name="上传并比对").click()
    expect(page.locator("#results")).to_be_visible(timeout=60_000)
    is_fit(page)
    comparison = page.url.partition("?")[0]
    decide(page, comparison, "用他们的")
    decide(page, comparison, "保留我们的")
    decide(page, comparison, "请村里核实")
    answer(visit("/todo/", as_="clerk", size=size))
    page.goto(f"{comparison}?standing=answered")
    expect(page.get_by_text("村里核实：台账没错").first).to_be_visible()
    is_fit(page)
    page.goto(f"{comparison}{WAGES}")
    for standing in ("已用他们的", "保留我们的", "村里核实：台账没错"):
        expect(page.locator("#results").get_by_text(standing).first).to_be_visible()
    undo(page, comparison)


def decide(page, comparison, word):
    """Tick the first line about which nothing has been said, and say it."""
    page.goto(f"{comparison}{WAGES}&standing=open")
    with page.expect_response(lambda response: "/ticks/" in response.url):
        page.locator("td.tick input[type=checkbox]").first.check()
    page.locator("#ticks").get_by_role("button", name=word).click()
    is_fit(page)
    page.locator(".row-actions .btn-primary").click()
    expect(page.locator("#results")).to_be_visible()


def answer(clerk):
    """The clerk finds it in 待办, opens it and says that the ledger is right."""
    is_fit(clerk)
    clerk.locator("a[href*='/ledger/comparisons/lines/']").first.click()
    is_fit(clerk)
    clerk.get_by_role("link", name="打开", exact=True).first.click()
    is_fit(clerk)
    clerk.get_by_label("怎么核实的").fill("电话问过本人")
    clerk.get_by_role("button", name="台账没错").click()
    expect(clerk.get_by_text("已答复镇里")).to_be_visible()


def undo(page, comparison):
    """Taken back, so that the next journey finds the town as this one did."""
    page.goto(f"{comparison}{WAGES}&standing=kept")
    page.get_by_role("link", name="打开", exact=True).first.click()
    page.get_by_role("button", name="重新决定").click()
    page.goto(f"{comparison}{WAGES}&standing=taken")
    page.get_by_role("link", name="打开", exact=True).first.click()
    is_fit(page)
    page.get_by_role("link", name="写入的那一批").click()
    page.locator("summary", has_text="撤销这次导入").click()
    page.get_by_role("button", name="确定撤销").click()
    expect(page.get_by_text("已撤销").first).to_be_visible()
