"""What is odd about work, cases and spot checks: asked once, never refused."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from time_machine import travel

from core.checks import warnings_of
from core.models import Division
from labor.models import Employment, JobSeekingCase, SpotCheck
from workshops.models import Workshop

TODAY = date(2023, 5, 20)


@pytest.fixture
def person(small_town):
    small_town.person.employments.update(ended_on=date(2023, 4, 1))
    return small_town.person


def work(person, **fields):
    usual = {
        "started_on": date(2023, 5, 1), "employer": "城步米厂", "channel": "county", "workplace": "五团镇",
        "monthly_wage": 3000,
    }  # fmt: skip
    job = Employment(person=person, **{**usual, **fields})
    job.locate()
    return job


def seek(person, **fields):
    return JobSeekingCase(person=person, **{"registered_on": date(2023, 5, 1), "willing": True, **fields})


def said(record):
    return "；".join(warnings_of(record, TODAY))


def test_usual_records_are_not_asked_about(person):
    assert said(work(person)) == said(seek(person)) == ""


def test_work_beside_other_work(small_town, person):
    person.employments.update(ended_on=None)
    assert "白水头车间的就业还没有结束，2023-05-01又在城步米厂就业；已离开的先结束" in said(work(person))


def test_work_before_the_last_ended(person):
    assert "白水头车间的就业还没有结束" in said(work(person, started_on=date(2023, 3, 1)))
    assert said(work(person, started_on=date(2023, 4, 1))) == ""


@pytest.mark.parametrize("name", ["started_on", "ended_on"])
def test_work_dated_ahead(person, name):
    assert "在今天以后" in said(work(person, **{name: date(2023, 6, 1)}))


@pytest.mark.parametrize(
    ("wage", "words"),
    [
        (None, "没有写明月收入"),
        (0, "月收入0元"),
        (399, "月收入399元"),
        (30_001, "月收入30001元"),
        (400, ""),
        (30_000, ""),
    ],
)
def test_odd_wages(person, wage, words):
    found = said(work(person, monthly_wage=wage))
    assert words in found
    assert bool(words) == bool(found)


def test_local_work_far_from_home(person):
    Division.objects.create(code="441900", name="东莞市", level=6)
    for channel in ("workshop", "public_benefit", "county"):
        against = "不符" if channel == "county" else "不在本县"
        assert against in said(work(person, workplace="东莞市", channel=channel))
        assert against not in said(work(person, workplace="五团镇", channel=channel))
        assert against not in said(work(person, workplace="湖南省", channel=channel))


def test_migrant_work_at_home(person):
    assert "就业地五团镇与渠道“省外务工”不符" in said(work(person, workplace="五团镇", channel="other_province"))


@pytest.mark.parametrize(
    ("field", "value", "of_work", "of_seeking"),
    [
        ("capacity", "lost", "劳动能力是“丧失劳动力”，却在城步米厂就业", "但劳动能力不符合"),
        ("capacity", "none", "劳动能力是“无劳动力”，却在城步米厂就业", "但劳动能力不符合"),
        ("schooling", "普通高中", "在校生状况是“普通高中”，却在城步米厂就业", "但在校生状况不符合"),
        ("birth_date", date(2007, 6, 2), "未满16周岁", "但年龄不符合"),
    ],
)
def test_somebody_who_cannot_work_works_or_wants_to(person, field, value, of_work, of_seeking):
    setattr(person, field, value)
    person.save()
    assert of_work in said(work(person))
    assert of_seeking in said(seek(person))
    assert said(seek(person, willing=False)) == ""


def test_workshop_work_without_a_workshop(person):
    assert "没有车间编号，不计入车间吸纳；选上车间" in said(work(person, channel="workshop", workplace="五团镇"))


def test_work_in_a_workshop_that_stands_still(small_town, person):
    Workshop.objects.update(stopped_on=date(2023, 4, 15))
    job = work(person, channel="workshop", workshop=Workshop.objects.get(), workplace="五团镇")
    assert "在2023-04-15停产或退出，这份就业那时没有结束" in said(job)


def test_an_employer_that_is_called_like_a_workshop(person):
    assert "在白水头车间就业（县内务工），没有车间编号" in said(work(person, employer="白水头车间"))


@pytest.mark.parametrize(("willing", "words"), [(True, "有就业意愿：是"), (False, "有就业意愿：否")])
def test_a_case_although_there_is_work(person, willing, words):
    person.employments.update(ended_on=None)
    assert words in said(seek(person, willing=willing))


def test_a_second_open_case(person):
    seek(person, registered_on=date(2023, 4, 15)).save()
    assert "有2件求职登记没有终结；只留一件" in said(seek(person))


def test_a_case_dated_ahead(person):
    assert "登记日期在今天以后" in said(seek(person, registered_on=date(2023, 6, 1)))
    assert "终结日期在今天以后" in said(seek(person, ended_on=date(2023, 6, 1)))


def test_a_case_ended_by_work_that_nobody_recorded(person):
    ended = seek(person, ended_on=date(2023, 5, 10), end_reason="employed")
    assert "没有登记之后开始的就业记录" in said(ended)
    work(person, started_on=date(2023, 5, 10)).save()
    assert said(ended) == ""


def test_a_spot_check_that_does_not_say_what_is_untrue(person):
    check = SpotCheck(person=person, checked_on=TODAY, level="town", method="visit", result="untrue")
    assert "数据抽查没有写明问题；补上" in said(check)


def test_a_spot_check_dated_ahead(person):
    check = SpotCheck(person=person, checked_on=date(2023, 6, 1), level="town", method="visit", result="true")
    assert "抽查日期在今天以后" in said(check)


def test_a_form_asks_once_and_saves(signed_in, person):
    with travel(TODAY, tick=False):
        clerk, address = signed_in("clerk"), reverse("labor:employment_add", args=[person.public_id])
        data = {
            "token": str(uuid4()), "started_on": "2023-05-02", "channel": "workshop", "employer": "白水头车间",
            "workplace": "五团镇",
        }  # fmt: skip
        page = clerk.post(address, data).content.decode()
        assert "没有写明月收入" in page
        assert "没有车间编号" in page
        assert not person.employments.filter(ended_on=None).exists()
        clerk.post(address, {**data, "confirmed": "1"})
    assert person.employments.filter(ended_on=None).exists()
