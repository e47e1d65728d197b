"""全局查找: one box finds people, households, workshops, employers, policies, pages and help of what one may see."""

from html import escape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEvent
from core.personal_data.identity import check_digit
from core.personal_data.pinyin import initials
from fictional.one_of_everything import FAR, NEXT, OWN, PHONE, TOWN, add_person, identity_number
from labor.models import Employer, Household, Person, PersonAlias
from oversight.models import Policy
from workshops.models import Workshop

FIND = reverse("find")
NUMBER = identity_number(1)
NOTHING = "没有找到"


@pytest.fixture
def find(signed_in):
    def find(text, user="staff"):
        return signed_in(user).post(FIND, {"text": text})

    return find


def found(response):
    """What was found, by kind."""
    return {group.title: [hit.label for hit in group.hits] for group in response.context["groups"]}


@pytest.mark.parametrize("typed", ["石小军", " 石　小军 ", "小军", "sxj", "SXJ", "shixiao"])
def test_people_are_found_by_name_and_pinyin(find, typed):
    assert "石小军" in found(find(typed))["人员"]


def test_a_household_is_found_by_its_head_and_its_code(find, small_town):
    household = small_town.person.household
    Household.objects.filter(pk=household.pk).update(head_name="石小军")
    for typed in ("石小军", "sxj"):
        assert "石小军户" in found(find(typed))["农户"]
    assert find(household.code.lower()).url == household.get_absolute_url()


def test_workshops_employers_and_policies_are_found_by_name_initials_and_code(find, small_town):
    Employer.objects.create(town_id=TOWN, name="城步竹器厂", kind="other")
    for title, record, typed in (
        ("帮扶车间", Workshop.objects.get(), ("白水头", "bst", "cj01")),
        ("用人单位", Employer.objects.get(name="城步竹器厂"), ("竹器", "zqc")),
        ("政策", Policy.objects.get(), (Policy.objects.get().name[:3], Policy.objects.get().code)),
    ):
        for text in typed:
            response = find(text)
            assert response.status_code == 302 or record.name in found(response)[title], text
            assert response.status_code == 200 or response.url == record.get_absolute_url(), text


def test_pages_and_help_are_found_by_words_and_initials(find):
    assert "帮扶车间" in found(find("帮扶车间"))["页面"]
    assert "人员" in found(find("ry"))["页面"]
    assert "登录、密码和我的账号" in found(find("密码忘了"))["帮助"]


def test_who_may_not_open_a_page_does_not_find_it(find):
    assert "导入导出" in found(find("导入导出"))["页面"]
    assert "页面" not in found(find("导入导出", "leader"))


# --- numbers ---


@pytest.mark.parametrize(
    "typed",
    [NUMBER, f" {NUMBER[:6]} {NUMBER[6:]} ", f"'{NUMBER}", NUMBER.translate({48: "０"}), PHONE, "154 0000 0017"],
    ids=["as it is", "with blanks", "with an apostrophe", "full-width", "a phone", "a phone with blanks"],
)
def test_a_whole_number_leads_to_its_person(find, small_town, typed):
    assert find(typed).url == small_town.person.get_absolute_url()


def test_a_number_of_fifteen_digits_is_made_whole(find, small_town):
    assert find(NUMBER[:6] + NUMBER[8:17]).url == small_town.person.get_absolute_url()


def test_the_last_four_digits_find_a_number_and_a_phone(find, small_town):
    assert find(NUMBER[-4:]).url == small_town.person.get_absolute_url()
    add_person(NEXT, 7, "杨同号", phone="15411110017")
    assert found(find(PHONE[-4:]))["人员"] == ["杨同号", "石小军"]


def test_a_former_number_leads_to_its_person(find, small_town):
    PersonAlias.objects.create(person=small_town.person, id_number=identity_number(900))
    assert find(identity_number(900)).url == small_town.person.get_absolute_url()


