"""Events about many at once: shown with everybody whom they touch, written as one, undone as one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEvent, LifeEvent, Village
from fictional.one_of_everything import FAR, NEXT, OWN, add_person, identity_number
from labor.models import Household, Person, PersonChange
from platforms.models import Platform, StaffMember
from scoring.score import score_town
from tests.exchanged import form_of, text

pytestmark = pytest.mark.usefixtures("today")

TOWN = OWN[:9]
BEFORE, CHANGED, TODAY = date(2023, 5, 1), date(2023, 5, 2), date(2023, 5, 20)


@pytest.fixture
def house(small_town):
    """A monitored household of three: the head, who is on the register already, and two more."""
    household = small_town.household
    for order, (name, relation) in enumerate((("石小红", "配偶"), ("石大龙", "之子")), start=70):
        person = Person(
            id_number=identity_number(order), name=name, village_id=OWN, household=household, relation_to_head=relation,
            capacity="ordinary", joined_on=date(2021, 1, 1),
        )  # fmt: skip
        person.derive()
        person.save()
    Person.objects.filter(pk=small_town.person.pk).update(relation_to_head="户主", household=household)
    return household


@pytest.fixture
def staff(signed_in):
    client = signed_in("staff")
    client.announce(*map(identity_number, (1, 2, 3, 70, 71)))
    return client


@pytest.fixture
def happen(staff):
    """Fill in an event's form, look at the preview and confirm it; what the preview says, and the answer."""

    def act(kind, record=None, confirm=True, **asked):
        key = {"key": str(record.pk)} if record else {}
        address = reverse("event_of" if record else "event_start", kwargs={"kind": kind, **key})
        sent = {**form_of(staff, address), "happened_on": "2023-05-02", "reason": "申请", **asked}
        shown = staff.post(address, sent)
        form = shown.context["form"]
        if confirm and shown.context.get("preview"):
            staff.post(address, {**sent, "confirmed": form.digest, "leave_out": form.left_out})
        return text(shown)

    return act


def scores():
    return [score_town(TOWN, day, cases=True).as_json() for day in (BEFORE, TODAY)]


def villages_of(household, on):
    return set(Person.objects.at(on, "village_at").filter(household=household).values_list("village_at", flat=True))


def monitor(household):
    told = {"monitoring": "at_risk", "identified_on": date(2022, 1, 1), "risk_removed_on": None}
    Household.objects.filter(pk=household.pk).update(**told)


def named(name):
    return Person.objects.get(name=name)


def undo_the_only_one(staff):
    address = reverse("event_undo", args=[LifeEvent.objects.get().pk])
    return text(staff.post(address, {**form_of(staff, address), "reason": "登记错了"}, follow=True))


def test_nothing_is_written_before_it_is_confirmed(happen, house):
    page = happen("householdmove", house, confirm=False, village=NEXT)
    assert "将要改动的4条记录" in page
    assert "村社区由白水头村变为木瓜村" in page
    house.refresh_from_db()
    assert (house.village_id, LifeEvent.objects.count(), PersonChange.objects.filter(item="village").count()) == (
        OWN,
        0,
        0,
    )


def test_a_whole_household_moves_and_the_day_before_stays_where_it_was(happen, staff, house):
    before = scores()
    happen("householdmove", house, village=NEXT)
    day_before, today = scores()
    assert day_before == before[0]
    assert today["total"] == before[1]["total"]  # within the town
    assert set(
        Person.objects.at(CHANGED, "village_at").filter(household=house).values_list("village_at", flat=True)
    ) == {NEXT}
    assert set(
        Person.objects.at(BEFORE, "village_at").filter(household=house).values_list("village_at", flat=True)
    ) == {OWN}
    assert AuditEvent.objects.filter(action="life_event").count() == 1
    assert "已撤销" in undo_the_only_one(staff)
    assert scores() == before
    assert {person.village_id for person in house.members.all()} == {OWN}


def test_what_changed_since_the_preview_is_shown_again(happen, staff, house):
    address = reverse("event_of", kwargs={"kind": "householdmove", "key": str(house.pk)})
    sent = {**form_of(staff, address), "happened_on": "2023-05-02", "reason": "申请", "village": NEXT}
    digest = staff.post(address, sent).context["form"].digest
    Person.objects.filter(name="石大龙").update(left_on=date(2023, 5, 1))
    page = text(staff.post(address, {**sent, "confirmed": digest}))
    assert "将要改动的3条记录" in page
    assert not LifeEvent.objects.exists()


