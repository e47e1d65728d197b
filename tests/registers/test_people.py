"""Who is on the register: people are added, leave, come back and move, a number is put right; households are found."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEvent
from fictional.one_of_everything import FAR, NEXT, OWN, TODAY, add_person, identity_number
from labor.models import Household, Person, PersonAlias
from oversight.models import PolicyPayment
from tests.exchanged import form_of, sent, text

ADD = reverse("labor:person_add")

pytestmark = pytest.mark.usefixtures("today")


#: Typed into forms, which show again what was typed; nowhere else may they stand.
TYPED = (
    *map(identity_number, (2, 3, 50)),
    identity_number(62, date(1975, 5, 5)),
    "430599198513050016",
    "430599198505050011",
    "15400000099",
)


@pytest.fixture
def staff(signed_in):
    client = signed_in("staff")
    client.announce(*TYPED)
    return client


@pytest.fixture
def do(staff, small_town):
    """Do an action to the person, or household, with these fields; what the page answers."""

    def act(action, record=None, **fields):
        record = record or small_town.person
        kind = "household" if isinstance(record, Household) else "person"
        key = {"pk": record.pk} if kind == "household" else {"public_id": record.public_id}
        address = reverse(f"labor:{kind}_action", kwargs={**key, "action": action})
        answer = staff.post(address, {**form_of(staff, address), "confirmed": "1", **fields})
        record.refresh_from_db()
        return answer

    return act


def new(order=50, **fields):
    return sent(
        **{
            "id_number": identity_number(order), "name": "石新来", "village": OWN, "household": "H1",
            "relation_to_head": "之子", "education": "初中", "capacity": "ordinary", "phone": "15400000099",
            "joined_on": "2023-05-01", **fields,
        }
    )  # fmt: skip


def test_a_person_is_added_with_what_follows_from_number_and_name(staff):
    staff.post(ADD, new())
    person = Person.objects.get(name="石新来")
    assert (person.birth_date, person.name_pinyin, person.name_initials) == (
        date(1985, 5, 5),
        "shi xin lai",
        "sxl",
    )
    assert person.household.code == "H1"


def test_a_number_of_fifteen_digits_is_written_with_eighteen(staff):
    staff.post(ADD, new(id_number="430599850505077"))
    person = Person.objects.get(name="石新来")
    assert person.id_number.plain.startswith("43059919850505077")


@pytest.mark.parametrize(
    ("number", "said"),
    [("123", "应为18位"), ("430599198513050016", "出生日期不存在"), ("430599198505050011", "校验位不对")],
)
def test_a_wrong_number_is_refused_with_the_reason(staff, number, said):
    page = text(staff.post(ADD, new(id_number=number)))
    assert said in page
    assert not Person.objects.filter(name="石新来").exists()


def test_a_number_that_is_taken_says_whose_it_is(staff):
    staff.announce(identity_number(1))
    page = text(staff.post(ADD, new(1)))
    assert "已登记在石小军（白水头村）名下" in page
    assert not Person.objects.filter(name="石新来").exists()


def test_a_number_taken_in_another_town_names_nobody(staff, small_town):
    page = text(staff.post(ADD, new(3)))
    assert "管辖范围以外" in page
    assert "银丹口" not in page
    assert "丹口村" not in page


def test_a_former_number_leads_to_who_has_it(staff, small_town):
    PersonAlias.objects.create(person=small_town.person, id_number=identity_number(50))
    assert "石小军（白水头村）曾用的证件号码" in text(staff.post(ADD, new()))


def test_a_household_of_another_town_or_of_none_is_refused(staff):
    Household.objects.create(code="H9", head_name="银山", village_id=FAR, kind="ordinary")
    for code in ("H9", "H404"):
        assert "没有这样的农户" in text(staff.post(ADD, new(household=code)))


def test_a_link_that_names_nonsense_is_answered_with_a_form(staff):
    assert staff.get(ADD, {"household": "x", "village": "y"}).status_code == 200


def test_the_number_is_no_ordinary_correction(staff, small_town):
    address = reverse("labor:person_change", kwargs={"public_id": small_town.person.public_id})
    form = form_of(staff, address)
    assert "id_number" not in form
    staff.post(address, {**form, "name": "石大军"})
    small_town.person.refresh_from_db()
    assert (small_town.person.name, small_town.person.name_initials) == ("石大军", "sdj")
    assert small_town.person.id_number == identity_number(1)


def test_somebody_leaves_with_a_day_and_a_reason_and_comes_back(do, staff, small_town):
    assert "没有填" in text(do("leave", left_on="2023-05-10"))
    do("leave", left_on="2023-05-10", leaving_reason="婚嫁迁出")
    person = small_town.person
    assert (person.left_on, person.leaving_reason) == (date(2023, 5, 10), "婚嫁迁出")
    assert not Person.objects.on_register(date(2023, 5, 10)).filter(pk=person.pk).exists()
    assert "此人2023-05-10已退出，还有2022-03-01的就业记录" in text(staff.get(person.get_absolute_url()))
    assert "退出登记错了的，请用“更正”" in text(do("rejoin", joined_on="2023-05-09", change_reason="没有外嫁"))
    do("rejoin", joined_on="2023-05-15", change_reason="回来了")
    assert (person.left_on, person.leaving_reason) == (None, "")


def test_somebody_does_not_leave_before_joining(do, small_town):
    assert "退出日期早于纳入日期" in text(do("leave", left_on="2020-01-01", leaving_reason="死亡"))
    assert small_town.person.left_on is None


def test_somebody_moves_to_another_village_and_household(do, staff, small_town):
    Household.objects.create(code="H2", head_name="杨山", village_id=NEXT, kind="ordinary")
    do("move", changed_on="2023-05-02", village=NEXT, household="H2", change_reason="搬到木瓜村")
    assert (small_town.person.village_id, small_town.person.household.code) == (NEXT, "H2")
    assert "2023-05-02 迁移：搬到木瓜村" in text(staff.get(small_town.person.get_absolute_url()))


def test_a_move_to_nowhere_or_out_of_the_town_is_refused(do, small_town):
    assert "都没有变" in text(do("move", changed_on="2023-05-02", change_reason="搬家"))
    do("move", changed_on="2023-05-02", village=FAR, change_reason="搬家")
    assert small_town.person.village_id == OWN


def test_a_number_is_put_right_and_the_old_one_still_finds_the_person(do, staff, small_town):
    do("renumber", new_number=identity_number(60), change_reason="录入错误")
    person = small_town.person
    assert person.id_number == identity_number(60)
    assert list(person.aliases.values_list("id_number", flat=True)) == [identity_number(1)]
    found = staff.post(reverse("find"), {"text": identity_number(1)})
    assert found.url == person.get_absolute_url()
    assert PolicyPayment.objects.get(subject_kind="person").subject_code == identity_number(60)
    assert AuditEvent.objects.filter(action="renumber", subject_id=str(person.pk)).exists()
    assert identity_number(1) not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_a_number_can_be_put_back(do, small_town):
    do("renumber", new_number=identity_number(60), change_reason="录入错误")
    do("renumber", new_number=identity_number(1), change_reason="改错了人")
    assert small_town.person.id_number == identity_number(1)
    assert list(small_town.person.aliases.values_list("id_number", flat=True)) == [identity_number(60)]


def test_a_number_of_somebody_else_is_refused(do, small_town):
    assert "合并" in text(do("renumber", new_number=identity_number(2), change_reason="录入错误"))
    assert small_town.person.id_number == identity_number(1)


def test_clerks_read_and_do_not_keep_the_register(signed_in, small_town):
    clerk = signed_in("clerk")
    assert "登记人员" not in text(clerk.get(reverse("labor:person_list")))
    assert "更正证件号码" not in text(clerk.get(small_town.person.get_absolute_url()))


def test_a_voided_person_is_listed_when_asked_for(staff, small_town):
    Person.objects.filter(pk=small_town.people[NEXT].pk).update(voided_at="2023-05-01T00:00Z", void_reason="录错")
    listed = text(staff.get(reverse("labor:person_list"), {"voided": "yes"}))
    assert "杨木瓜" in listed
    assert "石小军" not in listed


def test_a_household_is_monitored_until_its_risk_is_removed(do, small_town):
    house = small_town.household
    assert "没有选" in text(do("monitor", house, identified_on="2023-01-10", change_reason="因病"))
    do("monitor", house, monitoring="at_risk", identified_on="2023-01-10", change_reason="因病")
    assert house.is_monitored(date(2023, 5, 20))
    do("find-unstable", house, unstable_since="2023-02-01", change_reason="停工")
    assert Household.objects.unstable(date(2023, 5, 20)).get() == house
    do("lift-unstable", house, change_reason="已稳定就业")
    assert house.unstable_since is None
    do("remove-risk", house, risk_removed_on="2023-05-01", change_reason="收入达标")
    assert not house.is_monitored(date(2023, 5, 20))
    do("monitor", house, monitoring="sudden_hardship", identified_on="2023-05-15", change_reason="火灾")
    assert (house.monitoring, house.risk_removed_on) == ("sudden_hardship", None)


def test_a_member_is_added_from_the_page_of_the_household(staff, signed_in, small_town):
    page = staff.get(small_town.household.get_absolute_url()).content.decode()
    address = f"{ADD}?household=H1&amp;village={OWN}"
    assert address in page
    form = form_of(staff, address.replace("&amp;", "&"))
    assert (form["household"], form["village"]) == ("H1", OWN)
    assert address not in signed_in("clerk").get(small_town.household.get_absolute_url()).content.decode()


def test_households_are_found_by_what_they_are(staff, small_town):
    Household.objects.create(
        code="H2", head_name="杨水", village_id=NEXT, kind="ordinary", monitoring="at_risk",
        identified_on=date(2022, 1, 1), unstable_since=date(2022, 2, 1),
    )  # fmt: skip
    listed = reverse("labor:household_list")

    def found(**query):
        page = text(staff.get(listed, query))
        return ["石大山户" in page, "杨水户" in page]

    assert found() == [True, True]
    assert found(monitored="now") == found(unstable="yes") == found(village=NEXT) == [False, True]
    assert found(monitoring="at_risk") == found(q="杨水") == [False, True]
    assert found(site=small_town.site.pk) == found(kind="out_of_poverty") == found(monitored="none") == [True, False]


def test_a_household_shows_its_members_with_their_work_and_verification(staff, small_town):
    page = staff.get(small_town.household.get_absolute_url())
    (panel,) = [each for each in page.context["panels"] if each.panel.name == "members"]
    headings = [heading.label for heading in panel.table.headings]
    assert headings[:4] == ["姓名", "性别年龄", "现在的工作", "本半年核实"]
    told = {line[0].text: (line[2].text, line[3].text) for line in panel.table.lines}
    job = small_town.person.employments.current(TODAY).get()
    assert job.employer in told[small_town.person.name][0]
    assert told[small_town.person.name][1] in {"已核实", "未核实"}


def test_members_of_a_large_household_cost_as_many_queries_as_one(staff, small_town):
    asked = []
    for first, number in ((300, 2), (310, 12)):
        for order in range(first, first + number):
            add_person(OWN, order, f"石{order}", household=small_town.household)
        with CaptureQueriesContext(connection) as captured:
            staff.get(small_town.household.get_absolute_url())
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_a_corrected_number_that_changes_sex_or_birth_is_asked_about_once(do, staff, small_town):
    was, other = small_town.person, identity_number(62, date(1975, 5, 5))
    address = reverse("labor:person_action", kwargs={"public_id": was.public_id, "action": "renumber"})
    said = {"seen": form_of(staff, address)["seen"], "new_number": other, "change_reason": "录入错误"}
    answer = text(staff.post(address, sent(**said)))
    assert "改后出生日期与原来不同" in answer
    assert "改后性别由男变女" in answer
    assert Person.objects.get(pk=was.pk).id_number == identity_number(1)
    staff.post(address, sent(**said, confirmed="1"))
    assert Person.objects.get(pk=was.pk).id_number == other


def test_somebody_of_the_same_name_or_phone_is_shown_before_a_person_is_added(staff, small_town):
    Person.objects.filter(pk=small_town.people[NEXT].pk).update(phone="15400000099")
    answer = text(staff.post(ADD, new(name=small_town.person.name)))
    assert f"已有同名的{small_town.person.name}" in answer
    assert "这个电话已登记在" in answer
    assert not Person.objects.filter(id_number=identity_number(50)).exists()
    staff.post(ADD, new(name=small_town.person.name, confirmed="1"))
    assert Person.objects.filter(id_number=identity_number(50)).exists()
