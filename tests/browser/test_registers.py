"""Registers on a phone: a workshop from its application to what was put right, a platform from its village."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, barriers, scrolls_sideways

VILLAGE = "430529104204"


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def open_(page, name):
    page.locator(".page-actions").get_by_role("link", name=name, exact=True).click()


def follow(page):
    """Go to the page of what was written, from the list that one is led back to, if one came from a list."""
    saved = page.locator("#bar .is-success")
    expect(saved).to_be_visible()
    if (link := saved.get_by_role("link", name="去看看")).count():
        link.click()


def confirm(page):
    """Wait until the form is saved or asks about what is odd; then say that it is so."""
    asked, saved = page.locator("#warnings button"), page.locator("#bar .is-success")
    expect(asked.or_(saved).first).to_be_visible()
    if asked.count():
        asked.click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_workshop_is_applied_for_certified_inspected_and_put_right(visit, javascript):
    page = visit("/workshops/applications/add/", as_="staff", size=PHONE, javascript=javascript)
    name, code = f"山货加工车间{javascript}", f"CJ-NEW-{javascript}"
    page.get_by_label("车间名称").fill(name)
    page.get_by_label("村社区").fill("木瓜村")
    page.get_by_text("居家式").click()
    page.get_by_label("申报单位").fill("山货合作社")
    press(page, "保存")
    expect(page.locator(".states")).to_have_text("待镇核查")
    open_(page, "镇核查")
    page.get_by_label("核查意见").fill("现场符合")
    press(page, "镇核查")
    open_(page, "县认定")
    page.get_by_label("车间编号").fill(code)
    press(page, "县认定")
    page.locator(".facts").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.locator("#inspections .panel-add").click()
    for question in ("是否符合认定标准", "是否正常运转", "是否有效带动脱贫劳动力就业"):
        page.get_by_role("radiogroup", name=question).get_by_text("是", exact=True).click()
    page.get_by_role("radiogroup", name="补贴是否落实").get_by_text("否", exact=True).click()
    page.get_by_label("问题").fill("场地租金补贴没有发")
    page.get_by_label("整改时限").fill("2099-12-31")
    assert not (javascript and barriers(page))  # axe needs scripts
    press(page, "保存")
    confirm(page)
    page.locator("#inspections td.lead a").click()
    expect(page.locator(".states")).to_contain_text("未整改")
    open_(page, "登记整改")
    press(page, "登记整改")
    expect(page.locator("#inspections")).to_contain_text("已整改")
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_document_is_attached_and_fetched(visit, tmp_path, javascript):
    page = visit("/workshops/", as_="staff", size=PHONE, javascript=javascript)
    page.locator(".register tbody .lead a").first.click()
    page.locator("#documents .panel-add").click()
    name = f"认定文件{javascript}"
    file = tmp_path / f"{name}.pdf"
    file.write_bytes(b"%PDF-1.7 " + name.encode())
    page.get_by_label("证明什么").fill("县里的认定")
    page.locator("input[type=file]").set_input_files(file)
    press(page, "上传")
    document = page.locator(".document", has_text=name)
    with page.expect_download() as download:
        document.get_by_role("button", name="下载").click()
    assert download.value.suggested_filename == file.name
    assert not (javascript and barriers(page))  # axe needs scripts


def test_a_platform_is_followed_from_the_side_by_side_page(visit):
    page = visit("/villages/", as_="staff", size=PHONE)
    assert not barriers(page)
    assert not scrolls_sideways(page)
    page.locator(f".register a[href$='{VILLAGE}/']").click()
    page.locator("#staff .panel-add").click()
    page.get_by_label("姓名").fill("石新来")
    page.get_by_label("上岗日期").fill("2023-03-01")
    page.get_by_text("兼职", exact=True).click()
    press(page, "保存")
    expect(page.locator("#staff")).to_contain_text("石新来")
    page.locator("#staff").get_by_role("link", name="石新来").click()
    open_(page, "离岗")
    page.get_by_label("离岗日期").fill("2023-05-01")
    page.get_by_label("原因").fill("外出务工")
    press(page, "离岗")
    expect(page.locator("#staff tr", has_text="石新来")).to_contain_text("已离岗")


def test_somebody_on_the_list_of_those_placed_is_called_and_the_list_is_saved(visit):
    page = visit("/three-lists/", as_="clerk", size=PHONE)
    assert not barriers(page)
    page.get_by_role("link", name="就业地清单").click()
    assert not barriers(page)
    assert not scrolls_sideways(page)
    page.locator(".register tbody .own-line a").first.click()
    page.locator("#follow-ups .panel-add").click()
    page.get_by_text("电话", exact=True).click()
    page.get_by_text("在岗稳定", exact=True).click()
    press(page, "保存")
    confirm(page)
    expect(page.locator("#follow-ups")).to_contain_text("在岗稳定")
    page.goto("/three-lists/placed/?followed=done")
    expect(page.locator(".register")).to_contain_text("在岗稳定")
    with page.expect_download() as download:
        press(page, "导出 Excel")
    assert download.value.suggested_filename.startswith("就业地清单")
