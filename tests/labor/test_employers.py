"""用人单位: one register, which jobs, posts, vacancies and workshops name by a text that a person joins to it."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEvent, LifeEvent
from core.records import events
from core.records.voiding import revive, void
from fictional.one_of_everything import FAR, NEXT, OWN, TODAY, TOWN
from fictional.profiles import FAR_TOWN
from labor.employers.likeness import likeness
from labor.employers.unjoined import join, unjoined
from labor.models import Employer, EmployerName, Employment, Person, PublicBenefitPost
from platforms.models import Vacancy
from workshops.models import Workshop

ADDRESS = reverse("labor:join_names")
SHORT, FULL = "鸿泰鞋业", "东莞市厚街鸿泰鞋业有限公司"
pytestmark = pytest.mark.usefixtures("today")


def job(person, employer=SHORT, **more):
    fields = {"started_on": date(2023, 2, 1), "channel": "other_province", "workplace": "东莞市", **more}
    return Employment.objects.create(person=person, employer=employer, **fields)


@pytest.fixture
def employer(small_town):
    return Employer.objects.create(town_id=TOWN, name=FULL, kind="other", credit_code="91441900MA5ABCDE1X")


def texts(client, query=""):
    page = client.get(ADDRESS + query)
    return {text.name: text for text in page.context["shown"]}


def send(client, **data):
    return client.post(ADDRESS, {"token": uuid4(), **data}, follow=True)


def rows_of(client, employer):
    page = client.get(employer.get_absolute_url())
    return {shown.panel.name: shown.count for shown in page.context["panels"]}


def test_a_text_that_nobody_has_joined_is_listed_with_its_records_and_who_it_may_be(staff, small_town, employer):
    job(small_town.person)
    job(small_town.people[NEXT])
    text = texts(staff)[SHORT]
    assert [(title, number) for title, number, _ in text.told] == [("就业记录", 2)]
    assert text.candidates == [employer]
    assert list(texts(staff, "?q=鸿泰")) == [SHORT]
    assert FULL not in texts(staff)


def test_one_tap_joins_all_records_of_a_text_and_one_undo_takes_them_back(staff, small_town, employer):
    rows = [job(small_town.person), job(small_town.people[NEXT], ended_on=date(2023, 3, 1))]
    page = send(staff, tapped=f"{employer.pk} {TOWN} {SHORT}")
    assert f"把{SHORT}归到{FULL}：2条记录" in " ".join(map(str, page.context["messages"]))
    assert SHORT not in texts(staff)
    found = rows_of(staff, employer)
    assert (found["workers"], found["former-workers"]) == (1, 1)
    assert {row.employer for row in Employment.objects.filter(pk__in=[row.pk for row in rows])} == {SHORT}
    event = LifeEvent.objects.get()
    assert AuditEvent.objects.get(action=AuditEvent.Action.LIFE_EVENT).details["event"] == event.pk

    events.undo(event=event, reason="归错了")
    assert SHORT in texts(staff)
    assert rows_of(staff, employer)["workers"] == 0
    send(staff, tapped=f"{employer.pk} {TOWN} {SHORT}")
    assert rows_of(staff, employer)["workers"] == 1


def test_what_is_ticked_goes_to_the_employer_that_is_typed_by_pinyin_or_code(staff, small_town, employer):
    job(small_town.person, "鞋厂")
    job(small_town.person, "厚街那个厂")
    send(staff, text=[f"{TOWN} 鞋厂"], employer="hjhtxy")
    send(staff, text=[f"{TOWN} 厚街那个厂"], employer="91441900ma5abcde1x")
    assert set(employer.names.values_list("name", flat=True)) == {"鞋厂", "厚街那个厂"}


def test_an_employer_who_is_not_there_or_is_one_of_several_is_refused_beside_the_field(staff, small_town, employer):
    job(small_town.person)
    Employer.objects.create(town_id=TOWN, name="东莞市鸿泰电子厂", kind="other")
    for typed, told in (("没有的厂", "没有这个单位"), ("东莞市", "有2个单位符合"), ("", "请写归到哪个单位")):
        page = send(staff, text=[f"{TOWN} {SHORT}"], employer=typed)
        assert told in page.context["form"].errors["employer"][0]
        assert page.context["ticked"] == [f"{TOWN} {SHORT}"]
    assert "请勾选" in str(send(staff, employer=FULL).context["form"].errors)
    assert not EmployerName.objects.exists()


def test_what_is_written_later_under_a_known_text_is_the_employers_at_once(staff, small_town, employer):
    job(small_town.person)
    join(employer=employer, texts=[SHORT], on=TODAY)
    job(small_town.people[NEXT])
    assert SHORT not in texts(staff)
    assert rows_of(staff, employer)["workers"] == 2


def test_posts_vacancies_and_workshops_stand_on_the_employers_page(staff, small_town):
    employer = Employer.objects.create(town_id=TOWN, name="白水头车间", kind="other")
    join(employer=employer, texts=["白水头村委会", "城步服装厂"], on=TODAY)
    for model, more in ((PublicBenefitPost, {"person": small_town.person, "village_id": OWN, "kind": "保洁"}),):
        model.objects.create(
            code="GY9", employer="白水头村委会", contract_started_on=date(2023, 1, 1),
            contract_ended_on=date(2023, 12, 31), monthly_allowance=800, **more,
        )  # fmt: skip
    Vacancy.objects.create(
        code="ZP9", town_id=TOWN, employer="城步服装厂", in_industrial_zone=False, title="缝纫工", workplace="城步",
        headcount=3, wage_min=3000, wage_max=4000, published_on=date(2023, 2, 1),
    )  # fmt: skip
    found = rows_of(staff, employer)
    assert [found[name] for name in ("posts", "vacancies", "workshops")] == [1, 1, 1]
    workshop = Workshop.objects.get(name="白水头车间", village_id=OWN)
    assert employer.get_absolute_url() in staff.get(workshop.get_absolute_url()).text
    for record in (PublicBenefitPost.objects.get(), Vacancy.objects.get(code="ZP9")):
        assert employer.get_absolute_url() in staff.get(record.get_absolute_url()).text


def test_a_text_is_given_to_one_employer_only(small_town, employer):
    other = Employer.objects.create(town_id=TOWN, name="别的厂", kind="other")
    join(employer=employer, texts=[SHORT], on=TODAY)
    for text in (SHORT, FULL):
        with pytest.raises(ValidationError, match="已经是用人单位的名称或写法"):
            join(employer=other, texts=[text], on=TODAY)
        with pytest.raises(ValidationError, match="已经是"):
            EmployerName(employer=other, name=text).full_clean()
    with pytest.raises(ValidationError, match="已经归到"):
        Employer(town_id=TOWN, name=SHORT, kind="other").full_clean()


def test_nothing_is_given_to_an_employer_who_was_voided_meanwhile(small_town, employer):
    void(record=Employer.objects.everywhere("test").get(pk=employer.pk), reason="重复")
    with pytest.raises(ValidationError, match="刚刚作废了"):
        join(employer=employer, texts=[SHORT], on=TODAY)
    assert not EmployerName.with_voided.everywhere("test").exists()


def test_somebodys_own_business_of_the_same_name_is_not_the_employers(staff, small_town, employer):
    job(small_town.person, employer=FULL, channel=Employment.Channel.OWN_BUSINESS)
    assert rows_of(staff, employer)["workers"] == 0


def test_a_text_with_somebodys_number_stands_in_no_address_and_is_no_employers_name(staff, small_town, employer):
    number = "430599199001010017"
    job(small_town.person, f"石老板{number}")
    page = staff.get(ADDRESS).content.decode()
    assert "请先在记录里把号码去掉" in page
    assert not [each for each in re.findall(r'(?:href|value)="([^"]*)"', page) if number in each]
    refused = send(staff, tapped=f"{employer.pk} {TOWN} 石老板{number}")
    assert "不能作单位名称或写法" in str(refused.context["form"].errors)
    for named in (Employer(town_id=TOWN, name=number, kind="other"), EmployerName(employer=employer, name=number)):
        with pytest.raises(ValidationError, match="不能作单位名称或写法"):
            named.full_clean()
    Employer.objects.filter(pk=employer.pk).update(name=f"石老板{number}")
    assert number not in join(employer=Employer.objects.get(), texts=[SHORT], on=TODAY).title


def test_a_voided_way_to_write_it_is_open_again(staff, small_town, employer):
    job(small_town.person)
    join(employer=employer, texts=[SHORT], on=TODAY)
    void(record=employer.names.get(), reason="不是一家")
    assert SHORT in texts(staff)
    assert rows_of(staff, employer)["workers"] == 0


def test_what_was_given_to_another_meanwhile_is_not_brought_back(staff, small_town, employer):
    other = Employer.objects.create(town_id=TOWN, name="别的厂", kind="other")
    join(employer=employer, texts=[SHORT], on=TODAY)
    row = employer.names.get()
    void(record=row, reason="不是一家")
    join(employer=other, texts=[SHORT], on=TODAY)
    with pytest.raises(ValidationError, match="已经是别的厂的名称或写法"):
        revive(record=EmployerName.with_voided.everywhere("test").get(pk=row.pk), reason="恢复")

    void(record=other.names.get(), reason="也不是")
    join(employer=employer, texts=[SHORT], on=TODAY)
    void(record=employer, reason="登记错了")
    for text in (FULL, SHORT):
        join(employer=other, texts=[text], on=TODAY)
        with pytest.raises(ValidationError, match="已经归到别的厂"):
            revive(record=Employer.with_voided.everywhere("test").get(pk=employer.pk), reason="恢复")
        void(record=other.names.get(), reason="不是")
    revive(record=Employer.with_voided.everywhere("test").get(pk=employer.pk), reason="恢复")
    assert Employer.objects.everywhere("test").called(SHORT).get() == employer


def test_a_name_that_somebody_took_a_moment_earlier_is_refused_where_it_is_saved(staff, employer, monkeypatch):
    other = Employer.objects.create(town_id=TOWN, name="别的厂", kind="other")
    monkeypatch.setattr(
        "labor.employers.forms.hold_names", lambda town: join(employer=other, texts=[SHORT], on=TODAY)
    )  # whoever waited for the town finds this
    told = {"town": TOWN, "name": SHORT, "kind": "other"}
    for address in (
        reverse("labor:employer_add"), reverse("labor:employer_name_add", args=[employer.pk]),
    ):  # fmt: skip
        page = staff.post(address, {"token": uuid4(), **told})
        assert "刚刚有人登记了相同的记录" in page.content.decode()
    assert not Employer.objects.filter(name=SHORT).exists()
    assert not employer.names.exists()


def test_of_two_towns_it_is_the_employer_of_the_texts_town(staff, small_town, employer):
    job(small_town.person)
    Employer.objects.filter(pk=employer.pk).update(town=FAR_TOWN)
    own = Employer.objects.create(town_id=TOWN, name=FULL, kind="other")
    staff.get("/accounts/me/").wsgi_request.user.divisions.set([TOWN, FAR_TOWN])
    send(staff, text=[f"{TOWN} {SHORT}"], employer=FULL)
    assert own.names.get().name == SHORT


@pytest.mark.parametrize("key", ["9" * 5000, "９", "٣", "x"])
def test_a_key_that_is_none_is_no_employer(staff, small_town, employer, key):
    job(small_town.person)
    page = send(staff, tapped=f"{key} {TOWN} {SHORT}")
    assert "没有这个用人单位" in str(page.context["form"].errors)


def test_who_may_not_open_an_employer_reads_of_a_workshop_whose_it_is_and_gets_no_link(signed_in, small_town):
    employer = Employer.objects.create(town_id=TOWN, name="白水头车间", kind="other")
    page = signed_in("clerk").get(Workshop.objects.get(name="白水头车间", village_id=OWN).get_absolute_url()).text
    assert "作为用人单位：白水头车间" in page
    assert employer.get_absolute_url() not in page


def test_an_employer_who_gets_another_name_keeps_the_records_of_the_one_before(staff, small_town, employer):
    job(small_town.person, FULL)
    page = staff.get(reverse("labor:employer_change", args=[employer.pk]))
    filled = {each.html_name: each.value() for each in page.context["form"] if each.value() is not None}
    staff.post(reverse("labor:employer_change", args=[employer.pk]), {**filled, "name": "鸿泰集团", "phone": ""})
    employer = Employer.objects.get(pk=employer.pk)
    assert employer.texts == ["鸿泰集团", FULL]
    assert rows_of(staff, employer)["workers"] == 1


def test_alike_names_stand_on_the_employers_page_and_are_joined_there(staff, small_town, employer):
    job(small_town.person)
    Employer.objects.create(town_id=TOWN, name="厚街鸿泰鞋业", kind="other")
    (piece,) = [each for each in staff.get(employer.get_absolute_url()).context["pieces"] if "alike" in each.template]
    assert [text.name for text in piece.content.texts] == [SHORT]
    assert [each.name for each in piece.content.others] == ["厚街鸿泰鞋业"]


def test_a_clerk_neither_joins_nor_sees_who_works_there(signed_in, small_town, employer):
    job(small_town.people[NEXT])
    clerk = signed_in("clerk")
    assert clerk.get(ADDRESS).status_code == 403
    assert clerk.get(employer.get_absolute_url()).status_code == 404


def test_another_towns_texts_and_employers_are_its_own(staff, small_town, employer):
    job(small_town.people[NEXT])
    theirs = Employer.objects.create(town_id=FAR_TOWN, name="丹口竹器厂", kind="other")
    staff.get("/accounts/me/").wsgi_request.user.divisions.set([FAR_TOWN])
    assert SHORT not in texts(staff)
    send(staff, tapped=f"{theirs.pk} {TOWN} {SHORT}")
    send(staff, tapped=f"{employer.pk} {TOWN} {SHORT}")
    assert not EmployerName.objects.exists()


def test_an_employer_of_a_county_has_the_people_of_its_town_only(signed_in, small_town, employer):
    for person in (small_town.person, small_town.people[NEXT]):
        job(person, FULL)
    Person.objects.filter(pk=small_town.person.pk).update(village_id=FAR)
    staff = signed_in("staff")
    staff.get("/accounts/me/").wsgi_request.user.divisions.set(["430529"])
    assert rows_of(staff, employer)["workers"] == 1


def test_many_texts_cost_as_many_queries_as_few(staff, small_town, employer):
    asked = []
    for number in (3, 40):
        for each in range(number):
            job(small_town.person, f"鸿泰{number}分{each}厂")
        with CaptureQueriesContext(connection) as captured:
            staff.get(ADDRESS)
        asked.append(len(captured))
    assert asked[0] == asked[1]
    user = staff.get("/").wsgi_request.user
    names = [text.name for text in unjoined(user, containing="鸿泰")]
    costs = []
    for some in (names[:3], names[3:]):
        with CaptureQueriesContext(connection) as captured:
            join(employer=employer, texts=some, on=TODAY)
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (SHORT, FULL, True), ("东莞厚街鸿泰鞋厂", FULL, True), ("鸿泰鞋业有限公司", "鸿泰鞋业（有限）公司", True),
        ("深圳恒创光电", FULL, False), ("食堂", "乡村建设工程队", False),
    ],
)  # fmt: skip
def test_likeness_is_what_two_names_have_in_common(one, other, alike):
    assert (likeness(one, other) >= 0.5) == alike
    assert likeness(one, other) == likeness(other, one)
