"""The day of a page: shown for what it is, on the page and in what is taken from it, and refused where it is none."""

import re
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse
from time_machine import travel

from core.assessment import codes_of
from fictional.one_of_everything import TOWN

TODAY = date(2026, 5, 20)
OF_RUBRIC = ("scoring:dashboard", "scoring:targets")
CHOSEN = (*OF_RUBRIC, "scoring:workforce", "scoring:workforce_people", "accounts:post_list")


@pytest.fixture(autouse=True)
def today():
    with travel(TODAY, tick=False):
        yield


@pytest.fixture
def read(signed_in):
    return lambda route, user="staff", **asked: signed_in(user).get(reverse(route), asked)


@pytest.mark.parametrize("route", [*CHOSEN, "labor:case_list", "platforms:three_lists"])
@pytest.mark.parametrize("day", ["2026-13-45", "明天", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_read_is_refused_beside_its_field(read, route, day):
    answer = read(route, as_of=day, page="2")
    assert answer.status_code == 400
    assert 'id="id_as_of_error"' in answer.text
    assert f"“{day}”不是日期" in answer.text or re.search("“日期”不能(小|大)于", answer.text)
    assert '<input type="hidden" name="page" value="2">' in answer.text


def test_a_half_year_that_cannot_be_read_is_refused_too(read):
    assert read("labor:verification_progress", term="2025H2").status_code == 200
    answer = read("labor:verification_progress", term="2025H3")
    assert answer.status_code == 400
    assert 'id="id_term_error"' in answer.text


@pytest.mark.parametrize("route", CHOSEN)
def test_a_day_to_come_is_called_a_forecast(read, route):
    assert "预计：2026年5月21日还没有到" in read(route, as_of="2026-05-21").text
    assert "预计：" not in read(route, as_of="2026-05-20").text


def test_a_sub_item_of_a_day_to_come_is_one_too(signed_in):
    [code] = codes_of(["cases_cleared"], date(2026, 12, 31))
    page = signed_in("staff").get(reverse("scoring:sub_item", args=[code]), {"as_of": "2026-12-31"})
    assert "预计：2026年12月31日还没有到" in page.text


def test_a_workbook_of_a_day_to_come_says_so_on_top(signed_in):
    answer = signed_in("staff").post(f"{reverse('accounts:post_export')}?as_of=2027-01-01")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet["A2"].value.startswith("预计：2027年1月1日还没有到")
    assert sheet["B4"].value == "岗位"


@pytest.mark.parametrize("route", OF_RUBRIC)
def test_a_year_without_a_rubric_says_by_which_it_is_counted(read, route):
    assert "按2023年细则计算，2026年细则未发布" in read(route).text
    assert "细则计算" not in read(route, as_of="2023-12-31").text


@pytest.mark.parametrize("route", OF_RUBRIC)
def test_before_the_first_rubric_there_is_no_score_and_the_page_says_so(read, route):
    page = read(route, as_of="2022-12-31")
    assert "2022年没有考核细则，不计分" in page.text
    assert "满分" not in page.text
    assert "细则计算" not in page.text
    assert "目标任务" not in page.text
    assert 'value="2022-12-31"' in page.text


def test_before_the_first_rubric_people_in_work_are_counted_and_held_against_no_target(read):
    page = read("scoring:workforce", as_of="2022-12-31").text
    assert "人在业" in page
    assert "目标" not in page.partition("<main")[2]


def test_the_command_says_the_same(small_town):
    said = StringIO()
    call_command("score", "--as-of=2027-03-01", f"--division={TOWN}", stdout=said)
    assert said.getvalue().splitlines()[:2] == [
        "预计：2027年3月1日还没有到，以下按现有记录推算",
        "按2023年细则计算，2027年细则未发布",
    ]
