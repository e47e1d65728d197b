"""A clerk's facts about people, entered on a phone: work begun and ended, cases, recommendations, help."""

import re
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, barriers, scrolls_sideways
from tests.browser.test_registers import follow

#: Tall enough for a thumb, in pixels.
THUMB = 44


@pytest.fixture(params=[True, False], ids=["javascript", "plain"])
def clerk(request, visit):
    """Opens a page as the village's clerk on a phone, with JavaScript and without."""
    return lambda path: visit(path, as_="clerk", size=PHONE, javascript=request.param)


def open_person(page, query, place=0):
    """The page of the first person that the list finds, or of the one at `place`."""
    page.goto(f"/people/?{query}")
    page.locator(".register tbody .lead a").nth(place).click()
    expect(page.get_by_role("navigation", name="常用操作")).to_be_visible()


def quick(page, label):
    """Tap one of the person's buttons."""
    button = page.get_by_role("navigation", name="常用操作").get_by_role("link", name=label)
    assert button.first.bounding_box()["height"] >= THUMB
    button.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("登记|结束|终结|到哪里上班"))


def begin_other_job(page):
    """登记就业, with an employer that nobody knows yet, from today."""
    quick(page, "登记就业")
    if page.get_by_role("heading", level=1, name="到哪里上班").count():
        assert not scrolls_sideways(page)
        page.get_by_role("link", name="填一份新的工作").click()
    expect(page.get_by_label("开始日期")).to_have_value("")
    page.get_by_label("开始日期").fill(str(timezone.localdate()))


def send(page, verb="保存"):
    """Send the form, and confirm what it asks about, if anything."""
    page.get_by_role("button", name=verb, exact=True).click()
    confirm = page.get_by_role("button", name=re.compile("确认无误"))
    done = page.get_by_text(re.compile("^已登记|^已保存")).first
    expect(confirm.or_(done).first).to_be_visible()
    if confirm.count():
        confirm.click()
    follow(page)


def test_work_is_begun_and_ended(clerk):
    page = clerk("/")
    open_person(page, "work=no&age=30-39")
    begin_other_job(page)
    page.get_by_label("就业渠道").select_option(label="县内务工")
    page.get_by_label("单位名称").fill("城步儒林包装厂")
    page.get_by_label("就业地").fill("儒林镇")
    page.get_by_label("月收入").fill("3200")
    assert not scrolls_sideways(page)
    send(page)
    expect(page.locator(".states").first).to_contain_text("就业中")
    expect(page.locator(".timeline")).to_contain_text("到城步儒林包装厂工作")
    quick(page, "结束就业")
    page.get_by_label("离岗原因").fill("返乡")
    assert not scrolls_sideways(page)
    send(page, "结束就业")
    expect(page.locator(".timeline")).to_contain_text("离开城步儒林包装厂")


def test_the_inbox_asks_which_job_it_is_and_fills_in_no_day(clerk):
    page = clerk("/todo/?kind=clear")
    if not page.locator(".todo .deed a").count():
        page.goto("/todo/?kind=clear_late")
    page.locator(".todo .deed a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("到哪里上班了")
    assert not scrolls_sideways(page)
    back = page.get_by_role("heading", name="回原单位").or_(page.get_by_role("heading", name="推荐过的岗位"))
    expect(back.first).to_be_visible()
    employer = page.locator(".which-job .group-list strong").first.inner_text()
    page.locator(".which-job .group-list a").first.click()
    expect(page.get_by_label("单位名称")).to_have_value(employer)
    expect(page.get_by_label("开始日期")).to_have_value("")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("“开始日期”没有填")).to_be_visible()


@pytest.mark.parametrize(("javascript", "place"), [(True, 0), (False, 1)])
def test_a_case_is_registered_and_a_vacancy_recommended_at_a_tap(visit, javascript, place):
    page = visit("/", as_="clerk", size=PHONE, javascript=javascript)
    open_person(page, "work=no&kind=out_of_poverty&capacity=ordinary", place)
    if page.get_by_role("link", name="终结求职").count():
        quick(page, "终结求职")
        page.get_by_label("终结原因").select_option(label="意愿消失")
        send(page, "终结")
    quick(page, "登记求职")
    page.get_by_role("radio", name="是", exact=True).check()
    page.get_by_label("意向岗位").fill("普工")
    assert not scrolls_sideways(page)
    send(page)
    expect(page.locator("#services-311")).to_contain_text("岗位推荐")
    offers = page.locator("#matches .match")
    expect(offers).to_have_count(3)
    first = offers.first.locator("strong").inner_text()
    button = offers.first.get_by_role("button", name="推荐这个岗位")
    assert button.bounding_box()["height"] >= THUMB
    button.click()
    expect(page.get_by_text("已记录岗位推荐：")).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text(first)
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("service", ["岗位推荐", "职业指导", "技能培训"])
def test_a_service_is_recorded(visit, service):
    page = visit("/", as_="clerk", size=PHONE)
    open_person(page, "work=no&capacity=ordinary")
    entries = page.locator(".timeline li").filter(has_text=service)
    before = entries.count()
    quick(page, service)
    expect(page.get_by_role("radio", name=service)).to_be_checked()
    send(page)
    expect(entries).to_have_count(before + 1)


@pytest.mark.parametrize(("javascript", "measure"), [(True, "技能培训"), (False, "政策补贴")])
def test_help_to_a_household_is_recorded(visit, javascript, measure):
    page = visit("/", as_="clerk", size=PHONE, javascript=javascript)
    open_person(page, "monitoring=any")
    quick(page, "户帮扶")
    page.get_by_label("措施").select_option(label=measure)
    page.get_by_label("内容").fill(f"落实{measure}")
    assert not scrolls_sideways(page)
    send(page)
    expect(page.locator("#helps")).to_contain_text(f"落实{measure}")


def test_what_is_odd_is_asked_once(clerk):
    page, employer = clerk("/"), f"广州第{uuid4().hex[:6]}厂"
    open_person(page, "work=yes&age=30-39")
    begin_other_job(page)
    page.get_by_label("就业渠道").select_option(label="帮扶车间")
    page.get_by_label("单位名称").fill(employer)
    page.get_by_label("就业地").fill("广州市")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#warnings")).to_contain_text("重叠")
    expect(page.locator("#warnings")).to_contain_text("不在本县")
    expect(page.get_by_label("单位名称")).to_have_value(employer)
    page.get_by_role("button", name=re.compile("确认无误")).click()
    follow(page)
    expect(page.locator(".timeline")).to_contain_text(f"到{employer}工作")


def test_the_forms_are_free_of_barriers(visit):
    page = visit("/", as_="staff", size=PHONE)
    open_person(page, "work=yes")
    person = page.url
    links = page.locator(".quick a").evaluate_all("links => links.map(link => link.href)")
    assert len(links) >= 7
    for address in [person, *links]:
        page.goto(address)
        assert not barriers(page), address
        assert not scrolls_sideways(page), address
