"""The line of time keeps every stretch, and a page tells what was so on a day that has passed."""

from datetime import date

import pytest
from django.utils import timezone

from fictional.one_of_everything import FAR, NEXT, OWN
from labor.models import Household, HouseholdChange, Person, PersonChange
from tests.exchanged import text, words
from workshops.models import WorkshopChange

pytestmark = pytest.mark.usefixtures("today")

SPRING, SUMMER = date(2022, 3, 1), date(2022, 7, 1)


@pytest.fixture
def moved(small_town):
    """Somebody who left, came back, lives in another village now and was able to work only before."""
    person = small_town.person
    former = {"left_on": {"was_on": date(2022, 1, 15)}, "joined_on": {"was_on": date(2021, 1, 1)}}
    more = {"village": {"was_village_id": NEXT}, "capacity": {"was_text": "skilled"}}
    for item, before in (former | more).items():
        PersonChange.objects.create(person=person, item=item, changed_on=SPRING, reason="回来了", **before)
    Person.objects.filter(pk=person.pk).update(joined_on=SPRING, village_id=OWN, capacity="lost")
    return person


def test_leaving_and_coming_back_keeps_every_stretch(signed_in, moved):
    page = words(signed_in("staff").get(moved.get_absolute_url()))
    line = page[page.index(" 经历 ") :]
    told = ("03-01 变更 村社区由木瓜村变为白水头村 回来了", "03-01 纳入 纳入劳动力台账", "01-15 退出", "01-01 纳入")
    assert all(entry in line for entry in told), line
    assert line.count("纳入劳动力台账") == 2
    assert "劳动能力由技能劳动力变为丧失劳动力" in line


def test_a_page_at_a_past_day_has_the_values_of_that_day_and_says_so(signed_in, moved):
    staff = signed_in("staff")
    then = words(staff.get(moved.get_absolute_url(), {"as_of": "2021-12-31"}))
    assert "2021-12-31 的情况" in then
    assert "木瓜村" in then
    assert "技能劳动力" in then
    assert "由木瓜村变为" not in then  # that came later
    assert "登记就业" not in then
    now = words(staff.get(moved.get_absolute_url()))
    assert "的情况：" not in now
    assert "登记就业" in now


def test_somebody_who_was_away_that_day_had_left(signed_in, moved):
    page = words(signed_in("staff").get(moved.get_absolute_url(), {"as_of": "2022-02-01"}))
    assert "2022-01-15 已退出" in page


@pytest.mark.parametrize("asked", ["2023-05-21", "昨天", "1800-01-01"])
def test_a_day_to_come_or_one_that_is_none_is_refused(signed_in, small_town, asked):
    assert signed_in("staff").get(small_town.person.get_absolute_url(), {"as_of": asked}).status_code == 400


def test_a_household_monitored_twice_has_both_stretches(signed_in, small_town):
    house = small_town.household
    days = {"identified_on": date(2022, 1, 1), "risk_removed_on": date(2022, 2, 1)}
    for item, day in days.items():
        HouseholdChange.objects.create(household=house, item=item, changed_on=SPRING, was_on=day)
    Household.objects.filter(pk=house.pk).update(
        monitoring="at_risk", identified_on=SPRING, risk_removed_on=None, unstable_since=None
    )
    staff = signed_in("staff")
    line = words(staff.get(house.get_absolute_url()))
    assert line.index("03-01 纳入监测") < line.index("02-01 风险消除") < line.index("01-01 纳入监测")
    then = words(staff.get(house.get_absolute_url(), {"as_of": "2022-02-10"}))
    assert "风险消除日期 2022-02-01" in then
    assert "03-01 纳入监测" not in then


def test_a_workshop_tells_when_it_stood_still(signed_in, small_town):
    workshop = small_town.workshop
    WorkshopChange.objects.create(workshop=workshop, item="stopped_on", changed_on=SUMMER, was_on=SPRING)
    page = words(signed_in("staff").get(workshop.get_absolute_url()))
    assert page.index("07-01 恢复生产") < page.index("03-01 停产")
    then = words(signed_in("staff").get(workshop.get_absolute_url(), {"as_of": "2022-04-01"}))
    assert "停产日期 2022-03-01" in then


def test_an_exit_that_was_taken_back_before_it_came_never_was(signed_in, small_town):
    PersonChange.objects.create(person=small_town.person, item="left_on", changed_on=SPRING, was_on=SUMMER)
    assert "07-01 退出" not in words(signed_in("staff").get(small_town.person.get_absolute_url()))


def test_where_somebody_came_from_another_town_is_not_named(signed_in, small_town):
    PersonChange.objects.create(person=small_town.person, item="village", changed_on=SPRING, was_village_id=FAR)
    assert "村社区由管辖范围以外变为白水头村" in text(signed_in("staff").get(small_town.person.get_absolute_url()))


def test_a_voided_change_did_not_happen(signed_in, moved):
    PersonChange.objects.update(voided_at=timezone.now(), void_reason="登记错了")
    assert "由木瓜村变为" not in text(signed_in("staff").get(moved.get_absolute_url()))