def test_every_look_up_of_a_number_leaves_a_line_without_a_digit_of_it(find):
    for typed in (NUMBER, "9998", PHONE):
        find(typed)
    find("石小军")
    lines = AuditEvent.objects.filter(action="look_up").order_by("pk")
    assert [line.details for line in lines] == [
        {"part": "whole", "found": 1},
        {"part": "last_four", "found": 0},
        {"part": "whole", "found": 1},
    ]


def test_who_may_not_reveal_finds_nobody_by_a_number_nor_by_a_name(find, small_town):
    for typed in (NUMBER, NUMBER[-4:], PHONE, "石小军", "sxj"):
        response = find(typed, "leader")
        assert found(response).keys() <= {"页面", "帮助"}, typed
    assert not AuditEvent.objects.filter(action="look_up").exists()


def test_a_number_stands_in_no_log_no_address_and_not_on_the_page(find, caplog):
    wrong = NUMBER[:17] + ("0" if check_digit(NUMBER[:17]) != "0" else "1")
    with caplog.at_level("DEBUG"):
        find(NUMBER)
        for typed in (wrong, "1234567890123", "石小军123456", "430599*********001*"):
            shown = find(typed).content.decode()
            assert NOTHING in shown
            assert typed not in shown
    assert NUMBER not in caplog.text
    assert wrong not in caplog.text


# --- the wall ---


def test_nothing_of_other_divisions_is_found(find, small_town):
    Workshop.objects.create(code="CJ09", name="丹口车间", village_id=FAR, kind="home", certified_on="2022-01-01")
    Employer.objects.create(town_id=FAR[:9], name="丹口竹器厂", kind="other")
    far = small_town.people[FAR]
    for typed in (far.name, initials(far.name), far.id_number.plain, far.id_number.plain[-4:], "CJ09", "丹口", "dkzqc"):
        assert find(typed).status_code == 200, typed
        assert not found(find(typed)).keys() & {"人员", "农户", "帮扶车间", "用人单位", "政策"}, typed
    own, neighbor = (small_town.people[code] for code in (OWN, NEXT))
    assert neighbor.name not in str(found(find(neighbor.name, "clerk")))
    assert own.name in str(found(find(own.name, "clerk")))


def test_a_voided_person_is_not_found(find, small_town):
    Person.objects.filter(pk=small_town.person.pk).update(voided_at="2023-01-01T00:00Z")
    assert NOTHING in find(NUMBER).content.decode()


# --- what people type ---


@pytest.mark.parametrize("typed", ["%", "_", "\\", ".*", "'; DROP TABLE x; --", "<b hx-get=/>", "()", "？", "%小%"])
def test_signs_mean_themselves(find, typed):
    response = find(typed)
    assert not found(response).keys() & {"人员", "农户", "帮扶车间", "用人单位", "政策"}
    assert escape(typed) in response.content.decode()


def test_nothing_typed_and_too_much_typed_are_told_so(find):
    assert "请输入要找的字" in find("  ").content.decode()
    assert "最多60个字" in find("石" * 5000).content.decode()


def test_opening_the_address_shows_the_box(signed_in):
    shown = signed_in("staff").get(FIND, {"text": "石小军"})
    assert "石小军" not in shown.content.decode()
    assert 'name="text"' in shown.content.decode()


def test_many_cost_as_many_queries_as_one(find, small_town):
    asked = []
    for number in (1, 20):
        for each in range(number):
            add_person(OWN, 20 + number + each, f"甲小{'乙丙'[number > 1]}")
            code = f"CJ{number}{each}x"
            Workshop.objects.create(code=code, name=f"甲{each}", village_id=OWN, kind="home", certified_on="2022-01-01")
        find("甲")
        with CaptureQueriesContext(connection) as captured:
            find("甲")
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_of_many_the_first_are_shown_and_the_page_says_so(find):
    for each in range(12):
        add_person(OWN, 60 + each, "甲众多")
    response = find("甲众多")
    assert len(found(response)["人员"]) == 8
    assert "还有更多" in response.content.decode()
