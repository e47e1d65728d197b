"""Recording work on the person's page: begin a job, change it, end it; open cases close by themselves."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from core.models import Division
from core.records.voiding import settle
from fictional.one_of_everything import NEXT, OWN, TODAY, TOWN
from labor.models import Employment, JobSeekingCase
from platforms.models import Service, Vacancy
from tests.exchanged import text
from workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def person(small_town):
    return small_town.person


@pytest.fixture
def jobless(person):
    person.employments.update(ended_on=date(2023, 4, 1))
    return person


def job(**fields):
    usual = {
        "token": str(uuid4()), "started_on": "2023-05-02", "channel": "county", "employer": "城步米厂",
        "workplace": "五团镇", "post": "包装工", "monthly_wage": "3200",
    }  # fmt: skip
    return {**usual, **fields}


def adding(person):
    return reverse("labor:employment_add", args=[person.public_id])


def test_a_clerk_records_a_job_and_it_stands_on_the_persons_page(signed_in, jobless):
    clerk = signed_in("clerk")
    answer = clerk.post(adding(jobless), job())
    assert answer.url == jobless.get_absolute_url()
    assert jobless.employments.filter(employer="城步米厂", started_on=date(2023, 5, 2)).exists()
    page = text(clerk.get(answer.url))
    assert "就业中" in page
    assert jobless.employments.get(employer="城步米厂").get_absolute_url() in page


def test_somebody_of_another_village_is_not_found(signed_in, small_town):
    assert signed_in("clerk").post(adding(small_town.people[NEXT]), job()).status_code == 404


def test_the_division_of_a_workplace_is_noted_where_the_words_tell_just_one(signed_in, jobless):
    clerk = signed_in("clerk")
    Division.objects.create(code="430529100", name="儒林镇", level=9, parent_id="430529")
    clerk.post(adding(jobless), job(workplace="儒林镇"))
    assert jobless.employments.get(employer="城步米厂").workplace_division_id == "430529100"
    Division.objects.create(code="430528100", name="儒林镇", level=9, parent_id=None)
    clerk.post(adding(jobless), job(employer="另一家", workplace="儒林镇", confirmed="1"))
    assert jobless.employments.get(employer="另一家").workplace_division_id is None


FILLED_IN = ("started_on", "employer", "workplace", "channel", "post", "monthly_wage")


def filled_in(client, address):
    form = client.get(address).context["form"]
    return {name: form[name].value() for name in FILLED_IN if form[name].value() not in (None, "")}


def prospects(client, person):
    """What is asked first: the way to each job that may have begun, by what its link says."""
    page = client.get(adding(person))
    return {f"{each.kind} {each.employer}": f"{adding(person)}?as={each.key}" for each in page.context["prospects"]}


def test_which_job_it_is_is_asked_first_and_that_one_is_filled_in_without_a_day(signed_in, jobless):
    clerk = signed_in("clerk")
    asked = prospects(clerk, jobless)
    assert list(asked) == ["回原单位 白水头车间"]
    page = text(clerk.get(adding(jobless)))
    for words in ("到哪里上班了", "回原单位", "白水头车间", "至 2023-04-01", "别的单位"):
        assert words in page
    again = {"employer": "白水头车间", "workplace": "五团镇", "channel": "workshop", "monthly_wage": 2800}
    assert filled_in(clerk, asked["回原单位 白水头车间"]) == again
    assert filled_in(clerk, f"{adding(jobless)}?as=other") == {}
    assert clerk.get(f"{adding(jobless)}?as=other").context["form"].fields["employer"].suggestions == ["白水头车间"]


def test_what_was_recommended_is_offered_with_what_its_vacancy_says(signed_in, jobless):
    Vacancy.objects.create(
        code="GW1", town_id=TOWN, employer="城步米厂", in_industrial_zone=True, title="包装工", workplace="儒林镇",
        headcount=3, wage_min=3000, wage_max=4000, published_on=TODAY,
    )  # fmt: skip
    for employer, post in (("城步米厂", "包装工"), ("东莞鞋厂", "针车工"), ("东莞鞋厂", "普工")):
        Service.objects.create(person=jobless, served_on=TODAY, kind="recommendation", employer=employer, post=post)
    Service.objects.create(person=jobless, served_on=TODAY, kind="guidance")
    clerk = signed_in("clerk")
    asked = prospects(clerk, jobless)
    assert sorted(asked) == ["回原单位 白水头车间", "推荐过的岗位 东莞鞋厂", "推荐过的岗位 城步米厂"]
    told = {"employer": "城步米厂", "workplace": "儒林镇", "channel": "county", "post": "包装工", "monthly_wage": 3000}
    assert filled_in(clerk, asked["推荐过的岗位 城步米厂"]) == told
    assert filled_in(clerk, asked["推荐过的岗位 东莞鞋厂"]).keys() == {"employer", "post"}


def test_somebody_elses_job_fills_nothing_in(signed_in, small_town, jobless):
    far = starts(small_town.people[NEXT], date(2023, 4, 1))
    far.ended_on = TODAY
    far.save()
    assert filled_in(signed_in("clerk"), f"{adding(jobless)}?as=job-{far.pk}") == {}


def test_two_taps_enter_no_job(signed_in, jobless):
    """As the inbox leads there: the link, the likeliest answer, and the button."""
    case, clerk = seeking(jobless, date(2023, 4, 10)), signed_in("clerk")
    page = clerk.get(next(iter(prospects(clerk, jobless).values())))
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    page = text(clerk.post(adding(jobless), {**sent, "confirmed": "1"}))
    assert "“开始日期”没有填" in page
    case.refresh_from_db()
    assert case.ended_on is None
    assert jobless.employments.count() == 1


def test_who_has_no_job_behind_them_starts_with_an_empty_form(signed_in, person):
    assert filled_in(signed_in("clerk"), adding(person)) == {}


def test_a_workshop_of_the_town_is_chosen_and_names_the_employer(signed_in, small_town, jobless):
    workshop = Workshop.objects.create(
        code="CJ02", name="木瓜车间", village_id=NEXT, kind="home", certified_on=date(2023, 1, 1)
    )
    clerk = signed_in("clerk")
    clerk.post(adding(jobless), job(channel="workshop", workshop=workshop.pk, employer=""))
    assert jobless.employments.get(workshop=workshop).employer == "木瓜车间"


def test_a_job_without_an_employer_is_asked_for_it(signed_in, jobless):
    page = text(signed_in("clerk").post(adding(jobless), job(employer="")))
    assert "请填写单位名称" in page
    assert "五团镇" in page


def test_a_change_keeps_what_the_clerk_may_not_choose(signed_in, small_town, person):
    """Nothing is lost silently: the workshop stays although its town is somebody else's."""
    far = Workshop.objects.create(
        code="CJ09", name="丹口车间", village_id="430529103205", kind="home", certified_on=date(2022, 1, 1)
    )
    own = person.employments.get()
    own.workshop = far
    own.save()
    address = reverse("labor:employment_change", args=[own.pk])
    clerk = signed_in("clerk")
    clerk.announce(far.name)  # where somebody works is said, wherever that is
    form = clerk.get(address).context["form"]
    data = {name: "" if form[name].value() is None else str(form[name].value()) for name in form.fields}
    clerk.post(address, {**data, "monthly_wage": "3000", "confirmed": "1"})
    own.refresh_from_db()
    assert (own.monthly_wage, own.workshop) == (3000, far)


