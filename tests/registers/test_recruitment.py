"""Recruitment: who applies and how far that comes, the task, what is asked about, and what is never kept."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.checks import warnings_of
from fictional.one_of_everything import FAR, NEXT, OWN, TODAY, TOWN, add_person, add_recruitment
from labor.models import Employer, Employment, JobSeekingCase, Person
from platforms.models import Candidate, EventEmployer, RecruitmentEvent, RecruitmentTask, Vacancy
from platforms.recruitment.models import RECRUITED_AGES
from tests.exchanged import form_of, sent, text
from training.models import Attendance, Enrolment, TrainingClass, TrainingWish

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def candidate(small_town):
    return add_recruitment(small_town.person)


def send(client, address, **fields):
    """What somebody fills into the form of a page."""
    return client.post(address, {**form_of(client, address), **sent(confirmed="1", **fields)})


def do(client, candidate, action, **fields):
    response = send(client, reverse("platforms:candidate_action", args=[candidate.pk, action]), **fields)
    candidate.refresh_from_db()
    return response


def offered(client, candidate):
    return [action.name for action, _ in client.get(candidate.get_absolute_url()).context["actions"]]


# --- how far it comes ---


def test_an_application_goes_from_stage_to_stage_and_may_leave_some_out(staff, candidate):
    assert offered(staff, candidate) == ["recommend", "interview", "hire", "start", "fail"]
    do(staff, candidate, "recommend", recommended_on="2023-02-25")
    assert candidate.state(TODAY).text == "已推荐"
    assert offered(staff, candidate) == ["interview", "hire", "start", "fail", "unrecommend"]
    do(staff, candidate, "hire", hired_on="2023-03-05")
    assert candidate.state(TODAY).text == "已录用"
    assert offered(staff, candidate) == ["start", "fail", "unhire"]
    do(staff, candidate, "unhire", change_reason="记错了人")
    assert candidate.state(TODAY).text == "已推荐"


def test_a_day_before_the_one_that_leads_to_it_is_refused(staff, candidate):
    do(staff, candidate, "hire", hired_on="2023-03-05")
    page = text(do(staff, candidate, "start", started_on="2023-03-01"))
    assert "到岗日期早于录用日期" in page
    assert candidate.started_on is None


def test_an_application_that_comes_to_nothing_has_a_reason_and_is_out_of_the_way(staff, candidate):
    do(staff, candidate, "fail", failed_on="2023-03-01", change_reason="")
    assert candidate.failed_on is None
    do(staff, candidate, "fail", failed_on="2023-03-01", change_reason="待遇没谈拢")
    assert candidate.state(TODAY).text == "未成"
    assert offered(staff, candidate) == ["unfail"]
    assert "待遇没谈拢" in text(staff.get(candidate.get_absolute_url()))
    assert not Candidate.objects.open().exists()


def test_who_has_started_is_registered_as_employed_with_what_is_known_filled_in(staff, candidate):
    do(staff, candidate, "start", started_on="2023-03-06")
    assert candidate.state(TODAY).text == "已到岗，未登记就业"
    page = staff.get(candidate.get_absolute_url())
    offered = next(piece.content.shown for piece in page.context["pieces"] if "offers" in piece.template)
    address = next(each.address for each in offered if each.offer.code == "candidate-job")
    form = staff.get(address).context["form"]
    known = [str(form[name].value()) for name in ("started_on", "employer", "workplace", "post", "channel")]
    assert known == ["2023-03-06", "城步服装厂", "城步", "缝纫工", "county"]
    send(staff, address)
    assert Employment.objects.filter(person=candidate.person, employer="城步服装厂").count() == 1
    assert Candidate.objects.get().state(TODAY).text == "已到岗"
    assert "已登记就业" in text(staff.get(candidate.get_absolute_url()))


def test_the_line_of_time_tells_the_stages(staff, candidate):
    do(staff, candidate, "interview", interviewed_on="2023-02-28")
    page = text(staff.get(candidate.person.get_absolute_url()))
    assert "报名应聘城步服装厂 缝纫工" in page
    assert "城步服装厂 缝纫工：面试" in page


# --- the task ---


def start(person, vacancy, day):
    Candidate.objects.create(vacancy=vacancy, person=person, applied_on=date(2022, 1, 1), started_on=day)


def test_the_task_counts_different_people_of_the_town_who_started_at_the_zone_this_year(staff, small_town, candidate):
    task, zone = RecruitmentTask.objects.get(), candidate.vacancy
    again = Vacancy.objects.get()
    again.pk, again.code = None, "ZP02"
    again.save()
    elsewhere = Vacancy.objects.get(code="ZP02")
    elsewhere.pk, elsewhere.code, elsewhere.in_industrial_zone = None, "ZP03", False
    elsewhere.save()
    own, near, far = (small_town.people[village] for village in (OWN, NEXT, FAR))
    start(near, zone, date(2023, 3, 1))
    start(near, again, date(2023, 4, 1))  # the same person again
    start(own, elsewhere, date(2023, 3, 1))  # not the zone
    start(far, zone, date(2023, 3, 1))  # another town's
    start(own, again, date(2022, 12, 31))  # last year's
    assert task.started_by(TODAY) == 1
    assert Candidate.objects.started_in(2023, TODAY).within(TOWN).people() == 1
    assert task.state(TODAY).text == "还差14人"
    assert "还差14人" in text(staff.get(reverse("platforms:recruitment_task_list")))
    task.due_on = date(2023, 5, 1)
    assert task.state(TODAY).text == "还差14人，已过期限"


# --- who applies ---


def test_those_whom_a_vacancy_suits_are_on_its_page_until_they_apply(staff, small_town, candidate):
    suits, seeks = add_person(OWN, 11, "石裁缝"), add_person(NEXT, 12, "杨求职")
    for person, post in ((seeks, ""), (suits, "缝纫工")):
        JobSeekingCase.objects.create(person=person, registered_on=date(2023, 5, 2), willing=True, wished_post=post)
    page = staff.get(candidate.vacancy.get_absolute_url())
    suited = next(piece.content["suited"] for piece in page.context["pieces"] if "suited" in piece.template)
    assert [each.person for each in suited] == [suits, seeks]
    address = f"{reverse('platforms:candidate_add', args=[suits.public_id])}?vacancy={candidate.vacancy.pk}"
    assert send(staff, address).status_code == 302
    page = staff.get(candidate.vacancy.get_absolute_url())
    suited = next(piece.content["suited"] for piece in page.context["pieces"] if "suited" in piece.template)
    assert [each.person for each in suited] == [seeks]


def test_the_page_of_a_vacancy_asks_as_much_for_three_seekers_as_for_thirty(staff, candidate):
    asked = []
    for number in (3, 33):
        for order in range(Person.objects.count(), number + 3):
            person = add_person(OWN, 100 + order, f"石{order}")
            JobSeekingCase.objects.create(person=person, registered_on=date(2023, 5, 2), willing=True)
        with CaptureQueriesContext(connection) as captured:
            staff.get(candidate.vacancy.get_absolute_url())
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_a_clerk_enters_an_application_of_somebody_of_the_village(signed_in, small_town, candidate):
    candidate.delete()
    clerk = signed_in("clerk")
    send(
        clerk, reverse("platforms:candidate_add", args=[small_town.person.public_id]), vacancy=Vacancy.objects.get().pk
    )
    assert Candidate.objects.get().person == small_town.person
    theirs = reverse("platforms:candidate_add", args=[small_town.people[NEXT].public_id])
    assert clerk.get(theirs).status_code == 404


def test_only_open_vacancies_of_the_town_are_offered(staff, small_town, candidate):
    Vacancy.objects.update(closes_on=date(2023, 5, 1))
    form = staff.get(reverse("platforms:candidate_add", args=[small_town.people[NEXT].public_id])).context["form"]
    assert not form.fields["vacancy"].queryset.exists()


def test_an_employer_has_the_vacancies_that_name_it(staff, candidate):
    page = text(staff.get(Employer.objects.get().get_absolute_url()))
    assert candidate.vacancy.get_absolute_url() in page
    assert candidate.get_absolute_url() in page


# --- what is asked about, and what is not ---


@pytest.mark.parametrize(("age", "asked"), [(17, True), (18, False), (55, False), (56, True)])
def test_another_age_than_the_plan_recruits_is_asked_about_and_never_refused(staff, candidate, age, asked):
    older = add_person(OWN, 30, "石某", birth_date=date(2023 - age, 5, 1))
    address = f"{reverse('platforms:candidate_add', args=[older.public_id])}?vacancy={candidate.vacancy.pk}"
    form = staff.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    page = staff.post(address, sent)
    assert ("年龄在18-55岁之间" in text(page)) == asked
    if asked:
        staff.post(address, {**sent, "confirmed": "1"})
    assert Candidate.objects.filter(person=older).exists()


def test_the_ages_are_the_plans():
    assert (RECRUITED_AGES.start, RECRUITED_AGES.stop - 1) == (18, 55)


def test_a_certificate_is_asked_for_only_where_the_law_requires_it_and_a_missing_one_is_no_bar(staff, candidate):
    address = reverse("platforms:candidate_action", args=[candidate.pk, "hire"])
    assert "has_health_certificate" not in staff.get(address).context["form"].fields
    Vacancy.objects.update(needs_health_certificate=True)
    assert "has_health_certificate" in staff.get(address).context["form"].fields
    do(staff, candidate, "hire", hired_on="2023-03-01", has_health_certificate="False")
    assert candidate.hired_on
    assert "岗位依法须持健康证，还没有登记此人持健康证" in warnings_of(candidate, TODAY)
    candidate.has_health_certificate = True
    assert not any("健康证" in text for text in warnings_of(candidate, TODAY))


HEALTH = ("病", "传染", "感染", "健康", "体检", "残疾", "health", "illness", "disease", "infect", "carrier", "medical")
LAWFUL = {"needs_health_certificate", "has_health_certificate"}
KEPT = (
    Vacancy, Employer, RecruitmentEvent, EventEmployer, Candidate, RecruitmentTask, TrainingClass, Enrolment,
    Attendance, TrainingWish,
)  # fmt: skip


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_nothing_about_illness_or_infection_is_kept(model):
    """就业促进法第三十条; ADR 0020."""
    named = [(field.name, f"{field.name} {getattr(field, 'verbose_name', '')}") for field in model._meta.get_fields()]
    assert {name for name, text in named if any(word in text for word in HEALTH)} <= LAWFUL


def test_what_is_odd_about_recruitment_is_said(small_town, candidate):
    employed = Candidate(vacancy=candidate.vacancy, person=small_town.people[NEXT], applied_on=date(2023, 5, 1))
    assert any("正在白水头车间就业" in text for text in warnings_of(employed, TODAY))
    Vacancy.objects.update(headcount=1)
    candidate.hired_on = date(2023, 3, 1)
    candidate.save()
    second = Candidate(
        vacancy=Vacancy.objects.get(), person=small_town.people[NEXT], applied_on=date(2023, 5, 1), hired_on=TODAY
    )
    assert "这个岗位招1人，已录用1人" in warnings_of(second, TODAY)
    Employer.objects.update(kind="other")
    assert any("登记为“其他单位”" in text for text in warnings_of(Vacancy.objects.get(), TODAY))
    EventEmployer.objects.all().delete()
    assert "活动已经举办，还没有登记参会单位" in warnings_of(RecruitmentEvent.objects.get(), TODAY)


def test_an_event_is_filled_with_employers_from_its_page_and_reported(staff, candidate):
    event = RecruitmentEvent.objects.get()
    other = Employer.objects.create(town_id=TOWN, name="恒发电子厂", kind="zone")
    send(staff, reverse("platforms:event_employer_add", args=[event.pk]), employer=other.pk, posts=8)
    assert {each.employer.name for each in event.presences.all()} == {"城步服装厂", "恒发电子厂"}
    assert event.state(TODAY).text == "待填参加人数"
    send(staff, reverse("platforms:event_action", args=[event.pk, "report"]), reached=120)
    event.refresh_from_db()
    assert event.state(TODAY).text == "已举办"


def test_a_link_offers_nothing_of_another_town(staff, small_town):
    """What the address fills in widens nobody's choices, and nonsense in it is no choice at all."""
    far = Vacancy.objects.create(
        code="ZPFAR", town_id="430529103", employer="丹口厂", title="普工", workplace="丹口", headcount=1,
        in_industrial_zone=False, wage_min=2000, wage_max=3000, published_on=date(2023, 2, 1),
    )  # fmt: skip
    add = reverse("platforms:candidate_add", args=[small_town.person.public_id])
    for named in (far.pk, "abc", ""):
        page = staff.get(add, {"vacancy": named})
        assert page.status_code == 200
        assert "丹口厂" not in page.text
    sent = {"token": str(uuid4()), "vacancy": far.pk, "applied_on": "2023-04-01"}
    assert staff.post(f"{add}?vacancy={far.pk}", sent).status_code == 200
    assert not Candidate.objects.filter(vacancy=far).exists()