def test_one_who_cannot_have_moved_that_day_stops_all(happen, staff, house):
    PersonChange.objects.create(
        person=named("石大龙"), item="village", changed_on=date(2023, 5, 10), was_village_id=NEXT
    )
    happen("householdmove", house, village=NEXT)
    house.refresh_from_db()
    assert (house.village_id, LifeEvent.objects.count()) == (OWN, 0)
    assert named("石小红").village_id == OWN


def test_a_household_gets_a_new_head(happen, house):
    happen("headchange", house, head=named("石小红").pk, former="配偶")
    house.refresh_from_db()
    assert house.head_name == "石小红"
    assert list(house.members.filter(relation_to_head="户主").values_list("name", flat=True)) == ["石小红"]


def test_who_heads_a_household_names_the_next_one_when_leaving(staff, house, small_town):
    address = reverse("labor:person_action", kwargs={"public_id": small_town.person.public_id, "action": "leave"})
    sent = {**form_of(staff, address), "left_on": "2023-05-02", "leaving_reason": "死亡", "confirmed": "1"}
    assert "没有选" in text(staff.post(address, sent))
    staff.post(address, {**sent, "head": named("石小红").pk})
    house.refresh_from_db()
    assert house.head_name == "石小红"
    assert "石小军户" not in text(staff.get(reverse("labor:household_list")))
    undo_the_only_one(staff)
    house.refresh_from_db()
    small_town.person.refresh_from_db()
    assert (house.head_name != "石小红", small_town.person.left_on, named("石小红").relation_to_head) == (
        True,
        None,
        "配偶",
    )


def test_two_heads_are_refused(staff, house):
    address = reverse("labor:person_change", kwargs={"public_id": named("石大龙").public_id})
    page = text(staff.post(address, {**form_of(staff, address), "relation_to_head": "户主"}))
    assert "一户不能有两个户主" in page
    assert named("石大龙").relation_to_head == "之子"


def test_a_household_splits_and_both_are_what_it_was(happen, staff, house):
    Household.objects.filter(pk=house.pk).update(
        monitoring="at_risk", identified_on=date(2022, 1, 1), risk_removed_on=None
    )
    before = scores()
    son = named("石大龙")
    assert "新户户主要从分出去的人里选" in happen(
        "householdsplit", house, code="H70", leaving=[son.pk], head=named("石小红").pk
    )
    happen("householdsplit", house, code="H70", leaving=[son.pk], head=son.pk)
    made = Household.objects.get(code="H70")
    assert (made.head_name, made.monitoring, named("石大龙").household) == ("石大龙", "at_risk", made)
    assert Person.objects.at(BEFORE, "household_at").get(pk=son.pk).household_at == house.pk
    assert scores()[0] == before[0]
    undo_the_only_one(staff)
    assert scores() == before
    assert not Household.objects.filter(code="H70").exists()


def test_a_number_that_is_taken_is_said_before_anything_else(happen, house):
    page = happen("householdsplit", house, code="H1", leaving=[named("石大龙").pk], head=named("石大龙").pk)
    assert "这个户编号已经登记过" in page


def test_two_households_become_one(happen, staff, house):
    Household.objects.filter(pk=house.pk).update(
        monitoring="at_risk", identified_on=date(2022, 1, 1), risk_removed_on=None
    )
    other = Household.objects.create(code="H71", head_name="石大山", village_id=OWN, kind=house.kind)
    before = scores()
    happen("householdjoin", house, into="H71")
    assert other.members.count() == 3
    assert not Household.objects.monitored(TODAY).filter(pk=house.pk).exists()
    assert Household.objects.monitored(BEFORE).filter(pk=house.pk).exists()
    assert scores()[0] == before[0]
    undo_the_only_one(staff)
    assert scores() == before


def test_pupils_leave_school_but_for_those_left_out(happen, staff, house):
    Person.objects.filter(name__in=("石小红", "石大龙")).update(schooling="普通高中")
    address = reverse("event_start", kwargs={"kind": "graduation"})
    sent = {**form_of(staff, address), "happened_on": "2023-05-02", "reason": "毕业", "schooling": "普通高中"}
    shown = staff.post(address, sent)
    assert "将要改动的2条记录" in text(shown)
    out = {"leave_out": [str(named("石小红").pk)]}
    again = staff.post(address, {**sent, **out, "confirmed": shown.context["form"].digest})
    assert "将要改动的1条记录" in text(again)
    before = scores()
    staff.post(address, {**sent, **out, "confirmed": again.context["form"].digest})
    assert (named("石大龙").schooling, named("石小红").schooling) == ("", "普通高中")
    assert scores()[0] == before[0]
    assert Person.objects.able(CHANGED).filter(name="石大龙").exists()
    assert not Person.objects.able(BEFORE).filter(name="石大龙").exists()


