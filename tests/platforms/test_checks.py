"""What is odd about services and help: asked once, never refused."""

from datetime import date

import pytest

from core.checks import warnings_of
from labor.models import JobSeekingCase
from platforms.models import HouseholdHelp, Service

TODAY = date(2023, 5, 20)


@pytest.fixture
def service(small_town):
    return Service(person=small_town.person, served_on=TODAY, kind="recommendation", employer="竹业公司", post="包装工")


@pytest.fixture
def given(small_town):
    return HouseholdHelp(household=small_town.household, helped_on=TODAY, measure="job")


def said(record):
    return "；".join(warnings_of(record, TODAY))


def test_usual_records_are_not_asked_about(service, given):
    JobSeekingCase.objects.create(person=service.person, registered_on=date(2023, 5, 2), willing=True)
    assert said(service) == said(given) == ""


def test_a_service_to_somebody_who_never_looked_for_work(service):
    assert "今年服务1次，没有登记过就业意愿" in said(service)


@pytest.mark.parametrize(("name", "words"), [("employer", "推荐单位"), ("post", "推荐岗位")])
def test_a_recommendation_of_nothing(service, name, words):
    setattr(service, name, "")
    assert f"就业服务没有写明{words}；补上" in said(service)
    service.kind = Service.Kind.GUIDANCE
    assert "没有写明" not in said(service)


def test_the_same_recommendation_again(service):
    service.served_on = date(2023, 5, 19)
    service.save()
    again = Service(person=service.person, served_on=TODAY, kind="recommendation", employer="竹业公司", post="包装工")
    assert "2023-05-19已推荐过“竹业公司”的“包装工”" in said(again)
    assert "已推荐过" not in said(service)


def test_a_service_dated_ahead(service):
    service.served_on = date(2023, 5, 21)
    assert "服务日期在今天以后" in said(service)


def test_a_service_to_somebody_who_left(service):
    service.person.left_on = TODAY
    service.person.save()
    assert "此人2023-05-20已退出，还有2023-05-20的就业服务" in said(service)


def test_help_dated_ahead(given):
    given.helped_on = date(2023, 5, 21)
    assert "帮扶日期在今天以后" in said(given)


def test_other_help_that_is_not_told(given):
    given.measure = "other"
    assert "户帮扶措施没有写明内容；补上" in said(given)


def test_help_before_the_household_was_found_unstable(given):
    given.household.unstable_since = date(2023, 5, 21)
    assert "考核不计" in said(given)
