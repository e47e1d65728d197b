"""从业人数 of a workshop as a list reports it, beside what its rows and the ledger count."""

import pytest

from labor.models import Employment
from tests.comparisons.conftest import FOURTH, THIRD, compared
from tests.exchanged import words
from tests.ledger.builders import PERSON, VILLAGE
from tests.rosters.test_importing import SECOND
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

HEADER = "姓名,身份证号,村,车间名称,上岗时间,离岗时间,从业人数"


@pytest.fixture
def workshop(page):
    made = Workshop.objects.create(
        code="CJ01", name="白水头车间", kind="factory", village_id=VILLAGE, certified_on="2022-01-01"
    )
    Employment.objects.filter(person__id_number=PERSON).update(workshop=made)
    return made


def row(name, number, total="5", end="", workshop="白水头车间"):
    return f"{name},{number},白水头村,{workshop},2023-02-10,{end},{total}"


def totals(page, *rows, header=HEADER):
    found = compared(page, *rows, header=header, name="车间务工20230930.csv")
    return found, found.report["reported"]


def test_three_numbers_stand_beside_each_other(page, workshop):
    rows = [row("试一", PERSON), row("试二", SECOND), row("试三", THIRD, end="2023-08-31")]
    found, told = totals(page, *rows)
    assert told == [{"workshop": "CJ01", "reported": [5], "listed": 2, "ours": 1}]
    assert "白水头车间 5 2 1 不一致" in words(page.get(found.get_absolute_url()))


def test_a_total_above_the_header_counts_too(page, workshop):
    rows = [line.rpartition(",")[0] for line in (row("试一", PERSON), row("试四", FOURTH))]
    header = "车间名称：白水头车间,从业人数：1人\n" + HEADER.rpartition(",")[0]
    assert totals(page, *rows, header=header)[1] == [{"workshop": "CJ01", "reported": [1], "listed": 2, "ours": 1}]


def test_where_all_agree_it_says_so(page, workshop):
    found, _ = totals(page, row("试一", PERSON, "1人"))
    assert "白水头车间 1 1 1 一致" in words(page.get(found.get_absolute_url()))


def test_a_list_that_contradicts_itself_is_told_with_each_of_its_figures(page, workshop):
    assert totals(page, row("试一", PERSON, "3"), row("试二", SECOND, "4"))[1][0]["reported"] == [3, 4]


def test_a_list_without_totals_says_nothing(page, workshop):
    found, told = totals(page, row("试一", PERSON, ""))
    assert (told, "上报的人数" in words(page.get(found.get_absolute_url()))) == ([], False)
