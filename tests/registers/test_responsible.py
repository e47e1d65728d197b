"""责任人: a name is joined to an account or a post once; they are reminded, see what is theirs, and hand it over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import LeadershipPost, Tenure, User
from core.models import AuditEvent
from fictional.one_of_everything import TODAY, TOWN
from fictional.profiles import FAR_TOWN
from oversight.models import Problem, Responsible, SupervisionTask
from reminders.models import Reminder
from reminders.reminder_run import make_reminders

MINE, LIST = reverse("oversight:mine"), reverse("oversight:responsible")
DUE = TODAY + timedelta(days=20)

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def named(small_town):
    """A task and a problem of 杨专干 that are open, and a problem that is crossed off."""
    SupervisionTask.objects.all().delete()
    Problem.objects.all().delete()
    told = {"town_id": TOWN, "responsible": "杨专干", "due_on": DUE}
    task = SupervisionTask.objects.create(code="DB91", source="县局", matter="核实", assigned_on=TODAY, **told)
    problem = Problem.objects.create(matter="电话不通", found_on=TODAY, **told)
    closed = Problem.objects.create(matter="旧事", found_on=TODAY, closed_on=TODAY, **told)
    return task, problem, closed


def send(client, to, deed="join", name="杨专干", town=TOWN):
    return client.post(LIST, {"town": town, "name": name, "to": to, "deed": deed})


def account(name):
    user = User.objects.get(username=name)
    return user, f"account-{user.pk}"


def line_of(client, name="杨专干"):
    return next((line for line in client.get(LIST).context["lines"] if line.named.name == name), None)


def mine(client):
    return {str(record) for record, *_ in client.get(MINE).context["lines"]}


def test_names_as_files_bring_them_wait_to_be_joined(staff, named):
    line = line_of(staff)
    assert (line.number, line.behind, line.state.text) == (2, "", "还没有对应")
    assert mine(staff) == set()
    assert "还没有对应到账号或岗位" in staff.get(named[0].get_absolute_url()).content.decode()


def test_joined_once_all_of_the_name_is_somebodys(staff, named):
    _, to = account("staff")
    send(staff, to)
    assert mine(staff) == {"核实", "电话不通"}
    assert (line_of(staff).behind, line_of(staff).state.text) == ("staff", "在用")
    later = {"town_id": TOWN, "responsible": "杨专干", "due_on": DUE}
    Problem.objects.create(matter="后来导入的", found_on=TODAY, **later)
    assert "后来导入的" in mine(staff)
    assert "到期前会提醒" in staff.get(named[1].get_absolute_url()).content.decode()


def test_a_post_is_whoever_holds_it_on_the_day(staff, named):
    post = LeadershipPost.objects.create(town_id=TOWN, rank="member", position=77, duty="社会事务办主任")
    tenure = Tenure.objects.create(post=post, name="银主任", started_on=TODAY - timedelta(days=9))
    send(staff, f"post-{post.pk}")
    assert mine(staff) == set()
    Responsible.objects.create(town_id=TOWN, name="银主任", account=account("staff")[0])
    assert mine(staff) == {"核实", "电话不通"}
    tenure.ended_on = TODAY
    tenure.save()
    assert mine(staff) == set()


@pytest.mark.parametrize("divisions", [[FAR_TOWN], []])
def test_who_has_gone_to_another_town_or_has_none_answers_for_nothing_any_more(signed_in, named, divisions):
    clerk, to = account("clerk")
    send(signed_in("staff"), to)
    assert mine(signed_in("clerk")) == {"核实", "电话不通"}
    clerk.divisions.set(divisions)
    assert mine(signed_in("clerk")) == set()
    make_reminders(DUE - timedelta(days=1))
    assert not Reminder.objects.everywhere("a test").filter(kind="responsible").exists()


@pytest.mark.parametrize("closed", [{"is_active": False}, {"ended_on": TODAY}])
def test_a_closed_account_is_not_reminded(staff, named, closed):
    clerk, to = account("clerk")
    send(staff, to)
    User.objects.filter(pk=clerk.pk).update(**closed)
    make_reminders(DUE - timedelta(days=1))
    assert not Reminder.objects.everywhere("a test").filter(kind="responsible").exists()


def test_who_is_responsible_is_reminded_before_the_day_and_past_it_and_nobody_else(staff, named):
    clerk, to = account("clerk")
    send(staff, to)
    for days in (-20, -7, -1, 1):
        make_reminders(DUE + timedelta(days=days))
    told = Reminder.objects.everywhere("a test").filter(kind="responsible").order_by("pk")
    assert [(each.recipient, each.days_before, each.count) for each in told] == [
        (clerk, 7, 2),
        (clerk, 1, 2),
        (clerk, -1, 2),
    ]
    assert told[0].text == "白水头村有2件由您负责的事要在6月9日前办完，还剩7天。"
    assert told[0].link == MINE
    assert told.visible_to(clerk).count() == 3


def test_a_closed_account_shows_as_such_and_what_is_open_is_handed_over(staff, named):
    clerk, to = account("clerk")
    send(staff, to)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert line_of(staff).state.text == "账号已停用"
    page = staff.get(named[0].get_absolute_url()).content.decode()
    assert "已停用" in page
    assert f'href="{LIST}"' in page
    assert to not in dict(staff.get(LIST).context["options"])
    send(staff, account("staff")[1], "hand_over")
    for record in named:
        record.refresh_from_db()
    assert [record.responsible for record in named] == ["staff", "staff", "杨专干"]
    assert named[0].history.first().history_change_reason == "责任人移交"
    assert mine(staff) == {"核实", "电话不通"}
    trail = AuditEvent.objects.filter(action=AuditEvent.Action.HANDED_OVER).order_by("pk")
    assert [event.details["deed"] for event in trail] == ["joined", "joined", "handed over"]


def test_handed_over_twice_by_one_form_it_is_handed_over_once(staff, named):
    asked = {"town": TOWN, "name": "杨专干", "to": account("staff")[1], "deed": "hand_over"}
    asked["token"] = str(line_of(staff).token)
    first, second = (staff.post(LIST, asked) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    trail = AuditEvent.objects.filter(action=AuditEvent.Action.HANDED_OVER, details__deed="handed over")
    assert trail.count() == 1


def test_a_form_that_was_refused_may_be_sent_again(staff, named):
    asked = {"town": TOWN, "name": "杨专干", "to": "", "token": str(line_of(staff).token)}
    staff.post(LIST, asked)
    staff.post(LIST, {**asked, "to": account("staff")[1]})
    assert mine(staff) == {"核实", "电话不通"}


@pytest.mark.parametrize("closed", [{"is_active": False}, {"ended_on": TODAY}])
def test_nothing_is_joined_to_an_account_that_has_ended(staff, named, closed):
    clerk, to = account("clerk")
    assert to in dict(staff.get(LIST).context["options"])
    User.objects.filter(pk=clerk.pk).update(**closed)
    assert to not in dict(staff.get(LIST).context["options"])


def test_nothing_is_handed_to_a_name_that_is_somebody_elses(staff, named):
    other = LeadershipPost.objects.create(town_id=TOWN, rank="member", position=78, duty="银专干")
    Responsible.objects.create(town_id=TOWN, name="银专干", account=account("staff")[0])
    asked = {"town": TOWN, "name": "杨专干", "to": f"post-{other.pk}", "deed": "hand_over"}
    assert "已经对应了另一个" in staff.post(LIST, asked, follow=True).content.decode()
    named[0].refresh_from_db()
    assert named[0].responsible == "杨专干"


def test_another_towns_names_are_not_there(staff, named):
    assert send(staff, account("staff")[1], town=FAR_TOWN).status_code == 404
    assert send(staff, account("staff")[1], name="没有这个人").status_code == 404
    assert not Responsible.objects.everywhere("a test").exists()


def test_without_a_choice_nothing_is_joined(staff, named):
    assert "请选一个账号或岗位" in staff.post(LIST, {"town": TOWN, "name": "杨专干"}, follow=True).content.decode()


def test_many_names_cost_as_many_queries_as_one(staff, named):
    send(staff, account("staff")[1])
    asked = []
    for number in (0, 30):
        for each in range(number):
            Problem.objects.create(
                town_id=TOWN, matter=f"事{each}", found_on=TODAY, due_on=DUE, responsible=f"名{each}"
            )
        for address in (LIST, MINE):
            staff.get(address)
            with CaptureQueriesContext(connection) as captured:
                staff.get(address)
            asked.append(len(captured))
    assert asked[:2] == asked[2:]
