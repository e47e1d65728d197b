"""待办 by village or by week, and the office's own told apart: all of it in the address, the last remembered."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fictional.one_of_everything import NEXT, OWN, TODAY, TOWN
from scoring.grouping import NOW
from tests.scoring.test_deeds import seek_work
from tests.scoring.test_inbox import add_people

INBOX = reverse("scoring:inbox")

pytestmark = pytest.mark.usefixtures("today", "as_committed")


@pytest.fixture
def busy(small_town):
    """A town in which two villages have something to do, and the office too."""
    seek_work(small_town)
    add_people(3, NEXT)
    return small_town


def sections(page):
    return [(section.title, section.number, len(lines)) for section, lines in page.context["parts"]]


def tasks(page):
    return [task for _, lines in page.context["parts"] for _, task in lines]


def test_by_village_the_tasks_of_a_kind_in_a_village_stand_under_one_heading(staff, busy):
    page = staff.get(INBOX, {"by": "village", "kind": "verify"})
    assert [(place[: place.index("：")], count) for place, count, _ in sections(page)] == [
        ("白水头村", 1),
        ("木瓜村", 3),
    ]
    assert [task.group.place for task in tasks(page)] == [OWN, NEXT, NEXT, NEXT]
    assert [place for _, lines in page.context["parts"] for place, _ in lines] == [0, 1, 2, 3]


def test_by_week_the_nearest_comes_first_and_what_costs_points_before_it(staff, busy):
    page = staff.get(INBOX, {"by": "week"})
    keys = [section.key for section, _ in page.context["parts"]]
    assert keys == sorted(keys)
    assert sections(page)[0][0] == "已到期或正在扣分"
    for section, lines in page.context["parts"]:
        days = {task.due - timedelta(days=task.due.weekday()) if task.due else NOW for _, task in lines}
        assert len({day if day == NOW or day >= TODAY - timedelta(days=6) else NOW for day in days}) == 1, section


@pytest.mark.parametrize("by", ["due", "village", "week"])
def test_however_it_stands_together_nothing_is_left_out(staff, busy, by):
    usual, so = tasks(staff.get(INBOX)), tasks(staff.get(INBOX, {"by": by}))
    assert {(task.group.duty, task.record) for task in so} == {(task.group.duty, task.record) for task in usual}


def test_a_heading_counts_what_is_on_other_pages_too(staff, busy):
    add_people(30, OWN)
    first = staff.get(INBOX, {"by": "village", "kind": "verify"})
    ((title, count, shown),) = sections(first)
    assert (title.startswith("白水头村"), count, shown) == (True, 31, 25)
    assert sections(staff.get(INBOX, {"by": "village", "kind": "verify", "page": "2"}))[0][:2] == (title, 31)


def test_the_offices_own_is_told_apart_from_the_villages(staff, busy):
    everything = tasks(staff.get(INBOX))
    mine, villages = (tasks(staff.get(INBOX, {"whose": whose})) for whose in ("mine", "villages"))
    assert {task.duty.name for task in mine} & {"issue_plan", "set_up_group"}
    assert {task.duty.name for task in villages} >= {"verify", "serve"}
    assert not {task.duty.name for task in mine} & {task.duty.name for task in villages}
    assert len(mine) + len(villages) == len(everything)


def test_filters_combine_and_each_says_what_is_left_with_the_others(staff, busy):
    page = staff.get(INBOX, {"whose": "villages", "kind": "verify", "by": "village", "division": NEXT})
    choice = page.context["choice"]
    assert len(tasks(page)) == 3
    (week,) = [way for way in choice.weeks if way.number]
    assert len(tasks(staff.get(INBOX + week.address))) == week.number == 3
    said = ("whose=villages", "kind=verify", "by=village", f"division={NEXT}")
    assert all(each in week.address for each in said)
    for kind, address in choice.kinds:
        assert len(tasks(staff.get(INBOX + address))) == kind.count
    for way in choice.owners:
        assert staff.get(INBOX + way.address).context["page"].paginator.count == way.number


def test_what_is_chosen_is_in_the_address_and_remembered_for_its_user(staff, busy, signed_in):
    sent = staff.post(f"{INBOX}?kind=verify&page=2&at=3", {"by": "village"})
    assert sent.headers["Location"] == f"{INBOX}?kind=verify&by=village"
    staff.post(f"{INBOX}?kind=verify", {"whose": "mine"})
    again = staff.get(INBOX).context["choice"]
    assert (again.by, again.whose) == ("village", "mine")
    asked = staff.get(INBOX, {"by": "week", "whose": "all"}).context["choice"]
    assert (asked.by, asked.whose) == ("week", "all")
    assert signed_in("clerk").get(INBOX).context["choice"].by == "due"


def test_a_link_to_some_tasks_shows_them_whosever_was_looked_at_last(staff, busy):
    staff.post(INBOX, {"whose": "mine"})
    assert tasks(staff.get(INBOX, {"kind": "verify"}))
    assert tasks(staff.get(INBOX, {"division": TOWN, "kind": "verify"}))


@pytest.mark.parametrize("odd", ["", "x", "待办", "9" * 300])
def test_what_is_no_choice_chooses_nothing(staff, busy, odd):
    page = staff.get(INBOX, {"by": odd, "whose": odd})
    assert (page.context["choice"].by, page.context["choice"].whose) == ("due", "all")
    assert staff.post(INBOX, {"by": odd, "whose": odd}).status_code == 302
    assert tasks(staff.get(INBOX, {"week": "2199-01-01"})) == []


def test_a_clerk_is_not_asked_whose_it_is(signed_in, busy):
    assert "谁办" not in signed_in("clerk").get(INBOX).content.decode()


def test_many_tasks_cost_as_many_queries_as_few(staff, busy):
    asked = []
    for more in ([], [40]):
        for number in more:
            add_people(number, OWN)
        staff.get(INBOX, {"by": "village"})
        with CaptureQueriesContext(connection) as captured:
            staff.get(INBOX, {"by": "village", "kind": "verify"})
        asked.append(len(captured))
    assert asked[0] == asked[1]
