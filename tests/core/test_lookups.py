"""A record that a form names is found by typing; nobody finds what the form would not take."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from core.lookups import FIND, LONGEST, SHOWN
from core.models import AuditEvent, Village
from core.records.conflicts import TYPED
from fictional.one_of_everything import FAR, NEXT, OWN, add_person, add_recruitment
from labor.models import Household, Person
from platforms.models import Vacancy
from tests.exchanged import form_of, words
from training.models import ReturnedBusiness
from workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("today")
WORKSHOP, BUSINESS = reverse("workshops:workshop_add"), reverse("training:business_add")


def workshop(client, **sent):
    told = {"code": "CJ88", "name": "新车间", "kind": "home", "certified_on": "2023-05-01"}
    return client.post(WORKSHOP, {"token": str(uuid4()), "confirmed": "1", **told, **sent})


def village_typed(text, **more):
    return {f"village{TYPED}": text, **more}


def rows(page, name="village"):
    """What the page offers to choose from: keys, and the one that is chosen."""
    field = page.context["form"][name]
    offered = field.field.offer(field.value())
    return [str(key) for key, *_ in offered["rows"]], [str(key) for key, _, _, chosen in offered["rows"] if chosen]


@pytest.mark.parametrize("typed", ["白水头村", "白水头", "bst", "baishuitou", "BaiShui tou", OWN])
def test_a_village_is_found_by_its_name_pinyin_and_code(staff, typed):
    workshop(staff, **village_typed(typed))
    assert Workshop.objects.get(code="CJ88").village_id == OWN


def test_what_fits_several_is_asked_and_what_is_chosen_then_holds(staff, small_town):
    page = workshop(staff, **village_typed("村"))
    assert "个符合，请在下面选一个" in words(page)
    assert {OWN, NEXT} <= set(rows(page)[0])
    assert rows(page)[1] == []
    workshop(staff, **village_typed("村", village=NEXT))
    assert Workshop.objects.get(code="CJ88").village_id == NEXT


def test_a_name_said_whole_is_meant_though_another_begins_with_it(staff, small_town):
    Village.objects.filter(pk=NEXT).update(name="白水头村委")
    workshop(staff, **village_typed("白水头村"))
    assert Workshop.objects.get(code="CJ88").village_id == OWN


def test_what_was_typed_counts_where_it_is_not_what_was_chosen_before(staff, small_town):
    workshop(staff, **village_typed("木瓜", village=OWN))
    assert Workshop.objects.get(code="CJ88").village_id == NEXT


@pytest.mark.parametrize("typed", ["丹口村", FAR, "没有这个村", "%", "'"])
def test_what_is_not_there_or_not_the_users_is_not_found(staff, small_town, typed):
    page = workshop(staff, **village_typed(typed))
    assert "没有找到" in words(page)
    assert rows(page) == ([], [])
    assert not Workshop.objects.filter(code="CJ88").exists()


def test_another_towns_key_is_refused_however_it_is_sent(staff, small_town):
    workshop(staff, village=FAR)
    workshop(staff, **village_typed("丹口村", village=FAR))
    assert not Workshop.objects.filter(code="CJ88").exists()


def test_while_one_types_the_page_answers_with_what_fits_and_saves_nothing(staff, small_town):
    page = workshop(staff, **village_typed("bst", **{FIND: "village"}))
    assert rows(page) == ([OWN], [OWN])
    assert not Workshop.objects.filter(code="CJ88").exists()
    cleared = workshop(staff, **village_typed("", village=OWN, **{FIND: "village"}))
    assert rows(cleared)[1] == []


def test_what_the_link_filled_in_is_shown_by_its_name(signed_in):
    page = signed_in("staff").get(f"{WORKSHOP}?village={OWN}")
    assert rows(page)[1] == [OWN]
    assert 'value="白水头村"' in page.content.decode()


@pytest.mark.parametrize("typed", ["石大山", "大山", "sds", "H1", "h1"])
def test_a_household_is_found_by_who_heads_it_and_by_its_number(staff, small_town, typed):
    address = reverse("labor:person_add")
    Person.objects.filter(pk=small_town.person.pk).update(name="石大山", name_pinyin="shi da shan", name_initials="sds")
    page = staff.post(address, {f"household{TYPED}": typed, FIND: "household"})
    assert rows(page, "household")[0] == ["H1"]


def test_a_household_may_be_taken_away_again(staff, small_town):
    address = reverse("labor:person_change", kwargs={"public_id": small_town.person.public_id})
    page = staff.get(address)
    assert rows(page, "household") == (["H1"], ["H1"])
    assert 'name="household" value=""' in page.content.decode()


def with_household(client, address, **said):
    """What a browser sends of a person's form, where the box still says what it said."""
    shown = re.search(f' name="household{TYPED}" value="([^"]+)"', client.get(address).content.decode())[1]
    box = {f"household{TYPED}": shown, f"household{SHOWN}": shown}
    return {**form_of(client, address), **box, "confirmed": "1", "change_reason": "不在这户", **said}


