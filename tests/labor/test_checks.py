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
        "started_on": date(2023, 5, 1), "employer": "城步米厂", "channel": "county", "workplace": "某地",
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
    assert "与2022-03-01起在白水头车间的就业重叠" in said(work(person))


def test_work_before_the_last_ended(person):
    assert "那一份到2023-04-01才结束" in said(work(person, started_on=date(2023, 3, 1)))
    assert said(work(person, started_on=date(2023, 4, 1))) == ""


@pytest.mark.parametrize("name", ["started_on", "ended_on"])
def test_work_dated_ahead(person, name):
    assert "在今天以后" in said(work(person, **{name: date(2023, 6, 1)}))


@pytest.mark.parametrize(
    ("wage", "words"), [(None, "没有填月收入"), (0, "偏低"), (299, "偏低"), (50_001, "偏高"), (300, ""), (50_000, "")]
)
def test_odd_wages(person, wage, words):
    found = said(work(person, monthly_wage=wage))
    assert words in found
    assert bool(words) == bool(found)


@pytest.mark.parametrize("channel", ["workshop", "public_benefit", "county"])
def test_local_work_far_from_home(person, channel):
    Division.objects.create(code="441900", name="东莞市", level=6)
    assert "不在本县" in said(work(person, workplace="东莞市", channel=channel))
    assert "不在本县" not in said(work(person, workplace="五团镇", channel=channel))
    assert "不在本县" not in said(work(person, workplace="湖南省", channel=channel))


def test_migrant_work_at_home(person):
    assert "在本县" in said(work(person, workplace="五团镇", channel="other_province"))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("capacity", "lost", "劳动能力是“丧失劳动力”"),
        ("capacity", "none", "劳动能力是“无劳动力”"),
        ("schooling", "普通高中", "在校生状况是“普通高中”"),
        ("birth_date", date(2007, 5, 2), "不满16周岁"),
    ],
)
def test_somebody_who_cannot_work_works_or_wants_to(person, field, value, words):
    setattr(person, field, value)
    assert words in said(work(person))
    assert words in said(seek(person))
    assert said(seek(person, willing=False)) == ""


def test_workshop_work_without_a_workshop(person):
    assert "没有选择车间" in said(work(person, channel="workshop"))


def test_work_in_a_workshop_that_stands_still(small_town, person):
    Workshop.objects.update(stopped_on=date(2023, 4, 15))
    job = work(person, channel="workshop", workshop=Workshop.objects.get(), workplace="五团镇")
    assert "不在运营" in said(job)


def test_an_employer_that_is_called_like_a_workshop(person):
    assert "与帮扶车间“白水头车间”同名" in said(work(person, employer="白水头车间"))


@pytest.mark.parametrize(("willing", "words"), [(True, "却登记求职"), (False, "却登记为无就业意愿")])
def test_a_case_although_there_is_work(person, willing, words):
    person.employments.update(ended_on=None)
    assert words in said(seek(person, willing=willing))


def test_a_second_open_case(person):
    seek(person, registered_on=date(2023, 4, 15)).save()
    assert "2023-04-15的求职登记还没有终结" in said(seek(person))


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
    assert "请写明问题" in said(check)


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
        assert "没有填月收入" in page
        assert "没有选择车间" in page
        assert not person.employments.filter(ended_on=None).exists()
        clerk.post(address, {**data, "confirmed": "1"})
    assert person.employments.filter(ended_on=None).exists()
