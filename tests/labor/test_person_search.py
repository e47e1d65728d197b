"""Looking for a person: a name goes into the address, a number never does."""

import pytest
from django.urls import reverse

from core.personal_data.identity import check_digit
from fictional.one_of_everything import FAR, NEXT, PHONE, add_person, identity_number
from labor.models import Person, PersonAlias

SEARCH, LIST = reverse("labor:person_search"), reverse("labor:person_list")
NUMBER = identity_number(1)


@pytest.fixture
def search(signed_in):
    def find(text, user="staff"):
        return signed_in(user).post(SEARCH, {"text": text})

    return find


def test_a_name_becomes_a_filter_of_the_list(search):
    assert search(" 石小军 ").url == f"{LIST}?q=%E7%9F%B3%E5%B0%8F%E5%86%9B&status=all"


@pytest.mark.parametrize(
    "typed",
    [NUMBER, f" {NUMBER[:6]} {NUMBER[6:]} ", f"'{NUMBER}", NUMBER.translate({48: "０"}), PHONE, "154 0000 0017"],
    ids=["as it is", "with blanks", "with an apostrophe", "full-width", "a phone", "a phone with blanks"],
)
def test_a_whole_number_leads_to_its_person(search, small_town, typed):
    assert search(typed).url == small_town.person.get_absolute_url()


def test_a_number_of_fifteen_digits_is_made_whole(search, small_town):
    assert search(NUMBER[:6] + NUMBER[8:17]).url == small_town.person.get_absolute_url()


def test_the_last_four_digits_find_a_number_and_a_phone(search, small_town):
    assert search(NUMBER[-4:]).url == small_town.person.get_absolute_url()
    assert search(PHONE[-4:]).url == small_town.person.get_absolute_url()


def test_several_people_are_listed(search, small_town):
    add_person(NEXT, 7, "杨同号", phone="15411110017")
    shown = search(PHONE[-4:]).content.decode()
    assert "石小军" in shown
    assert "杨同号" in shown
    assert "号码相符的有" in shown


def test_a_former_number_leads_to_its_person(search, small_town):
    PersonAlias.objects.create(person=small_town.person, id_number=identity_number(900))
    assert search(identity_number(900)).url == small_town.person.get_absolute_url()


def test_people_of_other_divisions_are_not_found(search, small_town):
    for order in (2, 3):
        assert "没有这个号码" in search(identity_number(order), user="clerk").content.decode()
    assert search(identity_number(2)).url == small_town.people[NEXT].get_absolute_url()
    assert "没有这个号码" in search(small_town.people[FAR].id_number.plain).content.decode()


def test_a_voided_person_is_not_found(search, small_town):
    Person.objects.filter(pk=small_town.person.pk).update(voided_at="2023-01-01T00:00Z")
    assert "没有这个号码" in search(NUMBER).content.decode()


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        (NUMBER[:17] + ("0" if check_digit(NUMBER[:17]) != "0" else "1"), "校验位不对"),
        ("43059919851305001X", "出生日期不存在"),
        ("1234567890123", "请输入姓名"),
        ("石小军123456", "请输入姓名"),
        ("430599*********001*", "请输入姓名"),
    ],
)
def test_what_is_no_number_is_told_so_without_repeating_it(signed_in, typed, advice):
    response = signed_in("staff").post(SEARCH, {"text": typed}, follow=True)
    shown = response.content.decode()
    assert advice in shown
    assert typed not in shown


def test_nothing_typed_is_the_whole_list(search):
    assert search("").url.startswith(LIST)


def test_a_number_stands_in_no_log(search, caplog):
    with caplog.at_level("DEBUG"):
        search(NUMBER)
        search("12")
    assert NUMBER not in caplog.text


def test_opening_the_address_of_the_search_leads_to_the_list(signed_in):
    assert signed_in("staff").get(SEARCH).url == LIST
