"""The list of people: what it shows, how it is narrowed down, sorted and paged, and what it costs."""

import re
from datetime import date

import pytest
from django.urls import reverse

from fictional.one_of_everything import NEXT, OWN, add_person, identity_number
from labor.models import Employment, Household, Person, Verification
from tests.exchanged import words as text

LIST = reverse("labor:person_list")
pytestmark = pytest.mark.usefixtures("today")


def names(response):
    """Who is listed, in order."""
    return re.findall(r'<td class="lead"><a [^>]*>([^<]+)</a>', response.content.decode())


@pytest.fixture
def listed(signed_in):
    """Who a member of the office finds with these filters."""

    def find(**query):
        return names(signed_in("staff").get(LIST, query))

    return find


def test_a_row_says_who_where_and_what_work(signed_in):
    shown = text(signed_in("staff").get(LIST))
    assert "石小军 男 38岁 白水头村 脱贫户 白水头车间，五团镇，帮扶车间 未核实 154****0017" in shown


def test_a_clerk_sees_the_own_village_and_need_not_be_told_its_name(signed_in):
    response = signed_in("clerk").get(LIST)
    assert names(response) == ["石小军"]
    assert 'name="village"' not in response.content.decode()
    assert "白水头村 脱贫户" not in text(response)


def test_somebody_without_divisions_sees_an_empty_list(signed_in):
    response = signed_in("nobody").get(LIST)
    assert names(response) == []
    assert "还没有登记人员" in text(response)


def test_leaders_see_masked_names_and_have_no_filter_by_name(signed_in):
    response = signed_in("leader").get(LIST)
    assert sorted(names(response)) == ["杨**", "石**"]
    assert 'name="q"' not in response.content.decode()


def test_a_name_finds_nobody_for_leaders(signed_in):
    assert len(names(signed_in("leader").get(LIST, {"q": "石小军"}))) == 2


@pytest.mark.parametrize("typed", ["石小军", "小军", "sxj", "shixiaojun", "Shi Xiao", "SX"])
def test_a_name_is_found_by_characters_initials_and_pinyin(listed, typed):
    assert listed(q=typed) == ["石小军"]


def test_a_person_who_left_is_listed_only_when_asked_for(small_town, listed):
    Person.objects.filter(pk=small_town.person.pk).update(left_on=date(2023, 5, 1))
    assert listed() == ["杨木瓜"]
    assert listed(status="left") == ["石小军"]
    assert sorted(listed(status="all")) == ["杨木瓜", "石小军"]


def test_the_filters_narrow_the_list_down(small_town, listed):
    Employment.objects.filter(person=small_town.people[NEXT]).update(ended_on=date(2023, 1, 1))
    Verification.objects.create(
        person=small_town.person, verified_on=date(2023, 2, 1), method="phone", result="unchanged"
    )
    Household.objects.update(monitoring="at_risk", identified_on=date(2022, 1, 1))
    only_own, only_next = ["石小军"], ["杨木瓜"]
    assert listed(village=OWN) == listed(work="yes") == listed(verified="yes") == only_own
    assert listed(kind="out_of_poverty") == listed(monitoring="any") == listed(monitoring="at_risk") == only_own
    assert listed(channel="workshop") == only_own
    assert listed(work="no") == listed(kind="none") == only_next
    assert listed(verified="no") == listed(age="16-29") == listed(monitoring="unstable") == []
    assert sorted(listed(age="30-39", capacity="ordinary")) == ["杨木瓜", "石小军"]


def test_a_risk_that_was_removed_is_none(listed):
    Household.objects.update(monitoring="at_risk", identified_on=date(2022, 1, 1), risk_removed_on=date(2023, 1, 1))
    assert listed(monitoring="any") == []


@pytest.mark.parametrize("query", ["village=430529103205", "work=maybe", "age=x", "sort=secret", "page=x", "page=99"])
def test_nonsense_in_the_address_is_answered_with_a_page(signed_in, query):
    assert signed_in("staff").get(f"{LIST}?{query}").status_code == 200


def test_nobody_can_ask_for_longer_pages(signed_in, crowd):
    assert len(names(signed_in("staff").get(LIST, {"per_page": 1000, "size": 1000}))) == 25


@pytest.fixture
def crowd(small_town):
    """Three hundred more, of two ages, each with a job."""
    people = [
        Person(
            id_number=identity_number(order, born),
            birth_date=born,
            name=f"人{order}",
            name_pinyin="ren",
            village_id=OWN,
            household=small_town.household,
            capacity="ordinary",
            joined_on=date(2020, 1, 1),
        )
        for order in range(100, 400)
        for born in [date(1980 + order % 2, 1, 1)]
    ]
    Person.objects.bulk_create(people)
    Employment.objects.bulk_create(
        Employment(person=each, started_on=date(2022, 1, 1), employer="厂", channel="county", workplace="本县")
        for each in people
    )


def test_pages_neither_repeat_nor_lose_anybody(signed_in, crowd):
    seen = []
    for page in range(1, 14):
        seen += names(signed_in("staff").get(LIST, {"sort": "age", "page": page}))
    assert len(seen) == len(set(seen)) == 302


def test_columns_sort_both_ways_and_keep_the_filters(signed_in):
    add_person(OWN, 9, "石老大", birth_date=date(1960, 1, 1), id_number=identity_number(9, date(1960, 1, 1)))
    assert names(signed_in("staff").get(LIST, {"sort": "age", "village": OWN})) == ["石小军", "石老大"]
    response = signed_in("staff").get(LIST, {"sort": "-age", "village": OWN})
    assert names(response) == ["石老大", "石小军"]
    assert f'href="?village={OWN}"' in response.text
    assert f'href="?sort=-age&amp;village={OWN}"' in signed_in("staff").get(LIST, {"sort": "age", "village": OWN}).text


def test_a_list_costs_the_same_queries_for_three_people_and_for_three_hundred(
    signed_in, crowd, django_assert_num_queries
):
    staff = signed_in("staff")
    staff.get(LIST)
    Person.objects.filter(name__startswith="人").exclude(name="人100").update(left_on=date(2021, 1, 1))
    for query in ({}, {"status": "all"}):
        with django_assert_num_queries(14):
            staff.get(LIST, query)


def test_the_empty_state_says_what_to_do(signed_in):
    shown = text(signed_in("staff").get(LIST, {"q": "查无此人"}))
    assert "没有符合条件的人" in shown
    assert "清除筛选" in shown
