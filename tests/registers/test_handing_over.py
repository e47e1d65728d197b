"""Who serves hands over, a village parts, two records of one job become one: each undone as it was done."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from core.models import LifeEvent, Village
from fictional.one_of_everything import NEXT, OWN, identity_number
from labor.models import Employment, FollowUp, Household, JobSeekingCase, Person
from platforms.models import Platform, StaffMember
from scoring.score import score_town
from tests.exchanged import form_of, sent, text

pytestmark = pytest.mark.usefixtures("today")

TOWN = OWN[:9]
BEFORE, CHANGED, TODAY = date(2023, 5, 1), date(2023, 5, 2), date(2023, 5, 20)


@pytest.fixture
def staff(signed_in):
    cache.clear()
    client = signed_in("staff")
    client.announce("15400000098", *map(identity_number, (1, 2, 3)))
    return client


@pytest.fixture
def happen(staff):
    """Fill in an event's form about a record and confirm what it shows; what the preview says."""

    def act(kind, record, **asked):
        address = reverse("event_of", kwargs={"kind": kind, "key": str(record.pk)})
        sent = {**form_of(staff, address), "happened_on": "2023-05-02", "reason": "工作需要", **asked}
        shown = staff.post(address, sent)
        if shown.context.get("preview"):
            staff.post(address, {**sent, "confirmed": shown.context["form"].digest})
        return text(shown)

    return act


@pytest.fixture
def undo(staff):
    def act():
        address = reverse("event_undo", args=[LifeEvent.objects.get(undone_at=None).pk])
        return text(staff.post(address, {**form_of(staff, address), "reason": "登记错了"}, follow=True))

    return act


def scores():
    return [score_town(TOWN, day, cases=True).as_json() for day in (BEFORE, TODAY)]


@pytest.fixture
def serving(small_town, staff):
    """Who serves at the village's platform, with an account."""
    told = {"started_on": date(2021, 1, 1), "working_time": "full", "account": User.objects.get(username="clerk")}
    return StaffMember.objects.create(village=small_town.village, name="石经办", **told)


@pytest.mark.parametrize("keeps", [True, False])
def test_who_serves_hands_over_and_the_account_is_closed_by_who_may(happen, undo, serving, keeps):
    User.objects.filter(username="staff").update(keeps_clerks=keeps)
    before = scores()
    assert "接任" in happen("handover", serving, name="银接任", phone="15400000098")
    serving.refresh_from_db()
    follower = StaffMember.objects.get(name="银接任")
    assert (serving.ended_on, follower.started_on, follower.account) == (BEFORE, CHANGED, None)
    assert (follower.village_id, follower.working_time, follower.phone.plain) == (OWN, "full", "15400000098")
    assert User.objects.get(username="clerk").ended_on == (CHANGED if keeps else None)
    assert scores()[0] == before[0]
    assert "已撤销" in undo()
    serving.refresh_from_db()
    assert (serving.ended_on, StaffMember.objects.filter(name="银接任").exists()) == (None, False)
    account = User.objects.get(username="clerk")
    assert (account.ended_on, account.is_active, account.end_reason) == (None, True, "")
    assert scores() == before


def test_who_keeps_no_accounts_is_told_who_can_undo_it(happen, undo, serving):
    User.objects.filter(username="staff").update(keeps_clerks=True)
    happen("handover", serving, name="银接任")
    User.objects.filter(username="staff").update(keeps_clerks=False)
    assert "请能管账号的人来撤销" in undo()
    assert LifeEvent.objects.get().undone_at is None
    serving.refresh_from_db()
    assert serving.ended_on == BEFORE


def test_an_account_that_serves_elsewhere_stays_open(happen, serving):
    User.objects.filter(username="staff").update(keeps_clerks=True)
    told = {"started_on": date(2021, 1, 1), "working_time": "part", "account": serving.account}
    StaffMember.objects.create(village_id=NEXT, name="石经办", **told)
    happen("handover", serving, name="银接任")
    assert User.objects.get(username="clerk").ended_on is None


def test_nobody_hands_over_before_they_began(happen, serving):
    assert "才上岗，交接须在这以后" in happen("handover", serving, name="银接任", happened_on="2021-01-01")
    serving.ended_on = date(2023, 4, 1)
    serving.save()
    assert "已经离岗，交接不能更晚" in happen("handover", serving, name="银接任")
    assert not LifeEvent.objects.exists()


