"""Recording services and help, and how far a person's “311” has come."""

from datetime import date

import pytest
from django.urls import reverse

from fictional.one_of_everything import NEXT, TODAY, TOWN
from labor.models import JobSeekingCase
from platforms.models import HouseholdHelp, Service, Vacancy
from tests.exchanged import sent
from tests.exchanged import words as text

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def person(small_town):
    small_town.person.employments.update(ended_on=date(2023, 4, 1))
    return small_town.person


@pytest.fixture
def clerk(signed_in):
    return signed_in("clerk")


def adding(person):
    return reverse("platforms:service_add", args=[person.public_id])


@pytest.mark.parametrize("kind", ["recommendation", "guidance", "training"])
def test_the_button_fills_the_kind_the_day_and_the_officer_in(clerk, person, kind):
    link = f"{adding(person)}?kind={kind}"
    assert link in clerk.get(person.get_absolute_url()).content.decode()
    form = clerk.get(link).context["form"]
    assert [form[name].value() for name in ("kind", "served_on", "officer")] == [kind, TODAY, "clerk"]
    assert ("post" in form.fields) == (kind == "recommendation")


def test_open_vacancies_are_suggested(clerk, person):
    vacancy = {
        "town_id": TOWN, "in_industrial_zone": True, "workplace": "儒林镇", "headcount": 3, "wage_min": 3000,
        "wage_max": 4000, "published_on": date(2023, 5, 1),
    }  # fmt: skip
    Vacancy.objects.create(code="ZP1", employer="竹业公司", title="包装工", **vacancy)
    Vacancy.objects.create(code="ZP2", employer="关门厂", title="门卫", closes_on=date(2023, 5, 19), **vacancy)
    form = clerk.get(f"{adding(person)}?kind=recommendation").context["form"]
    assert (form.fields["employer"].suggestions, form.fields["post"].suggestions) == (["竹业公司"], ["包装工"])


def test_a_service_is_recorded_and_leads_back_to_the_person(clerk, person):
    answer = clerk.post(
        adding(person),
        sent(kind="recommendation", served_on="2023-05-19", employer="竹业公司", post="包装工", officer="石平台"),
    )
    assert answer.url == person.get_absolute_url()
    service = person.services.get()
    assert (service.employer, service.post, service.officer) == ("竹业公司", "包装工", "石平台")
    assert service.get_absolute_url() in clerk.get(answer.url).content.decode()


def test_the_same_service_twice_a_day_is_refused(clerk, person):
    for _ in range(2):
        answer = clerk.post(adding(person), sent(kind="guidance", served_on="2023-05-19"))
    assert "已经登记过" in text(answer)
    assert person.services.count() == 1


def test_help_is_recorded_from_the_persons_and_the_households_page(clerk, person):
    address = reverse("platforms:help_add", args=[person.household.pk])
    for page in (person, person.household):
        assert address in clerk.get(page.get_absolute_url()).content.decode()
    answer = clerk.post(address, sent(measure="job", helped_on="2023-05-19", content="推荐到竹业公司"))
    assert answer.url == person.household.get_absolute_url()
    assert "推荐到竹业公司" in text(clerk.get(answer.url))
    assert HouseholdHelp.objects.get().get_absolute_url() in clerk.get(person.get_absolute_url()).content.decode()


def test_people_and_households_of_other_villages_are_not_found(clerk, small_town):
    small_town.household.village_id = NEXT
    small_town.household.save()
    assert clerk.get(adding(small_town.people[NEXT])).status_code == 404
    assert clerk.get(reverse("platforms:help_add", args=[small_town.household.pk])).status_code == 404


def test_the_dots_show_what_counts_for_311(clerk, person):
    case = JobSeekingCase.objects.create(person=person, registered_on=date(2023, 5, 1), willing=True)
    for served_on, kind in (
        (date(2023, 5, 2), "recommendation"), (date(2023, 5, 3), "recommendation"), (date(2022, 5, 20), "training"),
        (date(2022, 5, 21), "guidance"),
    ):  # fmt: skip
        Service.objects.create(person=person, served_on=served_on, kind=kind)
    for page in (person, case):
        shown = text(clerk.get(page.get_absolute_url()))
        for words in ("●●○ 岗位推荐 2/3", "● 职业指导 1/1", "○ 技能培训 0/1"):
            assert words in shown


def test_without_a_case_there_are_no_dots(clerk, person):
    assert "“311”服务" not in text(clerk.get(person.get_absolute_url()))


def test_who_left_the_register_gets_no_buttons(clerk, person):
    person.left_on = TODAY
    person.save()
    assert "常用操作" not in clerk.get(person.get_absolute_url()).content.decode()


def test_a_leader_sees_no_buttons(signed_in, person):
    JobSeekingCase.objects.create(person=person, registered_on=date(2023, 5, 1), willing=True)
    html = signed_in("leader").get(person.get_absolute_url()).content.decode()
    assert "常用操作" not in html
    assert "推荐这个岗位" not in html
