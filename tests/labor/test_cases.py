"""Registering a job-seeking case and ending it with a reason."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from fictional.one_of_everything import TODAY
from labor.models import Employment, JobSeekingCase, Person, PersonChange
from tests.exchanged import sent, text

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def person(small_town):
    small_town.person.employments.update(ended_on=date(2023, 4, 1))
    return small_town.person


@pytest.fixture
def clerk(signed_in):
    return signed_in("clerk")


def adding(person):
    return reverse("labor:case_add", args=[person.public_id])


def seen(client, address):
    return client.get(address).context["form"]["seen"].value()


def test_a_case_is_registered_with_what_the_person_would_like(clerk, person):
    assert "登记求职" in text(clerk.get(person.get_absolute_url()))
    clerk.post(
        adding(person), sent(registered_on="2023-05-18", willing="True", wished_area="county", wished_wage="3000")
    )
    case = person.job_seeking_cases.get()
    assert (case.willing, case.wished_area, case.due_on) == (True, "county", date(2023, 6, 18))
    page = text(clerk.get(person.get_absolute_url()))
    assert "未清零求职登记，还有29天" in page
    assert "登记求职</a>" not in page


def test_a_case_ends_with_a_reason_and_can_be_opened_again(clerk, person):
    case = JobSeekingCase.objects.create(person=person, registered_on=date(2023, 5, 1), willing=True)
    end = reverse("labor:case_action", args=[case.pk, "end"])
    page = text(clerk.post(end, sent(seen=seen(clerk, end), ended_on="2023-05-19", end_reason="")))
    assert "“终结原因”没有选" in page
    clerk.post(end, sent(seen=seen(clerk, end), ended_on="2023-05-19", end_reason="unwilling"))
    case.refresh_from_db()
    assert (case.ended_on, case.end_reason) == (date(2023, 5, 19), "unwilling")
    reopen = reverse("labor:case_action", args=[case.pk, "reopen"])
    clerk.post(reopen, sent(seen=seen(clerk, reopen), change_reason="登记错了"))
    case.refresh_from_db()
    assert (case.ended_on, case.end_reason) == (None, "")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "未清零，还有12天"),
        ({"registered_on": date(2023, 4, 1)}, "未清零，逾期19天"),
        ({"ended_on": date(2023, 5, 10), "end_reason": "unable"}, "已清零"),
        ({"registered_on": date(2023, 3, 1), "ended_on": date(2023, 5, 10)}, "已清零，晚了39天"),
        ({"willing": False}, "无就业意愿"),
    ],
)
def test_a_case_says_how_it_stands(person, more, words):
    fields = {"registered_on": date(2023, 5, 1), "willing": True, **more}
    assert JobSeekingCase.objects.create(person=person, **fields).state(TODAY).text == words


def test_a_job_closes_a_case_that_nobody_ended_unless_it_is_voided(person):
    case = JobSeekingCase.objects.create(person=person, registered_on=date(2023, 5, 1), willing=True)
    job = Employment.objects.create(
        person=person, started_on=date(2023, 5, 9), employer="厂", channel="county", workplace="城步"
    )
    assert case.closed_on(TODAY) == date(2023, 5, 9)
    assert case.closed_on(date(2023, 5, 8)) is None
    Employment.objects.filter(pk=job.pk).update(voided_at=timezone.now())
    assert case.closed_on(TODAY) is None


#: Days of leaving that somebody had, each up to a change, and the one that is stored; and when a case of 2023-05-01
#: closed by that.
EXITS = [
    ([], "2023-05-10", "2023-05-10"),
    ([], "2023-04-10", "2023-05-01"),  # out already
    ([("2023-05-05", "2023-05-10")], "", ""),  # taken back before it came
    ([("2023-05-10", "2023-05-10")], "", ""),
    ([("2023-05-11", "2023-05-10")], "", "2023-05-10"),  # a day late
    ([("2023-05-11", "2023-05-04")], "", "2023-05-04"),  # came back
    ([("2023-04-20", "2023-04-04")], "2023-05-12", "2023-05-12"),  # came back before
    ([("2023-05-03", "2023-05-09"), ("2023-05-13", "2023-05-12")], "", "2023-05-12"),
]


@pytest.mark.parametrize(("exits", "stored", "closed"), EXITS)
def test_leaving_closes_a_case_on_the_first_day_out_as_of_that_day(person, exits, stored, closed):
    day = lambda text: date.fromisoformat(text) if text else None  # noqa: E731
    Person.objects.filter(pk=person.pk).update(left_on=day(stored))
    for changed, was in exits:
        PersonChange.objects.create(person=person, item="left_on", changed_on=day(changed), was_on=day(was))
    case = JobSeekingCase.objects.create(person=person, registered_on=date(2023, 5, 1), willing=True)
    case.person.refresh_from_db()
    assert case.closed_on(TODAY) == day(closed)
    for number in range(1, 21):
        on = date(2023, 5, number)
        assert JobSeekingCase.objects.open(on).exists() == (case.closed_on(on) is None), on
        work = Employment(person=person, started_on=on, pk=10_000)
        assert JobSeekingCase.objects.closed_by(work).exists() == (case.closed_on(on) is None), on


def test_the_list_tells_open_cases_from_closed_ones(clerk, person):
    seek = {"person": person, "willing": True}
    JobSeekingCase.objects.create(**seek, registered_on=date(2023, 5, 1))
    JobSeekingCase.objects.create(**seek, registered_on=date(2023, 3, 1), ended_on=date(2023, 3, 9))
    listed = reverse("labor:case_list")
    shown = {value: text(clerk.get(listed, {"open": value})) for value in ("", "yes", "no")}
    found = {value: [day for day in ("2023-05-01", "2023-03-01") if day in page] for value, page in shown.items()}
    assert found == {"": ["2023-05-01", "2023-03-01"], "yes": ["2023-05-01"], "no": ["2023-03-01"]}


def test_the_list_costs_the_same_queries_for_any_number_of_cases(
    signed_in, small_town, django_assert_max_num_queries, django_assert_num_queries
):
    staff, listed = signed_in("staff"), reverse("labor:case_list")
    make = [
        JobSeekingCase(person=person, registered_on=date(2023, 1, day), willing=True)
        for person in small_town.people.values()
        for day in range(1, 9)
    ]
    JobSeekingCase.objects.bulk_create(make[:2])
    with django_assert_max_num_queries(16) as few:
        staff.get(listed)
    JobSeekingCase.objects.bulk_create(make[2:])
    with django_assert_num_queries(len(few)):
        staff.get(listed)
