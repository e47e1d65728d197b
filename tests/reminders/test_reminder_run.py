"""Who is told what on which day, once, and what is made up for."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from core.actor import acting_as
from core.models import Village
from core.personal_data.masking import PERSONAL_NUMBER
from fictional.one_of_everything import FAR, NEXT, OWN, TOWN, add_person
from labor.models import Household, Person, Verification
from oversight.models import SupervisionTask
from reminders.kinds import MISSED, Kind
from reminders.models import Reminder, ReminderRule
from reminders.reminder_run import make_reminders
from tests.once import once

pytestmark = pytest.mark.usefixtures("arranged")


def told(kind=None):
    """Username (or None for the group), kind and stage of every reminder, in the order in which they were made."""
    found = Reminder.objects.order_by("pk")
    if kind:
        found = found.filter(kind=kind)
    return [(each.recipient and each.recipient.username, each.kind, each.days_before) for each in found]


def days_told(kind, first, last, username="clerk"):
    """Run every day from `first` to `last`; the days on which `username` was told of `kind`, with the stage."""
    found, known = [], set()
    for number in range((last - first).days + 1):
        make_reminders(first + timedelta(days=number))
        new = Reminder.objects.filter(kind=kind, recipient__username=username).exclude(pk__in=known)
        found += [(first + timedelta(days=number), each.days_before) for each in new]
        known |= {each.pk for each in new}
    return found


@once
@pytest.mark.parametrize(
    ("kind", "username", "first", "last", "days"),
    [
        # 31 May and 15 June: a Sunday, and a Monday; 23 June, 29 June: a Tuesday, a Monday
        (
            Kind.VERIFICATION, "clerk", date(2026, 5, 20), date(2026, 7, 20),
            [(date(2026, 5, 29), 30), (date(2026, 6, 15), 15), (date(2026, 6, 23), 7), (date(2026, 6, 29), 1),
             (date(2026, 7, 1), MISSED)],
        ),
        # in the second half: 1 December a Tuesday, 16 and 24 December a Wednesday and a Thursday
        (
            Kind.VERIFICATION, "clerk", date(2026, 11, 25), date(2027, 1, 20),
            [(date(2026, 12, 1), 30), (date(2026, 12, 16), 15), (date(2026, 12, 24), 7), (date(2026, 12, 30), 1),
             (date(2027, 1, 1), MISSED)],
        ),
        # the case is due on 16 July, a Thursday: 6 July and 13 July are Mondays
        (
            Kind.CASE, "clerk", date(2026, 6, 20), date(2026, 8, 5),
            [(date(2026, 7, 6), 10), (date(2026, 7, 13), 3), (date(2026, 7, 17), MISSED)],
        ),
        # the contract ends on 31 August: 2 July is a Thursday, 1 August a Saturday
        (
            Kind.CONTRACT, "clerk", date(2026, 6, 1), date(2026, 9, 10),
            [(date(2026, 7, 2), 60), (date(2026, 7, 31), 30)],
        ),
        # the task is due on 20 July, a Monday: 13 July is one too, the 19th a Sunday
        (
            Kind.SUPERVISION, "staff", date(2026, 6, 20), date(2026, 8, 10),
            [(date(2026, 7, 13), 7), (date(2026, 7, 17), 1), (date(2026, 7, 21), MISSED)],
        ),
    ],
)  # fmt: skip
def test_each_stage_comes_on_its_day_and_a_day_off_brings_it_forward(kind, username, first, last, days):
    assert days_told(kind, first, last, username) == days


def test_a_reminder_that_falls_on_a_long_holiday_goes_out_before_it():
    """Seven days before 13 October and one before 8 October lie within 国庆节; 30 September is a Wednesday."""
    SupervisionTask.objects.update(due_on=date(2026, 10, 13))
    assert days_told(Kind.SUPERVISION, date(2026, 9, 20), date(2026, 10, 7), "staff") == [(date(2026, 9, 30), 7)]


def test_of_two_stages_that_meet_before_a_holiday_the_later_one_is_told():
    SupervisionTask.objects.update(due_on=date(2026, 10, 8))
    assert days_told(Kind.SUPERVISION, date(2026, 9, 20), date(2026, 10, 7), "staff") == [(date(2026, 9, 30), 1)]


def test_everybody_is_told_of_their_own_division_and_nobody_else():
    make_reminders(date(2026, 6, 1))
    by_user = {
        (each.recipient.username, each.division_id, each.count) for each in Reminder.objects.filter(kind="verification")
    }
    assert by_user == {("clerk", OWN, 2), ("neighbour", NEXT, 1)}
    digest = Reminder.objects.get(kind="verification_digest")
    assert (digest.recipient.username, digest.division_id, digest.count) == ("staff", TOWN, 3)
    assert "白水头村2人、木瓜村1人" in digest.text
    assert not Reminder.objects.filter(recipient__username__in=["administrator", "nobody"]).exists()


def test_who_has_nothing_open_and_who_may_not_sign_in_is_not_told():
    Verification.objects.create(
        person=Person.objects.get(village=NEXT), verified_on=date(2026, 5, 1), method="phone", result="unchanged"
    )
    User.objects.filter(username="clerk").update(is_active=False)
    make_reminders(date(2026, 6, 1))
    assert told(Kind.VERIFICATION) == []


def test_leaders_hear_of_villages_that_fall_behind():
    for order in range(20, 24):  # four of the five people of OWN are verified, so that one of six is open
        person = add_person(OWN, order, "石已核", household=Household.objects.get(code="H1"))
        Verification.objects.create(person=person, verified_on=date(2026, 5, 1), method="phone", result="unchanged")
    ReminderRule(division_id=TOWN, kind="villages_behind", days=[15], text="{数量}：{各村}", behind_percent=34).save()
    make_reminders(date(2026, 6, 15))
    reminder = Reminder.objects.get(kind="villages_behind")
    assert (reminder.recipient.username, reminder.text) == ("leader", "1：木瓜村1人（共1人）")


def test_after_the_deadline_every_village_with_something_open_has_fallen_behind():
    make_reminders(date(2026, 7, 1))
    assert Reminder.objects.get(kind="villages_behind").count == 2


def test_a_second_run_on_the_same_day_makes_nothing():
    assert make_reminders(date(2026, 6, 1)) == 3
    assert make_reminders(date(2026, 6, 1)) == 0


def test_a_machine_that_was_off_tells_the_latest_stage_and_not_those_before_it():
    make_reminders(date(2026, 5, 29))
    make_reminders(date(2026, 6, 27))  # a Saturday; the stages of 15 and 7 days have passed
    assert told(Kind.VERIFICATION)[::2] == [("clerk", "verification", 30), ("clerk", "verification", 7)]


def test_a_machine_that_was_off_over_the_deadline_says_that_it_was_missed_and_nothing_else():
    make_reminders(date(2026, 7, 9))
    assert ("clerk", "verification", MISSED) in told()
    assert [stage for _, _, stage in told(Kind.VERIFICATION)] == [MISSED, MISSED]
    Reminder.objects.all().delete()
    make_reminders(date(2026, 7, 15))
    assert told(Kind.VERIFICATION) == []  # a fortnight later it is no news


def test_what_was_done_in_time_was_not_missed():
    for person in Person.objects.filter(village=OWN):
        Verification.objects.create(person=person, verified_on=date(2026, 6, 30), method="phone", result="unchanged")
    make_reminders(date(2026, 7, 1))
    assert told(Kind.VERIFICATION) == [("neighbour", "verification", MISSED)]


def test_a_clock_that_is_set_back_and_forth_tells_nothing_twice_and_nothing_out_of_order():
    make_reminders(date(2026, 6, 15))
    for day in (date(2026, 5, 31), date(2026, 6, 15), date(2026, 6, 1)):
        make_reminders(day)
    assert told(Kind.VERIFICATION) == [("clerk", "verification", 15), ("neighbour", "verification", 15)]


def test_a_later_stage_takes_the_place_of_an_earlier_one_that_nobody_has_read():
    make_reminders(date(2026, 6, 1))
    make_reminders(date(2026, 6, 15))
    assert {each.days_before for each in Reminder.objects.filter(kind=Kind.VERIFICATION).unread()} == {15}


def test_rules_are_followed_as_they_are_set():
    ReminderRule(
        division_id=TOWN, kind="verification", days=[20], dates=["06-20"], text="{区划}{数量}人，{截止日期}，{剩余}"
    ).save()
    ReminderRule(division_id=TOWN, kind="verification_digest", enabled=False, days=[20], text="x").save()
    make_reminders(date(2026, 5, 31))
    assert {each.text for each in Reminder.objects.all()} == {
        "白水头村2人，6月20日，还剩20天",
        "木瓜村1人，6月20日，还剩20天",
    }
    ReminderRule.objects.filter(kind="verification").update(missed_text="晚了")
    make_reminders(date(2026, 6, 21))
    assert {each.text for each in Reminder.objects.filter(days_before=MISSED, kind="verification")} == {"晚了"}


def test_a_rule_of_one_town_is_followed_there_and_nowhere_else():
    """The people of the other town fall due on the same day as those of the first."""
    far = Household.objects.create(code="H3", head_name="银大山", village_id=FAR, kind=Household.Kind.OUT_OF_POVERTY)
    Person.objects.filter(village=FAR).update(household=far)
    clerk = User.objects.create(username="far", role=User.Role.CLERK)
    clerk.divisions.set([FAR])
    ReminderRule(division_id="430529", kind="verification", days=[40], text="全县：{区划}").save()
    ReminderRule(division_id=TOWN, kind="verification", days=[20], text="五团：{区划}").save()
    make_reminders(date(2026, 5, 21))
    assert [each.text for each in Reminder.objects.filter(kind="verification")] == ["全县：丹口村"]
    make_reminders(date(2026, 6, 10))
    told = {each.text for each in Reminder.objects.filter(kind="verification")}
    assert told == {"全县：丹口村", "五团：白水头村", "五团：木瓜村"}


def test_no_text_holds_a_name_or_a_number_of_anybody():
    for day in (date(2026, 6, 29), date(2026, 7, 1), date(2026, 7, 2), date(2026, 7, 13), date(2026, 7, 21)):
        make_reminders(day)
    assert {each.kind for each in Reminder.objects.all()} == set(Kind.values) - {Kind.HANDED_OVER, Kind.RESPONSIBLE}
    texts = " ".join(f"{each.text} {each.link}" for each in Reminder.objects.all())
    assert not PERSONAL_NUMBER.search(texts)
    assert [name for name in Person.objects.values_list("name", flat=True) if name in texts] == []


def test_a_village_that_the_code_list_does_not_know_holds_nothing_up(settings):
    settings.REMINDER_CHANNELS, settings.REMINDER_WEBHOOK = ["bell", "webhook"], "http://127.0.0.1:9/"
    Village.objects.create(code="430529199201", name="新设村")
    add_person("430529199201", 99, "石新设", household=Household.objects.get(code="H1"))
    make_reminders(date(2026, 6, 1))
    assert {each.division_id for each in Reminder.objects.filter(recipient=None)} == {TOWN}


def queries_on(day):
    with (
        acting_as(None),
        CaptureQueriesContext(
            connection,
        ) as seen_queries,
    ):
        made = make_reminders(day)
    Reminder.objects.all().delete()
    return made, len(seen_queries)


def test_more_people_clerks_and_tasks_cost_no_more_queries():
    day = date(2026, 6, 29)
    few = queries_on(day)
    household = Household.objects.get(code="H1")
    for order in range(40, 60):
        add_person(OWN, order, "石多多", household=household)
        clerk = User.objects.create(username=f"clerk-{order}", role=User.Role.CLERK)
        clerk.divisions.set([OWN])
        SupervisionTask.objects.create(
            code=f"DB{order}", town_id=TOWN, source="县", matter="x", assigned_on=day, due_on=date(2026, 7, 2)
        )
    many = queries_on(day)
    assert many[0] > few[0] + 20
    assert many[1] == few[1]
