"""催办: the clerks of chosen villages are reminded now; nobody twice a day, nobody of somebody else's villages."""

from datetime import date

import pytest
from django.urls import reverse
from time_machine import travel

from accounts.models import User
from core.models import AuditEvent, Division
from fictional.one_of_everything import FAR, NEXT, OWN, TOWN
from labor.models import Person, Verification
from reminders.kinds import Kind
from reminders.models import Reminder, ReminderRule
from reminders.reminder_run import make_reminders
from tests.reminders.arranged import YEAR, arrange

DAY = date(YEAR, 6, 3)
PROGRESS = reverse("labor:verification_progress")


@pytest.fixture
def town(db):
    arrange()
    with travel(DAY, tick=False):
        yield


@pytest.fixture
def sign_in(client, town):
    def as_(name):
        client.force_login(User.objects.get(username=name))
        return client

    return as_


def urge(client, *villages, note=""):
    return client.post(reverse("reminders:urge"), {"village": villages, "note": note, "next": PROGRESS}, follow=True)


def told(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def reminders():
    found = Reminder.objects.filter(kind=Kind.VERIFICATION).order_by("pk")
    return [(each.recipient.username, each.division_id, each.days_before) for each in found]


def test_the_clerks_of_the_chosen_villages_are_told_once_a_day(sign_in):
    staff = sign_in("staff")
    assert "已催办1个村的经办员，共1人" in told(urge(staff, OWN, note="请本周内核实完"))
    assert reminders() == [("clerk", OWN, 27)]
    text = Reminder.objects.get().text
    assert "人未做本半年信息核实，6月30日截止，还剩27天。" in text
    assert text.endswith("催办：请本周内核实完")
    assert "没有催办：今天已经提醒过" in told(urge(staff, OWN))
    assert "已催办1个村" in told(urge(staff, OWN, NEXT))
    assert reminders() == [("clerk", OWN, 27), ("neighbour", NEXT, 27)]
    trail = AuditEvent.objects.filter(action=AuditEvent.Action.URGED).order_by("pk")
    assert [event.details for event in trail] == [
        {"villages": [OWN], "told": 1},
        {"villages": [NEXT], "told": 1},
    ]


def test_a_stage_that_has_passed_does_not_follow_and_the_next_one_does(sign_in):
    urge(sign_in("staff"), OWN)
    make_reminders(DAY)  # the stage of thirty days, which began on 31 May
    assert [each for each in reminders() if each[1] == OWN] == [("clerk", OWN, 27)]
    make_reminders(date(YEAR, 6, 15))
    assert ("clerk", OWN, 15) in reminders()


def test_after_the_towns_own_day_the_official_one_is_told_each_day(sign_in):
    rule = ReminderRule.default(Kind.VERIFICATION).for_division(Division.objects.get(pk=TOWN))
    rule.dates = ["06-20"]
    rule.save()
    for day in (22, 27):
        with travel(date(YEAR, 6, day), tick=False):
            assert "已催办1个村" in told(urge(sign_in("staff"), OWN))
    assert reminders() == [("clerk", OWN, 8), ("clerk", OWN, 3)]


def test_who_is_done_or_has_no_clerk_is_told_of(sign_in):
    for person in Person.objects.everywhere("of the test").filter(village_id=OWN):
        Verification.objects.create(person=person, verified_on=DAY, method="phone", result="unchanged")
    answer = told(urge(sign_in("staff"), OWN))
    assert "白水头村没有催办" in answer
    assert "已催办" not in answer
    assert reminders() == []


def test_nobody_urges_villages_of_others_and_clerks_urge_nobody(sign_in):
    assert "还没有选村" in told(urge(sign_in("staff"), FAR))
    assert urge(sign_in("clerk"), OWN).status_code == 403
    assert reminders() == []


def test_the_page_offers_the_villages_that_are_behind(sign_in):
    page = sign_in("staff").get(PROGRESS).content.decode()
    assert f'name="village" value="{OWN}" checked' in page
    assert "同一天不重复提醒" in page


DASHBOARD, INBOX = reverse("scoring:dashboard"), reverse("scoring:inbox")


@pytest.mark.parametrize(("address", "asked"), [(DASHBOARD, {}), (INBOX, {"by": "village"})])
def test_wherever_villages_are_compared_they_are_urged_and_one_stays_there(sign_in, address, asked):
    staff = sign_in("staff")
    page = staff.get(address, {"division": TOWN, **asked})
    text = page.content.decode()
    assert all(f'name="village" value="{code}" checked' in text for code in (OWN, NEXT))
    assert f'name="village" value="{FAR}"' not in text
    here = page.wsgi_request.get_full_path()
    sent = staff.post(reverse("reminders:urge"), {"village": [OWN, NEXT], "next": here})
    assert sent.headers["Location"] == here
    assert [each[:2] for each in reminders()] == [("clerk", OWN), ("neighbour", NEXT)]


@pytest.mark.parametrize(
    ("name", "address", "asked"),
    [
        ("staff", DASHBOARD, {"division": TOWN, "as_of": "2026-05-31"}),
        ("staff", DASHBOARD, {"division": OWN}),
        ("staff", INBOX, {"division": TOWN, "by": "due"}),
        ("staff", INBOX, {"division": OWN, "by": "village"}),
        ("leader", DASHBOARD, {"division": TOWN}),
        ("clerk", INBOX, {"by": "village"}),
    ],
)
def test_of_one_village_or_another_day_or_without_the_right_nobody_is_offered_to_urge(sign_in, name, address, asked):
    page = sign_in(name).get(address, asked)
    assert page.status_code == 200
    assert 'name="village"' not in page.content.decode()
