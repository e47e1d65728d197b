"""变更 and 更正: what is so from a day on leaves past days alone, what was a mistake has them counted anew."""

from datetime import date

import pytest
from django.urls import reverse

from core.models import AuditEvent, LifeEvent
from fictional.one_of_everything import FAR, NEXT, OWN, identity_number
from labor.models import Household, Person, PersonChange
from scoring.score import score_town
from tests.exchanged import form_of, text
from workshops.models import Workshop, WorkshopChange

pytestmark = pytest.mark.usefixtures("today")

BEFORE, CHANGED, AFTER = date(2023, 5, 1), date(2023, 5, 2), date(2023, 5, 20)


@pytest.fixture
def staff(signed_in):
    client = signed_in("staff")
    client.announce(*map(identity_number, (1, 2, 3)))
    return client


@pytest.fixture
def do(staff):
    """Fill in an action's form, or the one that corrects, about a record; what the page answers."""

    def act(record, action, **fields):
        key = {"public_id": record.public_id} if isinstance(record, Person) else {"pk": record.pk}
        where = {**key, "action": action} if action else key
        address = reverse(record.route("action" if action else "change"), kwargs=where)
        answer = staff.post(address, {**form_of(staff, address), "confirmed": "1", **fields})
        record.refresh_from_db()
        return answer

    return act


@pytest.fixture
def person(small_town):
    return small_town.person


@pytest.fixture
def undo(staff):
    def act(event, reason="登记错了"):
        address = reverse("event_undo", args=[event.pk])
        return staff.post(address, {**form_of(staff, address), "reason": reason}, follow=True)

    return act


def villages(person):
    """Where somebody is counted the day before the change, and from it on."""
    return [Person.objects.at(day, "village_at").get(pk=person.pk).village_at for day in (BEFORE, CHANGED, AFTER)]


def test_a_move_leaves_the_days_before_to_the_village_they_were_lived_in(do, person):
    Household.objects.create(code="H2", head_name="杨山", village_id=NEXT, kind="ordinary")
    before = score_town(OWN[:9], BEFORE, cases=True).as_json()
    answer = do(person, "move", changed_on="2023-05-02", village=NEXT, household="H2", change_reason="婚嫁")
    assert answer.status_code == 302
    assert villages(person) == [OWN, NEXT, NEXT]
    assert score_town(OWN[:9], BEFORE, cases=True).as_json() == before
    assert {row.item: (row.before.pk, row.reason) for row in PersonChange.objects.filter(person=person)} == {
        "village": (OWN, "婚嫁"),
        "household": (Household.objects.get(code="H1").pk, "婚嫁"),
    }


def test_forms_say_what_becomes_of_past_days_before_and_after(do, staff, person):
    change = reverse("labor:person_action", args=[person.public_id, "capacity"])
    assert "以前各天的得分不变" in text(staff.get(change))
    do(person, "capacity", capacity="lost", changed_on="2023-05-02", change_reason="重病")
    page = text(staff.get(person.get_absolute_url()))
    assert "得分：5月1日" in page
    assert "分不变" in page
    correction = text(staff.get(reverse("labor:person_change", args=[person.public_id])))
    assert "劳动能力从 2023-05-02 起，其余各项从登记起，都按新的算" in correction


def test_a_correction_has_past_days_counted_anew(do, person):
    assert Person.objects.able(BEFORE).filter(pk=person.pk).exists()
    do(person, "", capacity="lost", change_reason="登记错了")
    assert not Person.objects.able(BEFORE).filter(pk=person.pk).exists()
    assert not PersonChange.objects.filter(item="capacity").exists()
    assert LifeEvent.objects.get().title == "劳动能力由普通劳动力变为丧失劳动力"


def test_a_correction_of_a_phone_is_told_without_it(do, staff, person):
    do(person, "", phone="15400000098")
    assert LifeEvent.objects.get().title == "联系电话"


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2023-05-21", "变更日期在今天以后"),
        ("2020-01-01", "才登记在册"),
        ("2023-05-02", "同一天不能变两次"),
        ("2023-04-30", "不能在它之前再插一次"),
    ],
)
def test_a_day_on_which_it_cannot_have_changed_is_refused(do, person, on, said):
    do(person, "capacity", capacity="weak", changed_on="2023-05-02", change_reason="病")
    page = text(do(person, "capacity", capacity="lost", changed_on=on, change_reason="重病"))
    assert said in page
    assert person.capacity == "weak"
    assert (PersonChange.objects.filter(item="capacity").count(), LifeEvent.objects.count()) == (1, 1)


def test_nothing_changed_is_no_change(do, person):
    assert "没有变更" in text(do(person, "capacity", changed_on="2023-05-02", change_reason="病"))
    assert not LifeEvent.objects.exists()


def test_a_change_is_undone_with_all_that_it_wrote(do, undo, staff, person):
    before = score_town(OWN[:9], AFTER, cases=True).as_json()
    do(person, "move", changed_on="2023-05-02", village=NEXT, relation_to_head="之妻", change_reason="婚嫁")
    page = text(undo(LifeEvent.objects.get()))
    person.refresh_from_db()
    assert "已撤销" in page
    assert (person.village_id, person.relation_to_head) == (OWN, "")
    assert not PersonChange.objects.filter(item="village").exists()
    assert score_town(OWN[:9], AFTER, cases=True).as_json() == before
    assert [*AuditEvent.objects.filter(action__startswith="life_event").values_list("action", flat=True)] == [
        "life_event_undone",
        "life_event",
    ]
    assert "这次变更已经撤销" not in page
    assert "已于" in text(staff.get(reverse("event_undo", args=[LifeEvent.objects.get().pk])))


