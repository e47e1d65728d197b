"""待办: what has to be done in a division, soonest first, with the points in it and the one deed that settles it."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.actor import acting_as
from fictional.one_of_everything import DIVISIONS, NEXT, OWN, TOWN, add_life, add_person
from labor.models import Household, JobSeekingCase, Person, Verification
from oversight.models import TaskReply
from platforms.models import Platform
from scoring import catalogue
from scoring.actions import ACTIONS, DutyAction
from scoring.inbox import Inbox
from scoring.task_groups import task_groups
from tests.once import once
from tests.scoring.test_deeds import DEEDS, TODAY, build_platforms, change, duties, seek_work, stop_workshop
from tests.small_town import add_users
from training.models import StaffTraining
from workshops.models import WorkshopApplication

INBOX = reverse("scoring:inbox")


pytestmark = pytest.mark.usefixtures("as_committed")


@pytest.fixture
def users(small_town):
    return add_users()


def inbox_of(user, division=TOWN, today=TODAY):
    return Inbox(division, today, user, DIVISIONS)


def lines(inbox, kind=""):
    tasks = inbox.tasks(kind)
    return tasks[0 : len(tasks)]


def add_people(number, village=OWN):
    household = Household.objects.create(
        code=f"H-{village}", head_name="杨家", village_id=village, kind="out_of_poverty"
    )
    first = 100 + Person.objects.count()
    return [add_person(village, first + order, f"杨{order}", household=household) for order in range(number)]


def test_every_duty_has_an_action():
    assert ACTIONS.keys() == DEEDS.keys()


@pytest.fixture
def rubric_with_it(db, name, tmp_path, monkeypatch):
    """The file of the first year that has the duty, as that of the day."""
    text = (catalogue.FOLDER / f"{duties()[name][0]}.toml").read_text(encoding="utf-8")
    (tmp_path / f"{TODAY.year}.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)


@pytest.mark.usefixtures("rubric_with_it")
@pytest.mark.parametrize("name", DEEDS)
def test_a_duty_stands_in_the_inbox_until_it_is_done(small_town, users, name):
    arise, settle = DEEDS[name]
    arise(small_town)
    inbox = inbox_of(users["staff"])
    listed = lines(inbox, name)
    settle(small_town)
    left = {line.record for line in lines(inbox_of(users["staff"]), name)}
    (done,) = [line for line in listed if line.record not in left]
    assert done.group.points_each > 0
    assert done.page.startswith("/")
    assert done.place in DIVISIONS.values()


@pytest.mark.parametrize(
    ("name", "due", "points", "state"),
    [
        ("verify", date(2023, 6, 30), "0.1", "还有71天"),
        ("clear", date(2023, 5, 3), "0.5", "还有13天"),
        ("serve", date(2023, 5, 3), "6", "还有13天"),
        ("employ", None, "0.2", "正在扣分"),
        ("rectify_workshop", None, "0.5", "正在扣分"),
        ("open_window", None, "1", "正在扣分"),
        ("fulfil", date(2023, 5, 1), "1", "还有11天"),
        ("issue_plan", date(2023, 12, 31), "3", "还有255天"),
    ],
)
def test_a_line_says_when_it_is_due_and_what_is_at_stake(small_town, users, name, due, points, state):
    seek_work(small_town)
    (line,) = lines(inbox_of(users["staff"]), name)
    assert (line.due, f"{line.group.points_each.normalize():f}", line.state.text) == (due, points, state)


def test_a_line_says_what_of_311_is_missing(small_town, users):
    seek_work(small_town)
    (line,) = lines(inbox_of(users["staff"]), "serve")
    assert line.remark == "还差岗位推荐3次、职业指导1次、技能培训1次"


def test_the_soonest_comes_first_and_what_costs_points_already_counts_as_today(small_town, users):
    seek_work(small_town, date(2023, 1, 3))
    days = [line.due or TODAY for line in lines(inbox_of(users["staff"]))]
    assert days == sorted(days)
    assert days[0] < TODAY < days[-1]


def test_pages_cut_through_all_kinds_and_leave_nothing_out(small_town, users):
    seek_work(small_town)
    tasks = inbox_of(users["staff"]).tasks()
    one_by_one = [line.record for start in range(len(tasks)) for line in tasks[start : start + 1]]
    assert one_by_one == [line.record for line in tasks[0 : len(tasks)]]
    assert len(one_by_one) == len(tasks) > 10


def test_a_village_holds_its_own_lines_only(small_town, users):
    add_people(2, NEXT)
    own, near = (lines(inbox_of(users[name], division)) for name, division in (("clerk", OWN), ("neighbour", NEXT)))
    assert {line.record.place for line in own} == {OWN}
    assert {line.record.place for line in near} == {NEXT}


def test_nobody_is_shown_another_villages_row_whatever_the_keys(small_town, users):
    assert lines(inbox_of(users["neighbour"], OWN)) == []


def test_villages_share_the_points_of_their_town(small_town, users):
    add_people(2, NEXT)
    points = [
        next(kind.points for kind in inbox_of(users["staff"], division).kinds if kind.name == "verify")
        for division in (TOWN, OWN, NEXT)
    ]
    assert points[0] == points[1] + points[2]


def without_memo(division):
    cache.clear()
    return task_groups(division, TODAY)


@pytest.mark.parametrize("division", [TOWN, OWN])
@pytest.mark.usefixtures("rubric_with_it")
@pytest.mark.parametrize("name", DEEDS)
def test_the_memo_follows_every_deed(small_town, name, division):
    arise, settle = DEEDS[name]
    task_groups(division, TODAY)
    arise(small_town)
    task_groups(division, TODAY)
    settle(small_town)
    assert task_groups(division, TODAY) == without_memo(division)


def moves_away(person):
    person.village_id = NEXT
    person.save()


def is_poor_no_more(person):
    person.household.kind = Household.Kind.ORDINARY
    person.household.save()


def is_voided(person):
    person.voided_at = timezone.now()
    person.save()


@pytest.mark.parametrize("happens", [moves_away, is_poor_no_more, is_voided])
def test_the_memo_follows_what_becomes_of_people(small_town, happens):
    add_life(small_town.person)
    before = task_groups(OWN, TODAY)
    happens(small_town.person)
    assert task_groups(OWN, TODAY) == without_memo(OWN) != before


def test_what_is_remembered_costs_three_queries(small_town, django_assert_num_queries):
    task_groups(OWN, TODAY)
    # the rubric, whether anything was otherwise before a day, and the versions
    with acting_as(None), django_assert_num_queries(3):
        task_groups(OWN, TODAY)


def test_a_verification_leaves_other_duties_remembered(small_town, django_assert_num_queries):
    task_groups(OWN, TODAY)
    Verification.objects.create(person=small_town.person, verified_on=TODAY, method="visit", result="unchanged")
    # these three, who is still to be verified, and the deeds of this week
    with acting_as(None), django_assert_num_queries(5):
        task_groups(OWN, TODAY)


def test_what_was_done_since_monday_is_counted(small_town):
    monday = TODAY - timedelta(days=TODAY.weekday())
    for day in (monday - timedelta(days=1), monday, TODAY, TODAY + timedelta(days=1)):
        Verification.objects.create(person=small_town.person, verified_on=day, method="visit", result="unchanged")
    assert task_groups(OWN, TODAY)[1] == 2


def test_an_action_without_a_page_of_its_own_leads_to_the_record(small_town):
    person = small_town.person
    assert DutyAction("查看", "labor:person").address(person, "/x/") == person.get_absolute_url()
    assert DutyAction("查看").address(person, "/x/") == "/x/"
    assert DutyAction("查看", "labor:person", lambda record: None).address(person, "/x/") == "/x/"


def test_who_may_not_do_it_is_shown_the_record(small_town, users):
    (of_staff,), (of_clerk,) = (
        lines(inbox_of(users[name], division), "rectify_workshop")
        for name, division in (("staff", TOWN), ("clerk", OWN))
    )
    inspection = small_town.workshop.inspections.get()
    deed = reverse("workshops:inspection_action", kwargs={"pk": inspection.pk, "action": "rectify"})
    assert (of_staff.label, of_staff.address) == ("整改", deed)
    assert (of_clerk.label, of_clerk.address) == ("查看", small_town.workshop.get_absolute_url())


@once
@pytest.mark.usefixtures("rubric_with_it")
@pytest.mark.parametrize("name", DEEDS)
def test_an_action_leads_to_a_page_that_opens(signed_in, small_town, name):
    DEEDS[name][0](small_town)
    client = signed_in("staff")
    user = User.objects.get(username="staff")
    for line in lines(inbox_of(user), name):
        assert client.get(line.address).status_code == 200


def test_a_relocated_households_action_is_about_who_looks_for_work(small_town, users):
    seek_work(small_town)
    (line,) = lines(inbox_of(users["staff"]), "employ")
    assert line.action.arguments(line.record) == {"public_id": small_town.person.public_id}


# --- what is done already ---


def apply_for_workshop(town):
    stop_workshop(town)
    return WorkshopApplication.objects.create(
        name="竹编车间",
        village=town.village,
        site=town.site,
        kind="home",
        applicant="合作社",
        applied_on=date(2023, 4, 3),
    )


def hold_training(town):
    return StaffTraining.objects.create(
        code="PX09", town_id=TOWN, name="业务培训", held_on=date(2023, 3, 9), participants=12
    )


def reply_to_task(town):
    change(town.task, due_on=date(2023, 9, 1))
    TaskReply.objects.create(task=town.task, replied_on=date(2023, 4, 2), content="已核实")
    return town.task


@pytest.mark.parametrize(
    ("name", "begin", "remark", "label", "address"),
    [
        (
            "build_site_workshop", apply_for_workshop, "4月3日已申报，等镇核查", "看申报",
            lambda row: reverse("workshops:application", args=[row.pk]),
        ),
        (
            "train_staff", hold_training, "3月9日已培训，还没有录入平台", "登记录入",
            lambda row: reverse("training:staff_training_action", args=[row.pk, "enter"]),
        ),
        (
            "complete", reply_to_task, "4月2日已回复，还没有登记完成", "完成",
            lambda row: reverse("oversight:task_action", args=[row.pk, "complete"]),
        ),
    ],
)  # fmt: skip
def test_a_duty_whose_first_step_is_done_says_so_and_leads_on(
    signed_in, small_town, name, begin, remark, label, address
):
    row = begin(small_town)
    client = signed_in("staff")
    listed = lines(inbox_of(User.objects.get(username="staff")), name)
    (line,) = [each for each in listed if each.step]
    assert (line.remark, line.label, line.address) == (remark, label, address(row))
    assert client.get(line.address).status_code == 200


def test_an_application_that_was_checked_waits_for_the_county_and_a_refused_one_for_nothing(small_town, users):
    application = apply_for_workshop(small_town)
    change(application, checked_on=date(2023, 4, 10))
    (line,) = lines(inbox_of(users["staff"]), "build_site_workshop")
    assert line.remark == "4月3日已申报，等县认定"
    change(application, refused_on=date(2023, 4, 12))
    (line,) = lines(inbox_of(users["staff"]), "build_site_workshop")
    assert (line.label, line.address) == ("建设", reverse("workshops:application_add"))


def test_a_platform_says_what_it_still_lacks(small_town, users):
    build_platforms(small_town, staffed=False)
    assert {line.remark for line in lines(inbox_of(users["staff"]), "ready_platform")} == {"还差工作人员"}
    Platform.objects.update(account_assigned_on=None)
    assert {line.remark for line in lines(inbox_of(users["staff"]), "ready_platform")} == {"还差工作人员、账号"}


def test_a_household_in_which_nobody_looks_for_work_yet_leads_to_its_page(small_town, users):
    """The job of the only worker ends within the month, and nobody is registered as looking for work until then."""
    small_town.person.employments.update(ended_on=date(2023, 4, 30))
    JobSeekingCase.objects.create(person=small_town.person, registered_on=date(2023, 5, 2), willing=True)
    (line,) = lines(inbox_of(users["staff"]), "employ")
    assert (line.due, line.address) == (date(2023, 5, 2), small_town.household.get_absolute_url())


# --- the page ---


def test_a_clerk_begins_at_the_inbox_and_staff_at_the_score(signed_in):
    assert signed_in("clerk").get("/").url == INBOX
    assert signed_in("staff").get("/").url == reverse("scoring:dashboard")


def test_the_page_names_who_what_and_when_and_offers_the_deed(signed_in, small_town):
    today = timezone.localdate()
    JobSeekingCase.objects.create(person=small_town.person, registered_on=today, willing=True)
    html = signed_in("clerk").get(INBOX, {"kind": "clear"}).content.decode()
    assert all(text in html for text in ("石小军", "求职登记清零", "还有", "登记就业", "可保"))
    assert "杨木瓜" not in html


def test_kinds_and_divisions_narrow_the_page(signed_in, small_town):
    add_people(2, NEXT)
    client = signed_in("staff")
    both, one = (
        client.get(INBOX, {"kind": "verify", "division": division}).context["page"].paginator.count
        for division in (TOWN, NEXT)
    )
    assert (both, one) == (3, 2)
    assert "没有到期事项" in client.get(INBOX, {"kind": "nonsense"}).content.decode()


def test_another_village_is_not_found(signed_in):
    assert signed_in("clerk").get(INBOX, {"division": NEXT}).status_code == 404


def test_where_nothing_is_due_the_page_says_so(client, small_town):
    user = User.objects.create(username="quiet", role=User.Role.CLERK)
    user.divisions.set([NEXT])
    Person.objects.filter(village=NEXT).update(left_on="2023-01-01")
    small_town.people[NEXT].village.platform_required = False
    small_town.people[NEXT].village.save()
    client.force_login(user)
    assert "没有到期事项" in client.get(INBOX).content.decode()


def test_the_page_costs_the_same_for_few_lines_and_for_many(signed_in, small_town):
    client = signed_in("staff")
    add_people(2)
    costs = []
    for village in (None, NEXT):
        if village:
            add_people(60, village)
        client.get(INBOX, {"kind": "verify"})
        with CaptureQueriesContext(connection) as captured:
            client.get(INBOX, {"kind": "verify"})
        costs.append(len(captured))
    # two of them for the doubts beside, two for the offers, two for what was handed over, one for what lists say
    # otherwise, one for how the page is put
    assert costs[0] == costs[1] <= 22


def test_gathering_costs_the_same_for_few_lines_and_for_many(small_town, users):
    without_memo(TOWN)  # the day's duties are put together once, and ask the rubric who is able to work
    costs = []
    for number in (2, 60):
        add_people(number, {2: OWN, 60: NEXT}[number])
        with CaptureQueriesContext(connection) as captured:
            without_memo(TOWN)
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 80