@pytest.mark.parametrize("kind", ["headchange", "householdsplit", "householdjoin", "householdmove"])
def test_households_of_another_town_are_not_found(staff, house, kind):
    far = Household.objects.create(code="H90", head_name="银山", village_id=FAR, kind="ordinary")
    assert staff.get(reverse("event_of", kwargs={"kind": kind, "key": str(far.pk)})).status_code == 404


def test_what_is_no_event_is_not_found(staff, house):
    assert staff.get(reverse("event_start", kwargs={"kind": "nothing"})).status_code == 404
    assert staff.get(reverse("event_start", kwargs={"kind": "headchange"})).status_code == 404


def test_events_stand_on_the_pages_where_they_begin(staff, house):
    assert "整户迁移" in text(staff.get(house.get_absolute_url()))
    assert "毕业季" in text(staff.get(reverse("event_list")))


def serve(village):
    """Its platform, with somebody who serves there."""
    Platform.objects.create(village=village, built_on=date(2021, 1, 1), account_assigned_on=date(2021, 1, 1))
    StaffMember.objects.create(village=village, name="石经办", started_on=date(2021, 1, 1), working_time="full")


def merge_villages(happen, village):
    return happen("villagemerger", village, into=NEXT, basis="县政府批复〔2023〕3号")


def test_a_village_is_merged_and_the_town_is_what_it_was(happen, staff, house, small_town):
    for village in Village.objects.within(TOWN):
        serve(village)
    before = scores()
    assert "公共就业服务平台" in merge_villages(happen, small_town.village)
    assert [score["total"] for score in scores()] == [score["total"] for score in before]
    assert (villages_of(house, BEFORE), villages_of(house, CHANGED)) == ({OWN}, {NEXT})
    small_town.village.refresh_from_db()
    assert small_town.village.stopped_on == CHANGED
    assert not small_town.village.people.exists()
    assert not small_town.village.staff_members.serving(CHANGED).exists()
    assert LifeEvent.objects.get().basis == "县政府批复〔2023〕3号"
    undo_the_only_one(staff)
    assert scores() == before
    assert villages_of(house, CHANGED) == {OWN}


def test_a_merger_needs_its_document_and_a_village_of_the_same_town(happen, house, small_town):
    assert "没有填" in happen("villagemerger", small_town.village, into=NEXT)
    happen("villagemerger", small_town.village, into=FAR, basis="批复")
    assert not LifeEvent.objects.exists()


def test_a_village_gets_another_name_once(happen, staff, small_town):
    happen("villagerenaming", small_town.village, name="白水头社区")
    small_town.village.refresh_from_db()
    assert small_town.village.name == "白水头社区"
    undo_the_only_one(staff)
    assert "没有要改动的记录" in happen("villagerenaming", small_town.village, name="白水头村")


def crowd(first, last):
    """More people of the village, each a household of their own."""
    for order in range(first, last):
        house = Household.objects.create(code=f"H{order}", head_name="石", village_id=OWN, kind="ordinary")
        add_person(OWN, order, "石", household=house, joined_on=date(2021, 1, 1))


def test_a_merger_and_its_undoing_cost_the_same_statements_however_many_there_are(happen, staff, small_town):
    def statements(act, *arguments, **asked):
        with CaptureQueriesContext(connection) as found:
            act(*arguments, **asked)
        return len([each for each in found if "SAVEPOINT" not in each["sql"]])

    costs = []
    for first, last in ((100, 102), (102, 104), (104, 112)):  # from the second on, what was undone is brought back
        crowd(first, last)
        merged = statements(merge_villages, happen, small_town.village)
        event = LifeEvent.objects.get(undone_at=None)
        address = reverse("event_undo", args=[event.pk])
        sent = {**form_of(staff, address), "reason": "登记错了"}
        costs.append((merged, statements(staff.post, address, sent)))
        assert event.rows.filter(model="labor.person").count() == Person.objects.filter(village=OWN).count()
    assert costs[1] == costs[2]
