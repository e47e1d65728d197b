"""Training: quotas with their progress, classes filled from wishes, days written down, and work afterwards."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.checks import warnings_of
from fictional.one_of_everything import FAR, NEXT, OWN, TODAY, TOWN, add_person
from labor.models import Employment, JobSeekingCase, Person
from tests.exchanged import send, text
from training.candidates import candidates_for
from training.models import (
    Attendance,
    Enrolment,
    ReturnedBusiness,
    StaffTraining,
    TrainingClass,
    TrainingQuota,
    TrainingWish,
)
from training.registers import SUBSIDIES

pytestmark = pytest.mark.usefixtures("today")
LABOR = "labor_transfer"


@pytest.fixture
def course(small_town):
    return TrainingClass.objects.create(
        code="BJ01", town_id=TOWN, category=LABOR, trade="缝纫工", started_on=date(2023, 5, 15)
    )


def ended(code, day, *people, category=LABOR, completed=True):
    """A class that ended on `day`, and those who were in it."""
    course = TrainingClass.objects.create(
        code=code, town_id=TOWN, category=category, trade="电工", started_on=date(2022, 8, 1), ended_on=day
    )
    for person in people:
        Enrolment.objects.create(training_class=course, person=person, completed=completed)
    return course


# --- quotas ---


def test_a_quota_counts_different_people_of_the_town_who_completed_a_class_that_ended_in_its_year(small_town):
    quota = TrainingQuota.objects.create(year=2023, town_id=TOWN, category=LABOR, people=3)
    own, near, far = (small_town.people[village] for village in (OWN, NEXT, FAR))
    ended("A", date(2023, 3, 1), own, near, far)
    ended("B", date(2023, 4, 1), own)  # the same person again
    ended("C", date(2022, 12, 31), near)  # last year's
    ended("D", date(2023, 4, 2), near, category="entrepreneurship")
    ended("E", date(2023, 6, 1), add_person(OWN, 9, "石后来"))  # ends later
    ended("F", date(2023, 4, 3), add_person(OWN, 10, "石未结"), completed=False)
    assert quota.completed_by(TODAY) == 2
    assert quota.state(TODAY).text == "还差1人"
    assert quota.state(date(2023, 6, 1)).text == "已完成"
    assert Enrolment.objects.completed_in(2023, TODAY, LABOR).within(TOWN).people() == quota.completed_by(TODAY)
    assert [each.completed for each in TrainingQuota.objects.filter(town=TOWN, year=2023).with_progress(TODAY)] == [2]


def test_the_list_of_quotas_shows_how_far_each_has_come(staff, small_town):
    TrainingQuota.objects.create(year=2023, town_id=TOWN, category=LABOR, people=40)
    ended("A", date(2023, 3, 1), small_town.person)
    assert "还差39人" in text(staff.get(reverse("training:quota_list")))


# --- who is enrolled ---


def test_those_who_wish_for_the_trade_come_before_those_who_look_for_work(staff, small_town, course):
    wishes, seeks, suits = small_town.person, add_person(OWN, 11, "石求职"), add_person(NEXT, 12, "杨裁缝")
    TrainingWish.objects.create(person=wishes, category=LABOR, trade="缝纫", wished_on=date(2023, 5, 1))
    for person, post in ((seeks, ""), (suits, "缝纫车工")):
        JobSeekingCase.objects.create(person=person, registered_on=date(2023, 5, 2), willing=True, wished_post=post)
    page = staff.get(reverse("training:class_enrol", args=[course.pk]))
    assert [each.person for each, _ in page.context["candidates"]] == [wishes, suits, seeks]
    assert all(told in text(page) for told in ("想学缝纫", "求职意向：缝纫车工", "正在求职"))


def test_several_are_enrolled_at_once_and_then_no_longer_offered(staff, small_town, course):
    people = [small_town.person, small_town.people[NEXT]]
    for person in people:
        TrainingWish.objects.create(person=person, category=LABOR, wished_on=date(2023, 5, 1))
    response = send(staff, "training:class_enrol", course.pk, person=[person.pk for person in people])
    assert response.url == course.get_absolute_url()
    assert {each.person for each in course.enrolments.all()} == set(people)
    assert candidates_for(course, response.wsgi_request.user, TODAY) == []
    assert not TrainingWish.objects.open(TODAY).exists()
    assert {wish.state(TODAY).text for wish in TrainingWish.objects.all()} == {"已报班"}


def test_anybody_able_of_the_town_is_found_by_name_and_nobody_else(staff, small_town, course):
    add_person(OWN, 11, "石老人", birth_date=date(1950, 1, 1))
    add_person(FAR, 12, "石远方")
    page = staff.get(reverse("training:class_enrol", args=[course.pk]), {"q": "石"})
    assert [each.person.name for each, _ in page.context["candidates"]] == ["石小军"]


def test_nobody_is_enrolled_whom_the_page_did_not_offer(staff, small_town, course):
    page = text(send(staff, "training:class_enrol", course.pk, person=[small_town.people[FAR].pk]))
    assert "名单已经变化" in page
    assert not course.enrolments.exists()


def test_the_pick_list_asks_as_much_for_three_as_for_thirty(staff, small_town, course):
    address, asked = reverse("training:class_enrol", args=[course.pk]), []
    for number in (3, 33):
        for order in range(Person.objects.count(), number + 3):
            person = add_person(OWN, 100 + order, f"石{order}")
            TrainingWish.objects.create(person=person, category=LABOR, wished_on=date(2023, 5, 1))
        with CaptureQueriesContext(connection) as captured:
            staff.get(address)
        asked.append(len(captured))
    assert asked[0] == asked[1]


# --- who came ---


@pytest.fixture
def classmates(small_town, course):
    people = small_town.person, small_town.people[NEXT]
    return [Enrolment.objects.create(training_class=course, person=person) for person in people]


def came(day):
    return {row.enrolment_id for row in Attendance.objects.on_day(day).filter(present=True)}


@pytest.fixture
def write_down(staff, course, classmates):
    """Save the page of a day as it was when these had a tick."""

    def write(day, present, shown):
        keys = {"listed": classmates, "present": present, "shown": shown}
        sent = {name: [each.pk for each in rows] for name, rows in keys.items()}
        return send(staff, "training:class_attendance", course.pk, day=day, **sent)

    return write


def test_a_day_of_a_class_is_written_down_at_once(staff, course, classmates, write_down):
    first, second = classmates
    write_down("2023-05-16", [first], shown=classmates)
    assert came(date(2023, 5, 16)) == {first.pk}
    assert Attendance.objects.get(enrolment=second).present is False
    page = text(staff.get(course.get_absolute_url()))
    assert '到课 <span class="number">1/2</span>' in page


def test_two_who_write_the_same_day_do_not_undo_each_other(classmates, write_down):
    first, second = classmates
    day = date(2023, 5, 16)
    write_down(day, [first], shown=classmates)
    write_down(day, [second], shown=classmates)  # opened before the first was saved
    assert came(day) == set()
    write_down(day, [first], shown=[])
    write_down(day, [second], shown=[])  # saw both absent
    assert came(day) == {first.pk, second.pk}
    write_down(day, [second], shown=classmates)
    assert came(day) == {second.pk}


def test_nothing_is_said_of_who_was_enrolled_while_the_page_was_open(classmates, write_down, course):
    late = Enrolment.objects.create(training_class=course, person=add_person(OWN, 77, "石后到"))
    write_down("2023-05-16", classmates, shown=classmates)
    assert not late.attendances.exists()


def test_the_page_lists_everybody_and_ticks_them_on_a_new_day(staff, course, classmates):
    page = staff.get(reverse("training:class_attendance", args=[course.pk]), {"day": "2023-05-16"}).text
    for name in ("listed", "shown"):
        assert page.count(f'name="{name}"') == len(classmates)


def test_an_enrolment_by_mistake_goes_with_its_days_and_comes_back_with_them(staff, classmates, write_down):
    first, _ = classmates
    write_down("2023-05-16", classmates, shown=classmates)
    write_down("2023-05-17", classmates, shown=classmates)
    send(staff, "training:enrolment_void", first.pk, reason="登记错了")
    assert came(date(2023, 5, 16)) == {classmates[1].pk}
    send(staff, "training:enrolment_revive", first.pk, reason="没有错")
    assert came(date(2023, 5, 17)) == {each.pk for each in classmates}


def test_the_class_of_an_enrolment_with_days_stays(staff, classmates, write_down):
    write_down("2023-05-16", classmates, shown=classmates)
    page = staff.get(reverse("training:enrolment_change", args=[classmates[0].pk]))
    assert "training_class" not in page.context["form"].fields


@pytest.mark.parametrize("day", ["2023-05-14", "2023-05-21"])
def test_a_day_outside_the_class_or_ahead_is_refused(staff, course, classmates, day):
    assert "签到日期应在2023-05-15到2023-05-20之间" in text(
        send(staff, "training:class_attendance", course.pk, day=day, present=[])
    )
    assert not Attendance.objects.exists()


def test_a_day_written_down_by_mistake_is_voided_and_can_be_written_again(staff, course, classmates, write_down):
    first, _ = classmates
    write_down("2023-05-16", [first], shown=classmates)
    send(staff, "training:class_attendance_void", course.pk, "2023-05-16", reason="那天没有上课")
    assert not Attendance.objects.exists()
    assert staff.get(reverse("training:class_attendance_void", args=[course.pk, "2023-05-16"])).status_code == 404
    write_down("2023-05-16", [first], shown=classmates)
    assert came(date(2023, 5, 16)) == {first.pk}


# --- who completed ---


def test_who_completed_is_said_of_the_whole_class_at_once(staff, course, classmates):
    first, second = classmates
    answers = {f"done-{first.pk}": "on", f"certificate-{first.pk}": "ZS1", f"certificate-{second.pk}": "ZS2"}
    assert "培训班还没有结业" in text(send(staff, "training:class_complete", course.pk, **answers))
    course.ended_on = date(2023, 5, 19)
    course.save()
    assert '还有 <span class="number">2</span> 人没有登记是否结业' in text(staff.get(course.get_absolute_url()))
    send(staff, "training:class_complete", course.pk, **answers)
    said = Enrolment.objects.order_by("pk").values_list("completed", "certificate")
    assert list(said) == [(True, "ZS1"), (False, "")]
    assert "没有登记是否结业" not in text(staff.get(course.get_absolute_url()))
    send(staff, "training:class_complete", course.pk, **{f"done-{second.pk}": "on"})  # said already
    assert Enrolment.objects.completed_in(2023, TODAY).count() == 1


# --- what came of it ---


@pytest.fixture
def graduate(small_town):
    """Somebody who completed at the end of November; three months later is the last of February."""
    person = add_person(OWN, 20, "石结业")
    ended("A", date(2022, 11, 30), person)
    return Enrolment.objects.get(person=person)


def outcomes(enrolment):
    return [enrolment.outcome(months, TODAY).text for months in (3, 6)]


def works(person, started, ended=None):
    Employment.objects.create(
        person=person, employer="某厂", started_on=started, ended_on=ended, channel="county", workplace="五团镇"
    )


def test_work_after_training_is_read_off_the_jobs_on_the_very_day(graduate):
    assert outcomes(graduate) == ["未就业", "2023-05-30到期"]
    works(graduate.person, date(2023, 3, 1))
    assert outcomes(graduate)[0] == "未就业"
    works(graduate.person, date(2022, 12, 1), date(2023, 2, 28))
    assert outcomes(graduate)[0] == "已就业"


@pytest.mark.parametrize("job", [None, (date(2022, 12, 1), date(2023, 2, 28)), (date(2022, 12, 1), date(2023, 2, 27))])
def test_the_filter_says_what_the_column_says(staff, graduate, job):
    if job:
        works(graduate.person, *job)
    said = {"yes": "已就业", "no": "未就业", "later": "2023-05-30到期"}
    for months in (3, 6):
        for value, told in said.items():
            page = staff.get(reverse("training:enrolment_list"), {f"after_{months}": value})
            assert page.context["table"].paginator.count == (graduate.outcome(months, TODAY).text == told)


def test_whoever_did_not_complete_is_not_followed(graduate):
    graduate.completed = False
    assert outcomes(graduate) == ["—", "—"]


def test_the_page_of_a_class_says_how_many_have_work_since(staff, graduate):
    works(graduate.person, date(2022, 12, 1))
    page = text(staff.get(graduate.training_class.get_absolute_url()))
    assert '结业后3个月就业</dt><dd><span class="number">1/1</span>' in page
    assert "结业后6个月就业</dt><dd>未到期" in page


@pytest.mark.parametrize(
    ("applied", "paid", "shown"),
    [(None, None, "none"), (TODAY, None, "applied"), (TODAY, TODAY, "paid"), (None, TODAY, "paid")],
)
def test_every_enrolment_is_shown_by_one_choice_of_its_subsidy(staff, graduate, applied, paid, shown):
    graduate.subsidy_applied_on, graduate.subsidy_paid_on = applied, paid
    graduate.save()
    for value in SUBSIDIES:
        page = staff.get(reverse("training:enrolment_list"), {"subsidy": value})
        assert page.context["table"].paginator.count == (value == shown)


def test_a_subsidy_is_applied_for_then_paid(staff, graduate):
    action = "training:enrolment_action"
    assert staff.get(reverse(action, args=[graduate.pk, "pay"])).status_code == 404
    send(staff, action, graduate.pk, "apply", subsidy_applied_on="2023-01-05", subsidy="800")
    graduate.refresh_from_db()
    assert graduate.subsidy_state(TODAY).text == "已申报"
    page = text(send(staff, action, graduate.pk, "pay", subsidy_paid_on="2023-01-01", subsidy="800"))
    assert "补贴发放日期早于补贴申报日期" in page
    send(staff, action, graduate.pk, "pay", subsidy_paid_on="2023-02-01", subsidy="800")
    graduate.refresh_from_db()
    assert graduate.subsidy_state(TODAY).text == "已发放"
    assert "领取培训补贴" in text(staff.get(graduate.person.get_absolute_url()))


def test_what_is_odd_about_training_is_said(small_town, course, graduate):
    again = Enrolment(training_class=ended("B", date(2022, 12, 5)), person=graduate.person, completed=True)
    again.certificate = "ZS2"
    assert any("同年同类培训已结业" in text for text in warnings_of(again, date(2022, 12, 31)))
    early = Enrolment(training_class=course, person=small_town.person, completed=True)
    assert "培训班没有结业日期；补正培训班或参训记录" in warnings_of(early, TODAY)
    assert any("已超过半年" in text for text in warnings_of(course, date(2023, 12, 1)))


# --- those who came back, and the staff ---


def test_a_business_is_entered_from_the_page_of_its_founder(staff, small_town):
    page = staff.get(small_town.person.get_absolute_url())
    address = next(action.address for action in page.context["quick"] if action.label == "返乡创业")
    form = staff.get(address).context["form"]
    assert "founder" not in form.fields
    sent = {name: form[name].value() or "" for name in form.fields}
    more = {"name": "米粉店", "jobs": 4, "jobs_out_of_poverty": 2}
    staff.post(address, {**sent, **more, "opened_on": "2023-04-01"})
    business = ReturnedBusiness.objects.get()
    assert (business.owner, business.state(TODAY).text) == (small_town.person, "经营中")
    assert (business.jobs, business.jobs_out_of_poverty) == (4, 2)
    assert "开办米粉店" in text(staff.get(small_town.person.get_absolute_url()))


def test_a_business_of_somebody_outside_the_register_needs_a_name(staff, small_town):
    sent = {"village": OWN, "name": "民宿", "opened_on": "2023-04-01", "jobs": 1, "jobs_out_of_poverty": 0}
    send(staff, "training:business_add", **sent)
    assert not ReturnedBusiness.objects.exists()
    send(staff, "training:business_add", founder="石归来", **sent)
    assert ReturnedBusiness.objects.get().owner == "石归来"


@pytest.mark.parametrize("named", ["不是编号", "6f1c1d52-0f0e-4a55-9d3c-0a52b1c0e0aa"])
def test_a_link_that_names_nobody_asks_for_a_name_or_refuses(staff, small_town, named):
    address = f"{reverse('training:business_add')}?person={named}"
    sent = {"token": str(uuid4()), "village": OWN, "name": "店", "opened_on": "2023-04-01", "jobs": 1, "person": named}
    assert staff.get(address).status_code == 200
    assert staff.post(address, {**sent, "jobs_out_of_poverty": 0}).status_code == 200
    assert not ReturnedBusiness.objects.exists()


def test_staff_training_counts_once_it_is_entered(small_town):
    held = {"town_id": TOWN, "name": "平台操作", "participants": 6}
    StaffTraining.objects.create(code="P1", held_on=date(2023, 3, 1), entered_on=date(2023, 3, 8), **held)
    late = StaffTraining.objects.create(code="P2", held_on=date(2023, 4, 1), entered_on=date(2023, 6, 1), **held)
    StaffTraining.objects.create(code="P3", held_on=date(2022, 4, 1), entered_on=date(2023, 1, 1), **held)
    assert StaffTraining.objects.entered_in(2023, TODAY).trained() == 6
    assert StaffTraining.objects.entered_in(2023, date(2023, 12, 31)).trained() == 12
    late.entered_on = None
    assert "还没有登记录入人社一体化平台的日期，考核不计" in warnings_of(late, TODAY)
