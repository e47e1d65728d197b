"""公益性岗位: who holds them, until when, and what is odd about it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core.checks import warnings_of
from fictional.one_of_everything import NEXT, OWN, TODAY
from labor.models import Employment, PublicBenefitPost
from labor.posts.facts import days_held
from reminders.kinds import Kind
from reminders.upcoming import Upcoming
from tests.exchanged import sent, words

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def person(small_town):
    small_town.person.employments.update(ended_on=date(2022, 12, 31))
    return small_town.person


@pytest.fixture
def post(person):
    return hold(person, "GY01", date(2023, 1, 1), date(2023, 12, 31))


def hold(person, code, first, last, **more):
    usual = {
        "kind": "保洁",
        "employer": "村委会",
        "manager": "村委会",
        "responsible": "石主任",
        "monthly_allowance": 800,
    }
    dates = {"contract_started_on": first, "contract_ended_on": last}
    return PublicBenefitPost.objects.create(person=person, code=code, village_id=OWN, **usual, **dates, **more)


def said(post, on=TODAY):
    return "；".join(warnings_of(post, on))


def test_a_usual_post_is_not_asked_about(post):
    assert said(post) == ""


@pytest.mark.parametrize(
    ("born", "asked"),
    [
        (date(1963, 1, 2), ""),
        (date(1963, 1, 1), "年龄不符（合同开始时60周岁，现在或合同终止时60周岁）"),
        (date(2007, 1, 2), "年龄不符（合同开始时15周岁"),
    ],
)
def test_age(post, born, asked):
    post.person.birth_date = born
    post.person.save()
    assert asked in said(post)
    assert bool(asked) == bool(said(post))


def test_no_labor_ability(post):
    post.person.capacity = "lost"
    post.person.save()
    assert said(post).startswith("劳动能力不符（合同开始时")


def test_a_second_post_at_the_same_time(person, post):
    other = hold(person, "GY02", date(2022, 1, 1), date(2023, 1, 1))
    assert said(post) == "岗位GY01和GY02的合同时间重叠；终止其中一份"
    other.contract_ended_on = date(2022, 12, 31)
    other.save()
    assert said(post) == ""


def test_work_elsewhere(person, post):
    job = Employment.objects.create(
        person=person, started_on=date(2023, 2, 1), employer="东莞鞋厂", channel="other_province", workplace="东莞市"
    )
    assert said(post) == "同时在东莞鞋厂就业（省外务工）；核对是否真正在岗"
    job.channel = "public_benefit"
    job.save()
    assert said(post) == ""


def test_a_contract_that_runs_out(post):
    first = date(2023, 12, 1)
    assert said(post, first - timedelta(days=1)) == ""
    assert said(post, first) == "合同2023-12-31到期，请续签或安排离岗"
    assert post.state(first).text == "在岗，合同还有30天"
    assert post.state(date(2024, 1, 1)).text == "合同已到期"


def test_three_years_are_counted_per_person_and_not_per_contract(person):
    first = hold(person, "GY01", date(2020, 1, 1), date(2021, 12, 31))
    second = hold(person, "GY02", date(2022, 1, 1), date(2022, 12, 31))
    assert said(first) == said(second) == ""
    third = hold(person, "GY03", date(2023, 1, 1), date(2023, 12, 31))
    assert "各份合同合计1461天，超过三年" in said(third)
    third.contract_ended_on = date(2022, 12, 31)
    assert "超过三年" not in said(third)


def test_a_day_in_two_contracts_counts_once():
    year = (date(2023, 1, 1), date(2023, 12, 31))
    assert days_held([year, (date(2023, 6, 1), date(2023, 7, 1))]) == 365
    assert days_held([(date(2022, 12, 31), date(2023, 1, 1)), year]) == 366
    assert days_held([]) == 0


def test_who_manages_and_who_answers(post):
    post.responsible = ""
    assert said(post) == "没有写明管理单位和责任人"


def test_a_post_is_given_up_with_a_day_and_a_reason_and_it_can_be_taken_back(signed_in, person, post):
    staff, action = signed_in("staff"), "labor:public_benefit_post_action"
    address = reverse(action, args=[post.pk, "terminate"])
    seen = staff.get(address).context["form"]["seen"].value()
    staff.post(address, sent(seen=seen, ended_on="2023-05-10", end_reason="外出务工"))
    post.refresh_from_db()
    assert (post.state(TODAY).text, post.is_held(date(2023, 5, 10)), post.is_held(TODAY)) == ("已提前终止", True, False)
    assert post.contract_ended_on == date(2023, 12, 31)
    assert "不再受聘于村委会 外出务工" in words(staff.get(person.get_absolute_url()))
    address = reverse(action, args=[post.pk, "unterminate"])
    seen = staff.get(address).context["form"]["seen"].value()
    staff.post(address, sent(seen=seen, change_reason="没有离岗"))
    post.refresh_from_db()
    assert (post.ended_on, post.end_reason) == (None, "")


@pytest.mark.parametrize(("on", "found"), [(date(2022, 12, 31), 0), (date(2023, 1, 1), 1), (date(2023, 5, 10), 1)])
def test_the_list_knows_as_well_as_the_page_who_holds_a_post(post, on, found):
    PublicBenefitPost.objects.update(ended_on=date(2023, 5, 10))
    post.refresh_from_db()
    assert PublicBenefitPost.objects.held(on).count() == found == post.is_held(on)
    assert PublicBenefitPost.objects.held(date(2023, 5, 11)).count() == 0


def test_the_list_is_narrowed_down_to_what_runs_out(signed_in, small_town, person, post):
    hold(person, "GY02", date(2022, 1, 1), date(2022, 12, 31))
    hold(small_town.people[NEXT], "GY03", date(2023, 1, 1), date(2023, 6, 1))
    staff, address = signed_in("staff"), reverse("labor:public_benefit_post_list")

    def codes(state):
        table = staff.get(address, {"state": state}).context["table"]
        return sorted(PublicBenefitPost.objects.get(pk=key).code for key in table.paginator.object_list)

    assert [codes(state) for state in ("held", "soon", "over")] == [["GY01", "GY03"], ["GY03"], ["GY02"]]


def test_nobody_is_reminded_of_a_contract_that_was_ended(post):
    on = date(2023, 12, 1)
    assert [each.count for each in Upcoming(on).open(Kind.CONTRACT)] == [1]
    PublicBenefitPost.objects.update(ended_on=date(2023, 5, 10))
    assert Upcoming(on).open(Kind.CONTRACT) == []
