"""The longest jobs of the office, from a list of people to what is entered of all, with their clicks counted."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import DESK, looked_at
from tests.browser.test_many import SLOW, Hand

pytestmark = pytest.mark.long


def ago(days):
    return str(timezone.localdate() - timedelta(days=days))


def choose(hand, number):
    """Tick at least so many people without work, page by page, and go on to the form."""
    page = hand.page
    hand.choose("现在工作", "无")
    looked_at(page)
    hand.press("选本页", inside=".ticks-choose")
    ticked = int(page.locator("[data-ticked]").inner_text())
    while ticked < number:
        hand.click(page.get_by_role("link", name="下一页"))
        expect(page.locator(".tick-box input:checked")).to_have_count(0)
        hand.press("选本页", inside=".ticks-choose")
        expect(page.locator("[data-ticked]")).not_to_have_text(str(ticked))
        ticked = int(page.locator("[data-ticked]").inner_text())
    hand.press("填写、登记", inside=".ticks-bar")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{ticked}人")
    looked_at(page)
    return ticked


def enter(hand, label):
    """Send the form; what is odd is confirmed, and who cannot be taken in is left out."""
    page = hand.page
    hand.press(re.compile(f"^{label} "))
    done = page.locator("#bar .is-success", has_text=f"已{label}")
    asked = page.locator("#warnings, #refused")
    expect(done.or_(asked.first)).to_be_visible(timeout=SLOW)
    if page.locator("#refused button").count():
        hand.click(page.locator("#refused button"))
        expect(done.or_(page.locator("#warnings"))).to_be_visible(timeout=SLOW)
    if page.locator("#warnings button").count():
        hand.click(page.locator("#warnings button"))
    expect(done).to_be_visible(timeout=SLOW)
    return int(re.search(r"(\d+)条", done.inner_text()).group(1))


def undo(page):
    """Leave the town as the next journey expects it."""
    page.goto("/events/")
    page.get_by_role("link", name="撤销").first.click()
    page.get_by_label("原因").fill("只是试一试")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#bar .is-success")).to_contain_text("已撤销", timeout=SLOW)


def test_thirty_workers_are_entered_in_a_workshop(visit):
    page = visit("/workshops/", as_="staff", size=DESK)
    hand = Hand(page)
    hand.click(page.get_by_role("link", name="木瓜村制衣就业帮扶车间"))
    hand.click(page.get_by_role("link", name="登记务工人员"))
    choose(hand, 30)
    page.get_by_label("开始日期").fill(ago(3))
    page.get_by_label("月收入").fill("2600")
    assert enter(hand, "登记务工人员") >= 30
    print(hand.clicks, "clicks")
    assert hand.clicks <= 15
    undo(page)


def test_thirty_take_part_in_an_activity(visit):
    page = visit("/exports/", as_="staff", size=DESK)
    hand = Hand(page)
    hand.click(page.locator(".register tbody .lead a").first)
    hand.click(page.get_by_role("link", name="登记参加人员"))
    choose(hand, 40)
    hand.click(page.get_by_role("radio", name="是"))
    assert enter(hand, "登记参加人员") >= 30
    print(hand.clicks, "clicks")
    assert hand.clicks <= 15
    undo(page)


def test_all_posts_are_renewed(visit):
    """Some eighty of the demo town, by its dice; as many clicks as for ninety."""
    page = visit("/public-benefit-posts/", as_="staff", size=DESK)
    hand = Hand(page)
    hand.press(re.compile("^选全部"), inside=".ticks-choose")
    ticked = int(page.locator("[data-ticked]").inner_text())
    hand.press("续签", inside=".ticks-bar", exact=True)
    looked_at(page)
    page.get_by_label("合同终止日期").fill(str(timezone.localdate() + timedelta(days=800)))
    assert enter(hand, "续签") == ticked >= 75
    print(hand.clicks, "clicks")
    assert hand.clicks <= 10
    undo(page)


def test_a_class_of_forty_goes_from_enrolment_to_certificates(visit):
    page = visit("/training/classes/add/", as_="staff", size=DESK)
    hand = Hand(page)
    page.get_by_label("班级编号").fill("BJ-40")
    hand.click(page.get_by_label("劳动力转移就业培训"))
    page.get_by_label("培训工种").fill("缝纫工")
    page.get_by_label("开班日期").fill(ago(4))
    hand.press("保存", exact=True)
    hand.click(page.locator("#enrolments .panel-add"))
    hand.click(page.get_by_role("link", name="从全部人员里选，或粘贴名单"))
    number = choose(hand, 40)
    assert enter(hand, "登记参训") == number
    hand.click(page.get_by_role("link", name="按周签到、打印"))
    looked_at(page)
    for box in page.get_by_label("上课", exact=True).all():
        hand.click(box)
    hand.click(page.get_by_role("checkbox", name=re.compile(r"\d\d-\d\d$")).first)  # did not come
    hand.press("保存")
    expect(page.locator("#bar .is-success")).to_contain_text("已保存")
    hand.click(page.get_by_role("link", name="打印签到表"))
    looked_at(page)
    assert "缺" in page.locator("table").inner_text()
    page.go_back()
    hand.click(page.locator(".trail a"))
    hand.click(page.locator(".page-actions").get_by_role("link", name="结业"))
    hand.press("结业")
    if page.locator("#warnings button").count():
        hand.click(page.locator("#warnings button"))
    page.goto("/training/enrolments/?q=BJ-40")
    hand.press(re.compile("^选全部|^选本页"), inside=".ticks-choose")
    hand.press("登记结业", inside=".ticks-bar", exact=True)
    looked_at(page)
    hand.click(page.get_by_role("radio", name="是"))
    page.get_by_label("证书编号").fill("ZS2026001")
    assert enter(hand, "登记结业") == number
    print(hand.clicks, "clicks for", number)
    assert hand.clicks <= 35


def answered(path, answers):
    """Fill in the downloaded list as after a day in the villages: rows of answers, each the first time that it fits."""
    book = load_workbook(path)
    page = book["待核实名单"]
    places = {cell.value: cell.column for cell in page[2]}
    for row in range(3, page.max_row + 1):
        jobs = page.cell(row, places["单位"]).value or ""
        told = next((answers.pop(at) for at, (fits, _) in enumerate(answers) if fits(jobs)), (None, {}))[1]
        for header, value in told.items():
            page.cell(row, places[header]).value = value
    book.save(path)
    return page.max_row - 2


def test_a_paper_round_comes_back_with_changes(visit, tmp_path):
    page = visit("/verification/progress/", as_="staff", size=DESK)
    hand, path = Hand(page), tmp_path / "名单.xlsx"
    with page.expect_download() as download:
        hand.press("下载待核实名单")
    download.value.save_as(path)
    seen = {"核实日期": ago(0), "核实方式": "入户", "核实人": "石经办"}
    changed = {**seen, "核实结果": "已更新", "新电话": "15400007777"}
    job = {"新单位": "东莞玩具厂", "到岗日期": ago(0), "新就业地": "广东省东莞市", "新渠道": "省外务工"}
    one_job = re.compile("[^、]+").fullmatch
    answers = [(one_job, {**changed, "新月收入": 4300})] * 3 + [(one_job, {**changed, **job})] * 2
    answers += [(lambda jobs: True, {**seen, "核实结果": "无变化"})] * 20
    answers += [(lambda jobs: True, {**seen, "核实结果": "无法联系"})] * 5
    left = answered(path, list(answers)) - 30
    hand.click(page.get_by_role("link", name="交回名单"))
    looked_at(page)
    hand.clicks += 1
    page.get_by_label("填好的待核实名单").set_input_files(path)
    hand.press("上传并登记")
    expect(page.locator("#taken")).to_be_visible(timeout=SLOW)
    if page.locator("#odd").count():
        hand.clicks += 1
        page.get_by_label("填好的待核实名单").set_input_files(path)
        hand.click(page.get_by_label("再看过了，照样登记"))
        hand.press("上传并登记")
        expect(page.locator("#odd")).to_have_count(0, timeout=SLOW)
    looked_at(page)
    expect(page.locator("#refused")).to_have_count(0)
    expect(page.locator("#left")).to_contain_text(f"还要核实的 {left} 人")
    print(hand.clicks, "clicks")
    assert hand.clicks <= 8
    undo(page)