def test_none_is_none_though_the_box_still_says_what_was_there(staff, small_town):
    address = reverse("labor:person_change", kwargs={"public_id": small_town.person.public_id})
    sent = with_household(staff, address, household="", relation_to_head="")
    again = staff.post(address, {**sent, "name": ""})
    field = again.context["form"]["household"]
    assert (field.field.offer(field.value())["text"], rows(again, "household")[1]) == ("", [])
    assert f'name="household{SHOWN}" value=""' in again.content.decode()
    staff.post(address, sent)
    small_town.person.refresh_from_db()
    assert small_town.person.household is None


def test_what_is_typed_after_none_was_chosen_counts(staff, small_town):
    address = reverse("labor:person_change", kwargs={"public_id": small_town.person.public_id})
    page = staff.post(address, with_household(staff, address, household="", **{f"household{TYPED}": "没有这一户"}))
    assert "管辖范围内没有这样的农户" in words(page)


def test_of_a_text_without_end_only_so_much_is_looked_for(staff):
    page = workshop(staff, **village_typed("村" * 100_000))
    assert len(page.context["form"]["village"].value().text) == LONGEST


def founded(client, **sent):
    told = {"village": OWN, "name": "民宿", "opened_on": "2023-04-01", "jobs": 1, "jobs_out_of_poverty": 0}
    return client.post(BUSINESS, {"token": str(uuid4()), "confirmed": "1", "founder": "", **told, **sent})


@pytest.mark.parametrize("by", ["name", "name_initials", "id_number"])
def test_a_person_is_found_by_name_pinyin_and_whole_number(staff, small_town, by):
    typed = str(getattr(getattr(small_town.person, by), "plain", getattr(small_town.person, by)))
    founded(staff, **{f"person{TYPED}": typed})
    assert ReturnedBusiness.objects.get().person == small_town.person


def test_a_number_is_not_shown_again_and_its_look_up_is_written_down_once(staff, small_town):
    number = small_town.person.id_number.plain
    page = founded(staff, **{f"person{TYPED}": number, FIND: "person"})
    assert number not in page.content.decode()
    assert rows(page, "person")[1] == [str(small_town.person.public_id)]
    assert AuditEvent.objects.filter(action=AuditEvent.Action.LOOK_UP).count() == 1


def test_a_look_up_stays_in_the_trail_though_the_form_is_refused(staff, small_town):
    number = small_town.person.id_number.plain
    page = founded(staff, **{f"person{TYPED}": number, "opened_on": "不是日期"})
    assert not ReturnedBusiness.objects.exists()
    assert rows(page, "person")[1] == [str(small_town.person.public_id)]
    written = AuditEvent.objects.get(action=AuditEvent.Action.LOOK_UP)
    assert (written.actor.username, written.details) == ("staff", {"part": "whole", "found": 1})
    founded(staff, **{f"person{TYPED}": number})
    assert AuditEvent.objects.filter(action=AuditEvent.Action.LOOK_UP).count() == 2


def test_the_beginning_of_a_number_finds_nobody_and_is_no_look_up(staff, small_town):
    page = founded(staff, **{f"person{TYPED}": small_town.person.id_number.plain[-4:], FIND: "person"})
    assert rows(page, "person") == ([], [])
    assert not AuditEvent.objects.filter(action=AuditEvent.Action.LOOK_UP).exists()


def test_of_many_of_one_name_each_is_told_by_village_and_household(staff, small_town):
    other = add_person(NEXT, 71, small_town.person.name)
    page = founded(staff, **{f"person{TYPED}": small_town.person.name})
    assert not ReturnedBusiness.objects.exists()
    assert "木瓜村" in words(page)
    founded(staff, **{f"person{TYPED}": small_town.person.name, "person": other.public_id})
    assert ReturnedBusiness.objects.get().person == other


@pytest.mark.parametrize("by", ["title", "employer", "code"])
def test_a_vacancy_is_found_by_post_employer_and_code(signed_in, small_town, by):
    add_recruitment(small_town.person)
    vacancy = Vacancy.objects.first()
    address = reverse("platforms:candidate_add", kwargs={"public_id": small_town.person.public_id})
    page = signed_in("clerk").post(address, {f"vacancy{TYPED}": getattr(vacancy, by), FIND: "vacancy"})
    assert str(vacancy.pk) in rows(page, "vacancy")[0]


def test_many_households_cost_as_many_queries_as_a_few(staff, small_town, django_assert_max_num_queries):
    address, asked = reverse("labor:person_add"), []
    for number in (3, 300):
        made = (
            Household(code=f"Z{number}-{each}", head_name="石多", village_id=OWN, kind="ordinary")
            for each in range(number)
        )
        Household.objects.bulk_create(made)
        with django_assert_max_num_queries(200) as captured:
            page = staff.post(address, {f"household{TYPED}": "石多", FIND: "household"})
        asked.append(len(captured))
        assert page.context["form"]["household"].field.offer(page.context["form"]["household"].value())["rows"]
    assert asked[0] == asked[1]