def test_a_part_of_a_village_goes_over_and_the_town_is_what_it_was(happen, undo, small_town):
    house = small_town.household
    Person.objects.filter(pk=small_town.person.pk).update(household=house)
    stays = Household.objects.create(code="H80", head_name="石", village_id=OWN, kind="ordinary")
    before, split = scores(), {"into": NEXT, "basis": "县政府批复〔2023〕3号"}
    assert "这个村没有这些户编号：H99" in happen("villagesplit", small_town.village, codes="H1\nH99", **split)
    happen("villagesplit", small_town.village, codes=f"{house.code}\n", **split)
    there = {person.village_id for person in house.members.all()}
    stays.refresh_from_db()
    assert (there, stays.village_id) == ({NEXT}, OWN)
    assert [score["total"] for score in scores()] == [score["total"] for score in before]
    on = Person.objects.at(BEFORE, "village_at").filter(household=house).values_list("village_at", flat=True)
    assert set(on) == {OWN}
    assert Village.objects.get(pk=OWN).stopped_on is None
    undo()
    assert scores() == before


def test_a_village_becomes_a_community_with_all_that_it_had(happen, undo, serving, small_town):
    code = f"{TOWN}099"
    asked = {"basis": "县政府批复〔2023〕3号", "name": "白水头社区"}
    assert f"须以 {TOWN} 开头" in happen("villagetocommunity", small_town.village, code="430529999001", **asked)
    assert "已经登记过" in happen("villagetocommunity", small_town.village, code=NEXT, **asked)
    assert "先登记" in happen("villagetocommunity", small_town.village, code=code, **asked)
    Platform.objects.create(village_id=OWN, built_on=date(2021, 1, 1), account_assigned_on=date(2021, 2, 1))
    before = scores()
    happen("villagetocommunity", small_town.village, code=code, **asked)
    made = Village.objects.get(pk=code)
    assert (made.name, made.people.filter(pk=small_town.person.pk).exists()) == ("白水头社区", True)
    assert (Village.objects.get(pk=OWN).stopped_on, made.platform.built_on) == (CHANGED, date(2021, 1, 1))
    follower = made.staff_members.get()
    assert (follower.name, follower.account_id, follower.started_on) == ("石经办", serving.account_id, date(2021, 1, 1))
    assert [score["total"] for score in scores()] == [score["total"] for score in before]
    undo()
    assert not Village.objects.filter(pk=code).exists()
    assert scores() == before


@pytest.fixture
def jobs(small_town):
    """One job under two names; a call was made about the second."""
    job = small_town.person.employments.get()
    told = {"person": job.person, "channel": job.channel, "workplace": job.workplace, "workshop": job.workshop}
    Employment.objects.filter(pk=job.pk).update(ended_on=date(2023, 4, 30))
    later = Employment.objects.create(employer="新竹编厂", started_on=date(2023, 4, 30), monthly_wage=3100, **told)
    FollowUp.objects.create(employment=later, called_on=date(2023, 5, 10), method="phone", result="steady")
    return Employment.objects.get(pk=job.pk), later


def test_two_records_of_one_job_become_one(happen, undo, jobs):
    kept, later = jobs
    before = scores()
    shown = happen("jobrenaming", later, other=kept.pk)
    assert "以前各天的得分不变" not in shown
    now = Employment.objects.get(person=kept.person)
    assert (now.pk, now.employer, now.ended_on, now.monthly_wage) == (kept.pk, "新竹编厂", None, 3100)
    assert (now.started_on, now.follow_ups.count()) == (kept.started_on, 1)
    assert [score["total"] for score in scores()] == [score["total"] for score in before]
    undo()
    assert {job.employer for job in kept.person.employments.all()} == {kept.employer, "新竹编厂"}
    assert later.follow_ups.count() == 1
    assert scores() == before


def test_the_joined_job_ends_when_the_later_record_does(happen, jobs):
    kept, later = jobs
    Employment.objects.filter(pk=kept.pk).update(ended_on=None)
    Employment.objects.filter(pk=later.pk).update(ended_on=date(2023, 5, 12))
    happen("jobrenaming", later, other=kept.pk)
    assert Employment.objects.get(person=kept.person).ended_on == date(2023, 5, 12)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"started_on": date(2023, 6, 20)}, "不是同一份工作"),
        ({"channel": "county", "workshop": None}, "就业渠道或车间不一样"),
    ],
)
def test_what_is_not_one_job_is_not_joined(happen, jobs, changed, said):
    kept, later = jobs
    Employment.objects.filter(pk=later.pk).update(**changed)
    assert said in happen("jobrenaming", later, other=kept.pk)
    assert not LifeEvent.objects.exists()


def test_a_job_that_closed_a_case_is_not_joined_before_the_case_is_settled(happen, staff, small_town):
    person = small_town.person
    job = person.employments.get()
    Employment.objects.filter(pk=job.pk).update(ended_on=date(2023, 4, 20), channel="county", workshop=None)
    JobSeekingCase.objects.create(person=person, registered_on=date(2023, 4, 25), willing=True)
    begun = {"started_on": "2023-05-02", "employer": "新厂", "channel": "county", "workplace": "儒林镇"}
    staff.post(reverse("labor:employment_add", args=[person.public_id]), sent(**begun, confirmed="1"))
    later = person.employments.get(employer="新厂")
    assert "请先作废那条求职登记" in happen("jobrenaming", job, other=later.pk)
