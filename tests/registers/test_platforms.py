"""村级平台: side by side, with the numbers that 4.1 and 4.3 count; built, staffed, given an account, closed."""

from datetime import date

import pytest
from django.urls import reverse

from core.models import Village
from fictional.one_of_everything import NEXT, OWN, TODAY, TOWN, add_person, add_platform
from labor.models import JobSeekingCase
from platforms.models import BusinessCheck, Platform, Service, StaffMember
from platforms.villages.coverage import totals
from scoring.catalogue import rubric_for
from scoring.tallies import Scope
from tests.exchanged import send

pytestmark = pytest.mark.usefixtures("today")
RULES = ("platforms", "service_business")


def counted():
    """What the rubric counts in the town today."""
    rubric, scope = rubric_for(2023), Scope(TOWN, TODAY)
    platforms, business = (rubric.scored_by(name)[0].rule.tallies(scope) for name in RULES)
    found = (
        business["required"],
        platforms["missing"],
        platforms["unready"],
        business["unstaffed"],
        business["failures"],
    )
    return [tally.within(TOWN).count() for tally in found]


def shown():
    return list(totals(Village.objects.within(TOWN), TODAY).values())


def test_the_totals_agree_with_the_rubric_as_the_town_builds_its_platforms(small_town):
    assert shown() == counted() == [2, 2, 0, 0, 0]
    add_platform(small_town.village)
    assert shown() == counted() == [2, 1, 1, 0, 1]
    Platform.objects.update(account_assigned_on=date(2023, 2, 1))
    assert shown() == counted() == [2, 1, 0, 0, 1]
    StaffMember.objects.update(ended_on=date(2023, 5, 1))
    assert shown() == counted() == [2, 1, 1, 1, 1]
    Platform.objects.update(closed_on=date(2023, 5, 1))
    assert shown() == counted() == [2, 2, 0, 0, 1]


def test_villages_stand_side_by_side(staff, small_town):
    add_platform(small_town.village)
    Platform.objects.update(premises="村部一楼")
    lines = [[cell.text for cell in line] for line in staff.get(reverse("platforms:coverage")).context["table"].lines]
    assert lines == [
        ["白水头村", "没有账号", "专职1", "村部一楼", "—", "2023-05-01", "1", "0", "没有对象"],
        ["木瓜村", "未建成", "—", "—", "—", "—", "0", "0", "没有对象"],
    ]


def test_the_cover_by_311_is_that_of_the_rubric(staff, small_town):
    served, waits = (add_person(OWN, order, f"石{order}", household=small_town.household) for order in (50, 51))
    for person in (served, waits):
        JobSeekingCase.objects.create(person=person, registered_on=date(2023, 3, 1), willing=True, reason="返乡")
    for kind, day in (
        ("recommendation", 2),
        ("recommendation", 3),
        ("recommendation", 4),
        ("guidance", 5),
        ("training", 6),
    ):
        Service.objects.create(person=served, served_on=date(2023, 3, day), kind=kind, employer=f"{day}厂")
    line, _ = staff.get(reverse("platforms:coverage")).context["table"].lines
    assert (line[-1].text, line[-1].tone) == ("1/2人", "lost")
    tallies = rubric_for(2023).scored_by("services_311")[0].rule.tallies(Scope(TOWN, TODAY))
    assert [tallies[name].within(OWN).count() for name in ("eligible", "uncovered")] == [2, 1]


def test_a_platform_is_built_staffed_and_given_its_account_from_the_page_of_the_village(staff, small_town):
    send(staff, "platforms:platform_add", NEXT, built_on="2023-05-01", premises="村部", account_assigned_on="")
    send(staff, "platforms:staff_add", NEXT, name="杨平台", working_time="part", phone="", started_on="2023-05-02")
    platform = Platform.objects.get(village=NEXT)
    assert platform.state(TODAY).text == "未分配账号"
    send(staff, "platforms:platform_action", platform.pk, "assign", account_assigned_on="2023-05-04")
    platform.refresh_from_db()
    assert platform.state(TODAY).text == "已建成"


def test_a_second_platform_of_a_village_is_refused_in_words(staff, small_town):
    add_platform(small_town.village)
    answer = send(staff, "platforms:platform_add", OWN, built_on="2023-05-01", premises="", account_assigned_on="")
    assert "村社区相同的村级平台已经登记过" in answer.content.decode()


def test_somebody_leaves_with_a_reason_and_it_can_be_taken_back(staff, small_town):
    add_platform(small_town.village)
    member = StaffMember.objects.get()
    send(staff, "platforms:staff_action", member.pk, "leave", ended_on="2023-05-10", change_reason="外出务工")
    member.refresh_from_db()
    assert member.state(TODAY).text == "已离岗"
    send(staff, "platforms:staff_action", member.pk, "unleave", change_reason="没有离岗")
    member.refresh_from_db()
    assert member.ended_on is None


def test_a_check_is_recorded_from_the_page_of_the_village(staff, small_town):
    fields = {"checked_on": "2023-05-10", "level": "superior", "item": "sign_in", "result": "passed"}
    send(staff, "platforms:check_add", OWN, **fields)
    assert BusinessCheck.objects.get().village_id == OWN
