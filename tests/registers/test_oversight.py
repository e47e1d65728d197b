"""督办与问题清单: tasks are answered, problems crossed off one by one, posts pass to those who take them over."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import LeadershipPost, Tenure
from core.checks import warnings_of
from core.files.documents import attach
from fictional.one_of_everything import TODAY, TOWN, add_platform
from oversight.models import Problem, SupervisionTask, TaskReply
from tests.exchanged import send, text

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def post(small_town):
    post = LeadershipPost.objects.create(town_id=TOWN, rank="leader", position=1)
    Tenure.objects.create(post=post, name="前任", started_on=date(2023, 1, 1))
    return post


def found(matter, **fields):
    usual = {"found_on": date(2023, 4, 1), "due_on": date(2023, 6, 1), "responsible": "石专干"}
    return Problem.objects.create(town_id=TOWN, matter=matter, **{**usual, **fields})


# --- the problem list ---


def test_a_problem_found_by_a_task_goes_into_the_list_with_the_task_filled_in(staff, small_town):
    page = staff.get(small_town.task.get_absolute_url()).content.decode()
    address = f"{reverse('oversight:problem_add')}?task={small_town.task.pk}&amp;due_on=2023-03-01"
    assert address in page
    initial = staff.get(address.replace("&amp;", "&")).context["form"]
    assert str(initial["task"].value()) == str(small_town.task.pk)


def test_a_problem_is_crossed_off_with_what_was_done_and_who_saw_it(staff, small_town):
    problem = found("就业地写得不明")
    action = "oversight:problem_action"
    refused = send(staff, action, problem.pk, "close", closed_on="2023-05-10", result="", confirmed_by="")
    assert refused.status_code == 200
    send(staff, action, problem.pk, "close", closed_on="2023-05-10", result="逐人更正", confirmed_by="银组长")
    problem.refresh_from_db()
    assert problem.state(TODAY).text == "已销号"
    assert staff.get(reverse(action, args=[problem.pk, "close"])).status_code == 404


def test_a_problem_that_was_not_solved_is_opened_again_with_a_reason(staff, small_town):
    problem = found("就业地写得不明", closed_on=date(2023, 5, 10), result="已更正", confirmed_by="银组长")
    assert send(staff, "oversight:problem_action", problem.pk, "reopen").status_code == 302
    problem.refresh_from_db()
    assert (problem.closed_on, problem.result, problem.confirmed_by) == (None, "", "")


def test_the_list_says_how_far_it_is_and_begins_with_what_is_overdue(staff, small_town):
    found("按时销号", closed_on=date(2023, 5, 1))
    found("还没到期")
    found("逾期", due_on=date(2023, 5, 1))
    response = staff.get(reverse("oversight:problem_list"))
    assert [line[1].text for line in response.context["table"].lines] == ["逾期", "还没到期", "按时销号"]
    assert response.context["lead"].content == {"total": 3, "closed": 1, "overdue": 1}
    overdue = staff.get(reverse("oversight:problem_list"), {"progress": "overdue"})
    assert [line[1].text for line in overdue.context["table"].lines] == ["逾期"]


def test_a_day_that_is_due_today_is_not_overdue_and_a_later_closing_day_leaves_it_open(small_town):
    found("今天到期", due_on=TODAY)
    found("明天销号", closed_on=date(2023, 5, 21))
    assert Problem.objects.progress(TODAY) == {"total": 2, "closed": 0, "overdue": 0}
    assert Problem.objects.open(TODAY).count() == 2


def test_a_problem_leads_to_the_sub_item_that_it_costs_points_of(staff, small_town):
    page = staff.get(found("抽查不实", sub_item="2.3").get_absolute_url()).content.decode()
    assert reverse("scoring:sub_item", args=["2.3"]) in page


def test_what_is_odd_about_a_problem_is_said(small_town, users):
    problem = found("就业地写得不明", task=small_town.task, closed_on=TODAY)
    assert warnings_of(problem, TODAY) == [
        "没有写症结和举措",
        "销号时限晚于督办任务的整改时限2023-03-01",
        "销号的佐证材料还没有上传",
    ]
    attach(record=problem, file=SimpleUploadedFile("照片.pdf", b"%PDF-1.7"), proves="更正", by=users["staff"])
    assert "销号的佐证材料还没有上传" not in warnings_of(problem, TODAY)


@pytest.fixture
def users(small_town):
    from tests.small_town import add_users

    return add_users()


# --- supervision tasks ---


def test_a_task_is_answered_on_its_page(staff, small_town):
    task = small_town.task
    assert warnings_of(task, TODAY) == ["已过整改时限，没有完成，也没有回复过"]
    send(staff, "oversight:task_reply_add", task.pk, replied_on="2023-05-19", replied_to="县人社局", content="已核实")
    assert TaskReply.objects.get().task == task
    assert "已核实" in staff.get(task.get_absolute_url()).content.decode()
    assert warnings_of(task, TODAY) == []


def test_an_answer_does_not_complete_the_task(small_town):
    TaskReply.objects.create(task=small_town.task, replied_on=TODAY, content="正在整改")
    assert list(SupervisionTask.objects.missed(2023, TODAY)) == [small_town.task]


# --- the leadership group ---


def test_a_post_passes_to_somebody_else_in_one_form(staff, post):
    send(staff, "accounts:post_action", post.pk, "succeed", name="继任", started_on="2023-05-15")
    assert list(Tenure.objects.order_by("started_on").values_list("name", "started_on", "ended_on")) == [
        ("前任", date(2023, 1, 1), date(2023, 5, 15)),
        ("继任", date(2023, 5, 15), None),
    ]
    assert post.state(TODAY).text == "继任 在任"


def test_a_post_does_not_pass_to_somebody_before_its_next_holder(staff, post):
    Tenure.objects.create(post=post, name="继任", started_on=date(2023, 5, 15))
    page = text(send(staff, "accounts:post_action", post.pk, "succeed", name="误填", started_on="2023-05-10"))
    assert "继任已于2023-05-15接任" in page
    assert not Tenure.objects.filter(name="误填").exists()


def test_a_vacant_post_is_filled_and_says_so_meanwhile(staff, post):
    Tenure.objects.update(ended_on=date(2023, 5, 1))
    assert warnings_of(post, TODAY) == ["现在没有人担任这个岗位，请登记递补的人"]
    send(staff, "accounts:post_action", post.pk, "succeed", name="递补", started_on="2023-05-15")
    assert warnings_of(post, TODAY) == []
    assert list(Tenure.objects.values_list("name", "ended_on")) == [("前任", date(2023, 5, 1)), ("递补", None)]


def test_the_list_tells_who_held_a_post_on_a_day(staff, post):
    Tenure.objects.update(ended_on=date(2023, 3, 1))
    Tenure.objects.create(post=post, name="继任", started_on=date(2023, 3, 1))
    for day, name in (("", "继任"), ("2023-02-28", "前任"), ("2022-12-31", "空缺")):
        table = staff.get(reverse("accounts:post_list"), {"as_of": day}).context["table"]
        assert [[cell.text for cell in line][1] for line in table.lines] == [name]
    assert staff.get(reverse("accounts:post_list"), {"as_of": "没有的日子"}).status_code == 400


def test_two_who_hold_a_post_at_once_are_pointed_out(post):
    second = Tenure(post=post, name="另一人", started_on=date(2023, 2, 1))
    assert warnings_of(second, TODAY) == ["与前任的任职重叠（2023-01-01 起），交接请用“换任”"]


def test_those_who_run_the_platforms_are_members_by_their_post(staff, small_town):
    add_platform(small_town.village)
    post = LeadershipPost.objects.create(town_id=TOWN, rank="member", position=8, held_by_platform_staff=True)
    assert "白水头村：" in text(staff.get(post.get_absolute_url()))
    assert warnings_of(post, TODAY) == []


def test_leaders_read_the_group_and_do_not_change_it(signed_in, post):
    leader = signed_in("leader")
    page = leader.get(post.get_absolute_url()).content.decode()
    assert "前任" in page
    assert "换任" not in page