def test_what_was_undone_can_be_done_again_on_the_same_day(do, undo, person):
    for village in (NEXT, NEXT):
        do(person, "move", changed_on="2023-05-02", village=village, change_reason="婚嫁")
        assert villages(person) == [OWN, NEXT, NEXT]
        undo(LifeEvent.objects.first())
        assert villages(Person.objects.get(pk=person.pk)) == [OWN, OWN, OWN]


def test_a_correction_is_undone(do, undo, person):
    phone = person.phone.plain
    do(person, "", capacity="lost", phone="15400000098", change_reason="登记错了")
    undo(LifeEvent.objects.get())
    person.refresh_from_db()
    assert (person.capacity, person.phone.plain) == ("ordinary", phone)


def test_what_changed_again_is_not_undone_before_that(do, undo, person):
    do(person, "capacity", capacity="weak", changed_on="2023-05-02", change_reason="病")
    do(person, "capacity", capacity="lost", changed_on="2023-05-10", change_reason="重病")
    newer, older = LifeEvent.objects.all()
    assert "请先撤销" in text(undo(older))
    person.refresh_from_db()
    assert (person.capacity, PersonChange.objects.filter(item="capacity").count()) == ("lost", 2)
    undo(newer)
    undo(older)
    person.refresh_from_db()
    assert (person.capacity, PersonChange.objects.filter(item="capacity").count()) == ("ordinary", 0)


def test_undoing_does_not_write_over_what_somebody_corrected_since(do, undo, person):
    do(person, "capacity", capacity="weak", changed_on="2023-05-02", change_reason="病")
    do(person, "", capacity="lost")
    assert "后来又改过" in text(undo(LifeEvent.objects.get(label="劳动能力变化")))


def test_the_second_of_two_who_change_the_same_sees_both_values(do, staff, person):
    address = reverse("labor:person_action", args=[person.public_id, "capacity"])
    opened = form_of(staff, address)
    do(person, "capacity", capacity="weak", changed_on="2023-05-02", change_reason="病")
    sent = {**opened, "capacity": "lost", "changed_on": "2023-05-03", "change_reason": "重病"}
    page = text(staff.post(address, sent))
    assert "弱劳动力或半劳动力" in page
    assert "请逐项选择保留哪一个" in page
    person.refresh_from_db()
    assert (person.capacity, LifeEvent.objects.count()) == ("weak", 1)


def test_who_left_and_came_back_has_two_stretches(do, person):
    do(person, "leave", left_on="2023-05-02", leaving_reason="婚嫁迁出")
    do(person, "rejoin", joined_on="2023-05-10", change_reason="回来了")
    there = [Person.objects.on_register(date(2023, 5, day)).filter(pk=person.pk).exists() for day in (1, 2, 9, 10)]
    assert there == [True, False, False, True]


def test_a_household_is_monitored_twice(do, small_town):
    house = small_town.household
    Household.objects.filter(pk=house.pk).update(monitoring="", identified_on=None, risk_removed_on=None)
    do(house, "monitor", monitoring="at_risk", identified_on="2023-03-01", change_reason="病")
    do(house, "remove-risk", risk_removed_on="2023-04-01", change_reason="好了")
    do(house, "monitor", monitoring="sudden_hardship", identified_on="2023-05-01", change_reason="火灾")
    days = [date(2023, 2, 28), date(2023, 3, 1), date(2023, 4, 1), date(2023, 4, 30), date(2023, 5, 1)]
    there = [Household.objects.monitored(day).filter(pk=house.pk).exists() for day in days]
    assert there == [False, True, False, False, True]


def test_a_workshop_that_stood_still_did_so_only_then(do, small_town):
    workshop = small_town.workshop
    do(workshop, "stop", stopped_on="2023-05-02", change_reason="订单少")
    assert "才停产" in text(do(workshop, "resume", changed_on="2023-05-01", change_reason="有订单"))
    do(workshop, "resume", changed_on="2023-05-10", change_reason="有订单")
    running = [Workshop.objects.operating(date(2023, 5, day)).exists() for day in (1, 2, 9, 10)]
    assert running == [True, False, False, True]


def test_a_workshop_moves_within_its_town(do, small_town):
    workshop = small_town.workshop
    do(workshop, "relocate", changed_on="2023-05-02", village=NEXT, change_reason="场地到期")
    assert workshop.village_id == NEXT
    assert WorkshopChange.objects.get(item="village").was_village_id == OWN


def test_changes_of_other_towns_are_not_found(staff, small_town):
    event = LifeEvent.objects.create(
        label="迁移", title="银丹口", happened_on=CHANGED, division_code=FAR, reason="搬家"
    )
    assert staff.get(reverse("event_undo", args=[event.pk])).status_code == 404
    assert "银丹口" not in text(staff.get(reverse("event_list")))


def test_all_that_was_registered_is_listed_with_a_way_to_undo_it(do, staff, person):
    assert "还没有登记过变更" in text(staff.get(reverse("event_list")))
    do(person, "capacity", capacity="weak", changed_on="2023-05-02", change_reason="病")
    page = text(staff.get(reverse("event_list")))
    assert "劳动能力由普通劳动力变为弱劳动力或半劳动力（病）" in page
    assert reverse("event_undo", args=[LifeEvent.objects.get().pk]) in page
