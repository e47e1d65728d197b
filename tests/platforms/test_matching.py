"""Which vacancies a case is offered, why, and the one tap that records the recommendation."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Division
from fictional.one_of_everything import FAR, NEXT, OWN, TODAY, TOWN, add_person
from labor.models import Employment, JobSeekingCase
from platforms.models import Candidate, Service, Vacancy
from platforms.recruitment.matching import Match, Remark, Seeker, alike, known_of, seekers_for, words_of
from tests.small_town import add_users

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def case(small_town):
    """A man of 38 who worked in a workshop until April."""
    small_town.person.employments.update(ended_on=date(2023, 4, 1))
    return JobSeekingCase.objects.create(person=small_town.person, registered_on=date(2023, 5, 1), willing=True)


def vacancy(code="ZP1", **fields):
    usual = {
        "town_id": TOWN, "employer": f"{code}公司", "title": "普工", "in_industrial_zone": False, "workplace": "五团镇",
        "headcount": 3, "wage_min": 3000, "wage_max": 4000, "published_on": date(2023, 5, 1),
    }  # fmt: skip
    return Vacancy.objects.create(code=code, **{**usual, **fields})


def found(case, **wishes):
    for name, value in wishes.items():
        setattr(case, name, value)
    return Seeker(case, TODAY).best()


def only(case, **wishes):
    (match,) = found(case, **wishes)
    return match


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({}, True),
        ({"closes_on": TODAY}, True),
        ({"closes_on": date(2023, 5, 19)}, False),
        ({"published_on": date(2023, 5, 21)}, False),
        ({"town_id": "430529103"}, False),
        ({"voided_at": timezone.now()}, False),
    ],
)
def test_open_vacancies_of_the_town_are_offered(case, fields, offered):
    vacancy(**fields)
    assert bool(found(case)) == offered


@pytest.mark.parametrize(
    ("wishes", "reasons", "cautions"),
    [
        ({}, ["在本镇"], []),
        ({"wished_area": "near"}, ["在本镇"], []),
        ({"wished_area": "province"}, ["在本镇"], []),
        ({"wished_area": "outside"}, [], ["在本镇，想去省外"]),
        ({"wished_wage": 4000}, ["在本镇", "月薪符合"], []),
        ({"wished_wage": 4001}, ["在本镇"], ["月薪不到期望的4,001元"]),
        ({"wished_post": "普工"}, ["意向岗位符合", "在本镇"], []),
        ({"skills": "电焊、普工"}, ["会普工", "在本镇"], []),
    ],
)
def test_wishes_speak_for_or_against_a_vacancy(case, wishes, reasons, cautions):
    vacancy()
    match = only(case, **wishes)
    assert (match.reasons, match.cautions) == (reasons, cautions)


@pytest.mark.parametrize(
    ("place", "wished", "words"),
    [("430529103", "county", "在本县"), ("430581001", "county", "在省内，想去本县"), ("441900", "outside", "在省外")],
)
def test_places_are_near_or_far(case, place, wished, words):
    Division.objects.get_or_create(code=place, defaults={"name": "某地", "level": len(place)})
    vacancy(workplace=place)
    assert only(case, wished_area=wished).remarks[0].words == words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("430529104206", "在本镇"), ("430529103", "在本县"), ("430529", "在本县"), ("430521", "在省内"),
        ("431002", "在省内"), ("330782", "在省外"),
    ],
)  # fmt: skip
def test_a_place_is_as_far_as_the_borders_between_it_and_the_town(case, place, words):
    Division.objects.get_or_create(code=place, defaults={"name": "某地", "level": len(place)})
    vacancy(workplace=place)
    assert only(case).remarks[0].words == words


@pytest.mark.parametrize(
    ("wishes", "offer", "points"),
    [
        ({"wished_post": "普工"}, {}, 4),
        ({"skills": "普工"}, {}, 2),
        ({}, {"workplace": "五团镇"}, 0),
        ({"wished_area": "near"}, {"workplace": "五团镇"}, 3),
        ({"wished_area": "outside"}, {"workplace": "五团镇"}, -2),
        ({"wished_wage": 3000}, {}, 3),
        ({"wished_wage": 3001}, {}, 2),
        ({"wished_wage": 4000}, {}, 2),
        ({"wished_wage": 4001}, {}, -2),
        ({}, {"age_min": 18}, 2),
        ({}, {"age_max": 37}, -4),
    ],
)
def test_what_each_wish_weighs(case, wishes, offer, points):
    """The post asked for more than one done before, that more than a skill; an age that does not fit most of all."""
    vacancy(**{"workplace": "某处", **offer})
    assert only(case, **wishes).points == points


def test_a_post_done_before_weighs_three(case):
    case.person.employments.update(post="普工")
    vacancy(workplace="某处")
    assert only(case).points == 3


def test_what_is_worth_less_than_nothing_speaks_against():
    match = Match(None, [Remark(0, "平"), Remark(-1, "差"), Remark(1, "好")])
    assert (match.reasons, match.cautions) == (["平", "好"], ["差"])


def test_another_service_about_the_same_post_hides_no_vacancy(case):
    offered = vacancy()
    Service.objects.create(
        person=case.person, kind="guidance", served_on=TODAY, employer=offered.employer, post=offered.title
    )
    assert [match.vacancy for match in found(case)] == [offered]


# --- whom a vacancy suits ---


@pytest.fixture
def officer(small_town):
    return add_users()["staff"]


def seek(order, name, village=OWN, **wishes):
    person = add_person(village, order, name)
    return JobSeekingCase.objects.create(
        person=person, registered_on=date(2023, 5, 1), **{"willing": True, "wished_post": "", **wishes}
    )


def names(vacancy, user):
    return [each.person.name for each in seekers_for(vacancy, user, TODAY)]


def test_a_vacancy_is_for_the_six_whom_it_suits_best(officer):
    for order in range(30, 37):
        seek(order, f"求职{order}")
    seek(40, "想做普工", wished_post="普工")
    best = seekers_for(vacancy(), officer, TODAY)
    assert (len(best), best[0].person.name) == (6, "想做普工")
    assert best[0].match.reasons == ["意向岗位符合", "在本镇"]


def test_who_applied_is_not_offered_once_more(officer):
    one, other, offered = seek(30, "求职甲"), seek(31, "求职乙"), vacancy()
    assert names(offered, officer) == ["求职甲", "求职乙"]
    application = Candidate.objects.create(vacancy=offered, person=one.person, applied_on=TODAY)
    assert names(offered, officer) == ["求职乙"]
    Candidate.objects.create(vacancy=vacancy("ZP2"), person=other.person, applied_on=TODAY)
    assert names(offered, officer) == ["求职乙"]
    Candidate.objects.filter(pk=application.pk).update(voided_at=timezone.now())
    assert names(offered, officer) == ["求职甲", "求职乙"]


@pytest.mark.parametrize(
    "wishes", [{"willing": False}, {"ended_on": date(2023, 5, 10), "end_reason": "left"}, {"village": FAR}]
)
def test_who_does_not_look_for_work_in_the_town_is_not_offered(officer, wishes):
    seek(30, "求职甲", **wishes)
    officer.divisions.set(["430529"])
    assert names(vacancy(), officer) == []


def test_nobody_sees_a_seeker_of_somebody_elses_village(small_town):
    seek(30, "求职甲", village=NEXT)
    assert names(vacancy(), add_users()["clerk"]) == []


def test_a_job_that_comes_of_a_vacancy_is_known_by_it():
    offered = Vacancy(employer="米厂", workplace="五团镇", title="普工", wage_min=3000, in_industrial_zone=False)
    known = {"employer": "米厂", "workplace": "五团镇", "post": "普工", "monthly_wage": 3000}
    assert known_of(offered) == known
    offered.in_industrial_zone = True
    assert known_of(offered) == {**known, "channel": "county"}


def test_a_place_that_nobody_knows_says_nothing(case):
    vacancy(workplace="月球基地")
    assert only(case, wished_area="near").remarks == []


@pytest.mark.parametrize(
    ("ages", "reasons", "cautions"),
    [
        ((18, 55), ["年龄在18-55岁"], []),
        ((18, None), ["年龄在18岁以上"], []),
        ((None, 38), ["年龄在38岁以下"], []),
        ((39, 55), [], ["要求39-55岁，本人38岁"]),
        ((18, 37), [], ["要求18-37岁，本人38岁"]),
    ],
)
def test_ages_warn_and_rule_nothing_out(case, ages, reasons, cautions):
    vacancy(age_min=ages[0], age_max=ages[1], workplace="某处")
    match = only(case)
    assert (match.reasons, match.cautions) == (reasons, cautions)


def test_work_done_before_speaks_for_a_vacancy(case):
    Employment.objects.create(
        person=case.person, started_on=date(2020, 1, 1), ended_on=date(2021, 1, 1), employer="厂", post="缝纫工",
        channel="county", workplace="城步",
    )  # fmt: skip
    vacancy("ZP1")
    vacancy("ZP2", title="缝纫车工", wage_max=3500)
    assert [match.vacancy.code for match in found(case)] == ["ZP2", "ZP1"]
    assert found(case)[0].reasons[0] == "做过缝纫工"


def test_the_best_three_come_first(case):
    for code, wage in (("ZP1", 3200), ("ZP2", 5000), ("ZP3", 4500), ("ZP4", 3900)):
        vacancy(code, wage_min=3000, wage_max=wage)
    assert [match.vacancy.code for match in found(case, wished_wage=3800)] == ["ZP2", "ZP3", "ZP4"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("缝纫工", "缝纫车工", True), ("普工", "电工", False), ("", "普工", False), ("工", "普工", False)],
)
def test_names_of_work_are_alike_by_two_characters(one, other, same):
    assert alike(one, other) == same


def test_skills_stand_between_commas_and_blanks():
    assert words_of("电焊、缝纫，驾驶 C1") == ["电焊", "缝纫", "驾驶", "C1"]


# --- one tap ---


def tap(client, case, vacancy, **more):
    address = reverse("platforms:recommend", args=[case.person.public_id])
    return client.post(address, {"vacancy": vacancy.pk, **more})


def test_one_tap_records_the_recommendation_and_the_vacancy_goes(signed_in, case):
    clerk, offered = signed_in("clerk"), vacancy()
    for page in (case, case.person):
        assert "推荐这个岗位" in clerk.get(page.get_absolute_url()).content.decode()
    answer = tap(clerk, case, offered, next=case.get_absolute_url())
    assert answer.url == case.get_absolute_url()
    service = Service.objects.get()
    assert (service.kind, service.employer, service.post) == ("recommendation", "ZP1公司", "普工")
    assert (service.served_on, service.officer) == (TODAY, "clerk")
    page = clerk.get(answer.url).content.decode()
    assert "已记录岗位推荐" in page
    assert "推荐这个岗位" not in page


def test_two_taps_record_one(signed_in, case):
    clerk, offered = signed_in("clerk"), vacancy()
    tap(clerk, case, offered)
    answer = tap(clerk, case, offered)
    assert Service.objects.count() == 1
    assert "今天已经记录过" in clerk.get(answer.url).content.decode()


def test_a_recommendation_that_was_voided_is_not_made_again_the_same_day(signed_in, case):
    clerk, offered = signed_in("clerk"), vacancy()
    tap(clerk, case, offered)
    Service.objects.update(voided_at=timezone.now(), void_reason="录错")
    answer = tap(clerk, case, offered)
    assert not Service.objects.exists()
    assert "已作废" in clerk.get(answer.url).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/"])
def test_the_way_back_stays_on_the_site(signed_in, case, elsewhere):
    answer = tap(signed_in("clerk"), case, vacancy(), next=elsewhere)
    assert answer.url == case.person.get_absolute_url()


def test_a_vacancy_of_another_town_or_a_closed_one_is_not_found(signed_in, case):
    clerk = signed_in("clerk")
    assert tap(clerk, case, vacancy("ZP1", town_id="430529103")).status_code == 404
    assert tap(clerk, case, vacancy("ZP2", closes_on=date(2023, 5, 19))).status_code == 404
    assert clerk.post(reverse("platforms:recommend", args=[case.person.public_id]), {"vacancy": "x"}).status_code == 404


def test_somebody_of_another_village_is_not_found(signed_in, small_town, case):
    address = reverse("platforms:recommend", args=[small_town.people[NEXT].public_id])
    assert signed_in("clerk").post(address, {"vacancy": vacancy().pk}).status_code == 404


def test_many_vacancies_cost_no_more_queries_than_few(
    signed_in, case, django_assert_max_num_queries, django_assert_num_queries
):
    staff = signed_in("staff")
    vacancy()
    with django_assert_max_num_queries(38) as few:
        staff.get(case.get_absolute_url())
    for number in range(2, 40):
        vacancy(f"ZP{number}", workplace=f"地方{number}")
    with django_assert_num_queries(len(few)):
        staff.get(case.get_absolute_url())


def test_without_vacancies_the_page_says_what_to_do(signed_in, case):
    assert "镇里现在没有可推荐的招聘岗位" in signed_in("clerk").get(case.get_absolute_url()).content.decode()