def test_a_job_ends_on_a_day_for_a_reason(signed_in, person):
    own, clerk = person.employments.get(), signed_in("clerk")
    address = reverse("labor:employment_action", args=[own.pk, "end"])
    assert address in text(clerk.get(person.get_absolute_url()))
    seen = clerk.get(address).context["form"]["seen"].value()
    clerk.post(address, {"token": str(uuid4()), "seen": seen, "ended_on": "2023-05-10", "change_reason": "返乡"})
    own.refresh_from_db()
    assert own.ended_on == date(2023, 5, 10)
    page = text(clerk.get(own.get_absolute_url()))
    assert "已结束" in page
    assert "返乡" in page
    assert clerk.get(address).status_code == 404


# --- cases close by work ---


def seeking(person, registered, **more):
    return JobSeekingCase.objects.create(person=person, registered_on=registered, **{"willing": True, **more})


def starts(person, on):
    job = Employment.objects.create(person=person, started_on=on, employer="新厂", channel="county", workplace="儒林镇")
    settle(job)
    return job


@pytest.mark.parametrize("willing", [True, False])
def test_work_closes_an_open_case(jobless, willing):
    case = seeking(jobless, date(2023, 4, 10), willing=willing)
    starts(jobless, date(2023, 5, 2))
    case.refresh_from_db()
    assert (case.ended_on, case.end_reason) == (date(2023, 5, 2), "employed")
    assert case.history.first().history_change_reason == "2023-05-02 到新厂工作"


@pytest.mark.parametrize(
    ("registered", "more"),
    [
        (date(2023, 5, 3), {}),
        (date(2023, 4, 10), {"ended_on": date(2023, 4, 20), "end_reason": "unwilling"}),
        (date(2023, 4, 10), {"ended_on": date(2023, 5, 10), "end_reason": "unwilling"}),
    ],
    ids=["registered later", "ended before", "ended later, by somebody's word"],
)
def test_work_leaves_other_cases_alone(jobless, registered, more):
    case = seeking(jobless, registered, **more)
    before = (case.ended_on, case.end_reason)
    starts(jobless, date(2023, 5, 2))
    case.refresh_from_db()
    assert (case.ended_on, case.end_reason) == before


def test_a_case_registered_on_the_first_day_of_work_closes(jobless):
    case = seeking(jobless, date(2023, 5, 2))
    starts(jobless, date(2023, 5, 2))
    case.refresh_from_db()
    assert case.ended_on == date(2023, 5, 2)


def test_a_case_that_an_earlier_job_closed_is_left_alone(jobless):
    case = seeking(jobless, date(2023, 4, 10))
    Employment.objects.create(
        person=jobless, started_on=date(2023, 4, 15), employer="前一家", channel="county", workplace="儒林镇"
    )
    starts(jobless, date(2023, 5, 2))
    case.refresh_from_db()
    assert case.ended_on is None
    assert case.closed_on(TODAY) == date(2023, 4, 15)


def test_the_form_closes_the_case_and_the_page_no_longer_asks(signed_in, jobless):
    seeking(jobless, date(2023, 4, 25))
    clerk = signed_in("clerk")
    assert "未清零求职登记" in text(clerk.get(jobless.get_absolute_url()))
    clerk.post(adding(jobless), job())
    page = text(clerk.get(jobless.get_absolute_url()))
    assert "未清零求职登记" not in page
    assert "实现就业" in page


def test_a_village_is_found_in_the_list_by_name_and_channel(signed_in, person):
    listed = reverse("labor:employment_list")
    clerk = signed_in("clerk")
    assert "石小军" in text(clerk.get(listed, {"q": "小军", "channel": "workshop"}))
    assert "石小军" not in text(clerk.get(listed, {"channel": "county"}))
    assert "杨木瓜" not in text(clerk.get(listed))
    assert person.village_id == OWN
