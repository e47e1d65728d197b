"""A group of 待办 is handed over to a village with a note and a day, looked after, taken back, and ends by itself."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core.models import AuditEvent
from fictional.one_of_everything import FAR, NEXT, OWN, TODAY, TOWN
from reminders.models import Reminder
from reminders.reminder_run import make_reminders
from scoring.handing.actions import clerks_of, end_done, left_of
from scoring.models import GroupHandover
from tests.scoring.test_deeds import DEEDS, seek_work
from tests.scoring.test_inbox import add_people

INBOX, HANDED = reverse("scoring:inbox"), reverse("scoring:handed")
HAND_OVER = reverse("scoring:hand_over", args=[OWN, "verify"])
UNTIL, TERM_END = TODAY + timedelta(days=10), date(2023, 6, 30)

pytestmark = pytest.mark.usefixtures("today", "as_committed")


def hand_over(client, village=OWN, kind="verify", **more):
    address = reverse("scoring:hand_over", args=[village, kind])
    form = client.get(address).context["form"]
    said = {"token": str(form["token"].value()), "due_on": str(UNTIL), "note": "先办外出的", **more}
    return client.post(address, said)


def lines(client):
    return [(title, left, state.text) for _, title, left, _, state in client.get(HANDED).context["lines"]]


def test_a_group_by_village_has_the_button_and_comes_back_to_it(staff, small_town):
    page = staff.get(INBOX, {"by": "village", "kind": "verify"}).content.decode()
    assert f"{HAND_OVER}?next=" in page
    assert HAND_OVER not in staff.get(INBOX, {"kind": "verify"}).content.decode()
    address = f"{HAND_OVER}?next={INBOX}%3Fby%3Dvillage"
    form = staff.get(address).context["form"]
    sent = staff.post(address, {"token": str(form["token"].value()), "due_on": str(UNTIL)})
    assert sent.headers["Location"] == f"{INBOX}?by=village"
    page = staff.get(INBOX, {"by": "village", "kind": "verify"}).content.decode()
    assert "已交办，5月30日前办完" in page
    assert HAND_OVER not in page


def test_the_clerk_sees_it_with_note_and_day(signed_in, small_town):
    assert "镇里交办" not in signed_in("clerk").get(INBOX).content.decode()
    assert hand_over(signed_in("staff")).status_code == 302
    page = signed_in("clerk").get(INBOX).content.decode()
    assert all(words in page for words in ("镇里交办", "先办外出的", "5月30日前办完", "还有10天"))
    assert "镇里交办" not in signed_in("neighbour").get(INBOX).content.decode()


def test_staff_see_whom_till_when_and_what_is_left_as_it_is_done(staff, small_town):
    people = add_people(3)
    hand_over(staff)
    (handover,) = GroupHandover.objects.visible_to(User.objects.get(username="staff"))
    assert handover.number == 4
    assert lines(staff)[0][1:] == (4, "还有10天")
    assert "4 / 4" in staff.get(HANDED).content.decode()
    for person in people:
        person.verifications.create(verified_on=TODAY, method="phone", result="unchanged")
    assert lines(staff)[0][1:] == (1, "还有10天")
    assert "还剩 1 件" in staff.get(INBOX).content.decode()


def test_it_ends_by_itself_when_nothing_is_left_and_what_comes_later_is_another_matter(staff, small_town):
    hand_over(staff)
    assert end_done(TODAY) == 0
    DEEDS["verify"][1](small_town)
    assert lines(staff)[0][1:] == (0, "已办完")
    assert "交给村里的" not in staff.get(INBOX).content.decode()
    assert end_done(TODAY) == 1
    add_people(2)
    assert lines(staff)[0][1:] == (0, "已办完")
    assert hand_over(staff).status_code == 302
    assert [left for _, left, _ in lines(staff)] == [2, 0]


def left(day):
    """What is left of the one thing that was handed over."""
    (handover,) = GroupHandover.objects.everywhere("a test").all()
    return left_of([handover], day)[handover.pk]


def test_what_is_verified_in_its_half_year_is_done_whatever_the_next_one_asks_for(staff, small_town):
    hand_over(staff)
    small_town.person.verifications.create(verified_on=TERM_END, method="phone", result="unchanged")
    assert left(TERM_END + timedelta(days=1)) == 0
    assert end_done(TERM_END + timedelta(days=1)) == 1
    assert lines(staff)[0][1:] == (0, "已办完")


def test_what_its_half_year_leaves_undone_ends_with_it_and_is_told(staff, small_town):
    hand_over(staff)
    assert end_done(TERM_END) == 0
    assert left(TERM_END + timedelta(days=1)) == 1
    assert end_done(TERM_END + timedelta(days=1)) == 1
    assert lines(staff)[0][1:] == (0, "到期没办完 1 件")


def test_what_has_become_overdue_is_left_till_it_is_settled(staff, small_town):
    seek_work(small_town, TODAY)
    hand_over(staff, kind="clear")
    long_after = TERM_END + timedelta(days=30)
    assert left(long_after) == 1
    assert end_done(long_after) == 0
    small_town.person.employments.create(started_on=long_after, employer="某厂", channel="county", workplace="城步")
    assert left(long_after) == 0
    assert end_done(long_after) == 1
    assert lines(staff)[0][1:] == (0, "已办完")


def test_it_is_taken_back_once_and_the_trail_has_both(staff, small_town):
    hand_over(staff)
    (handover,) = GroupHandover.objects.everywhere("a test").all()
    address = reverse("scoring:take_back", args=[handover.pk])
    assert staff.post(address).status_code == 302
    assert lines(staff)[0][2] == "已收回"
    assert staff.post(address).status_code == 404
    trail = AuditEvent.objects.filter(action=AuditEvent.Action.HANDED_OVER).order_by("pk")
    told = [(event.division_code, event.details["deed"]) for event in trail]
    assert told == [(OWN, "handed over"), (OWN, "taken back")]


def test_handed_over_again_it_has_another_day(staff, small_town):
    hand_over(staff)
    hand_over(staff, due_on=str(UNTIL + timedelta(days=5)), note="")
    (handover,) = GroupHandover.objects.everywhere("a test").all()
    assert (handover.due_on, handover.note) == (UNTIL + timedelta(days=5), "")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"due_on": str(TODAY - timedelta(days=1))}, "不能早于今天"),
        ({"note": "打 15400000017"}, "不要写证件号码、电话"),
        ({"village": NEXT}, "没有在用的经办员账号"),
        ({"kind": "rectify_data"}, "已经没有这样的待办"),
    ],
)
def test_what_cannot_be_handed_over_is_refused_with_why(staff, small_town, more, said):
    User.objects.filter(role=User.Role.CLERK, divisions=NEXT).update(is_active=False)
    add_people(1, NEXT)
    staff.announce("15400000017")
    answer = hand_over(staff, **more)
    assert said in answer.content.decode()
    assert not GroupHandover.objects.everywhere("a test").exists()


def test_a_clerk_whose_account_was_ended_from_a_day_is_none_from_then_on(staff, small_town):
    ended = User.objects.filter(role=User.Role.CLERK, divisions=OWN)
    ended.update(ended_on=TODAY + timedelta(days=1))
    assert clerks_of([OWN], TODAY)
    ended.update(ended_on=TODAY)
    assert not clerks_of([OWN], TODAY)
    assert "没有在用的经办员账号" in hand_over(staff).content.decode()


@pytest.mark.parametrize(("village", "kind"), [(OWN, "x"), (FAR, "verify"), ("43052910", "verify")])
def test_there_is_no_page_for_what_is_no_group(staff, small_town, village, kind):
    assert staff.get(reverse("scoring:hand_over", args=[village, kind])).status_code == 404


def test_what_was_handed_over_is_the_villages(staff, small_town):
    DEEDS["open_window"][0](small_town)
    mine = staff.get(INBOX, {"whose": "mine", "kind": "open_window"}).context["page"].paginator.count
    assert mine == 1
    hand_over(staff, kind="open_window")
    assert staff.get(INBOX, {"whose": "mine", "kind": "open_window"}).context["page"].paginator.count == 0
    assert staff.get(INBOX, {"whose": "villages", "kind": "open_window"}).context["page"].paginator.count == 1


def test_the_clerk_is_reminded_before_the_day_and_after_it(signed_in, small_town):
    hand_over(signed_in("staff"))
    for days in (-11, -1, 1):
        make_reminders(UNTIL + timedelta(days=days))
    told = Reminder.objects.everywhere("a test").filter(kind="handed_over", division_id=OWN)
    assert [each.days_before for each in told.order_by("pk")] == [1, -1]
    assert {each.recipient.username for each in told} == {"clerk"}
    assert told.order_by("pk")[0].text == "白水头村有1件镇里交办的事要在5月30日前办完，还剩1天。"
    assert told.order_by("pk")[0].link == f"{INBOX}?division={OWN}"
    assert Reminder.objects.everywhere("a test").filter(kind="handed_over", division_id=TOWN).exists()


def test_many_handovers_cost_as_many_queries_as_one(staff, small_town):
    seek_work(small_town)
    asked = []
    for kinds in (("verify",), ("clear", "serve")):
        for kind in kinds:
            hand_over(staff, kind=kind)
        staff.get(HANDED)
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(HANDED).context["lines"]
        asked.append(len(captured))
    assert asked[0] == asked[1]
