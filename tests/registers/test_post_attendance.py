"""岗位出勤: all posts of a month in a grid."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import LifeEvent
from fictional.one_of_everything import FAR, NEXT, add_person
from labor.models import PostAttendance, PublicBenefitPost

pytestmark = pytest.mark.usefixtures("today")
PAGE = reverse("labor:post_attendance")


def post_of(person, code, **more):
    held = {"contract_started_on": date(2023, 1, 1), "contract_ended_on": date(2023, 12, 31), "monthly_allowance": 800}
    return PublicBenefitPost.objects.create(
        code=code, village_id=person.village_id, kind="保洁", employer="村委会", person=person, **{**held, **more}
    )


@pytest.fixture
def posts(small_town):
    """Two posts that were held all April, one since the 17th, one that was over, and one in another town."""
    first, second = small_town.person, small_town.people[NEXT]
    return {
        "all": post_of(first, "GY01"),
        "other": post_of(second, "GY02", monthly_allowance=600),
        "later": post_of(second, "GY03", contract_started_on=date(2023, 4, 17)),
        "over": post_of(first, "GY04", ended_on=date(2023, 3, 31)),
        "far": post_of(small_town.people[FAR], "GY05"),
    }


def shown(client, month="2023-04"):
    """What a browser sends of the grid that nobody has touched."""
    form = client.get(f"{PAGE}?month={month}").context["form"]
    return {
        field.html_name: "" if field.value() is None else field.value() for field in form if field.name != "all_came"
    }


def send(client, posts, due=20, month="2023-04", opened=None, **more):
    """The grid as it is now, or as it was when it was `opened`, with days by what posts are called."""
    told = {f"days-{posts[name].pk}" if name in posts else name: value for name, value in more.items()}
    sent = {**(opened or shown(client, month)), "token": uuid4(), "days_due": due, **told}
    return client.post(f"{PAGE}?month={month}", sent, follow=True)


def written():
    return {row.post.code: (row.days_attended, row.days_due) for row in PostAttendance.objects.all()}


def test_the_last_month_that_is_over_is_asked_with_those_who_held_a_post_in_it(staff, posts):
    page = staff.get(PAGE)
    assert page.context["month"] == date(2023, 4, 1)
    assert [post.code for post, *_ in page.context["form"].lines] == ["GY01", "GY02", "GY03"]
    assert page.context["form"]["days_due"].value() == 20  # workdays of April 2023: none of its holidays is loaded
    assert "04-17 上岗" in page.text
    assert staff.get(f"{PAGE}?month=2024-01").context["month"] == date(2023, 5, 1)
    assert staff.get(f"{PAGE}?month=May").context["month"] == date(2023, 4, 1)
    march = staff.get(f"{PAGE}?month=2023-03").context["form"].lines
    assert [post.code for post, *_ in march] == ["GY01", "GY04", "GY02"]


def test_many_are_written_down_at_once_and_taken_back_at_once(staff, posts):
    answer = send(staff, posts, all=18, other=0)
    assert "已保存 2 个岗位" in answer.text
    assert written() == {"GY01": (18, 20), "GY02": (0, 20)}
    row = PostAttendance.objects.get(post=posts["all"])
    assert (row.allowance, row.amount) == (800, Decimal("720.00"))
    assert row.get_absolute_url() == f"{PAGE}?month=2023-04"
    assert "720" in staff.get(posts["all"].get_absolute_url()).text
    event = LifeEvent.objects.get()
    assert event.title == "2023年4月，2个岗位"
    staff.post(reverse("event_undo", args=[event.pk]), {"token": uuid4(), "reason": "填错了月份"})
    assert written() == {}
    send(staff, posts, all=17)
    assert written() == {"GY01": (17, 20)}


def test_who_is_left_blank_came_on_all_days_where_that_is_ticked_and_they_held_it_all_month(staff, posts):
    refused = send(staff, posts, all=18, all_came="on").context["form"]
    assert list(refused.errors) == [f"days-{posts['later'].pk}"]
    assert written() == {}
    send(staff, posts, all=18, later=10, all_came="on")
    assert written() == {"GY01": (18, 20), "GY02": (20, 20), "GY03": (10, 20)}


def test_more_days_than_are_due_and_a_blank_over_what_is_known_are_refused_at_their_field(staff, posts):
    field = f"days-{posts['all'].pk}"
    assert list(send(staff, posts, all=21).context["form"].errors) == [field]
    send(staff, posts, all=20)
    assert list(send(staff, posts, all="").context["form"].errors) == [field]
    assert list(send(staff, posts, due=0, all=0).context["form"].errors) == ["days_due"]
    assert written() == {"GY01": (20, 20)}


def test_a_dearer_contract_leaves_what_was_paid_alone(staff, posts):
    send(staff, posts, all=10)
    PublicBenefitPost.objects.filter(pk=posts["all"].pk).update(monthly_allowance=1000)
    send(staff, posts, all=20)
    assert PostAttendance.objects.get().amount == 800


def renewed(post, until, allowance):
    post.contract_ended_on, post.monthly_allowance = until, allowance
    post.save()


@pytest.mark.parametrize("day", [date(2023, 4, 20), date(2023, 5, 5)])
def test_a_month_is_paid_by_its_own_contract_whenever_that_was_renewed(staff, small_town, time_machine, day):
    """Before it ran out, as is usual, or after it."""
    post = post_of(small_town.person, "GY01", contract_ended_on=date(2023, 4, 30))
    time_machine.move_to(day)
    renewed(post, date(2024, 4, 30), 900)
    time_machine.move_to(date(2023, 5, 20))
    assert "现在是 900" in staff.get(PAGE).text
    send(staff, {"all": post}, all=10)
    send(staff, {"all": post}, month="2023-05", all=10)
    amounts = {row.month.month: row.amount for row in PostAttendance.objects.all()}
    assert amounts == {4: 400, 5: 450}


def test_an_allowance_that_was_mistyped_is_put_right_in_the_contract_and_in_a_saved_month(staff, posts):
    renewed(posts["all"], date(2023, 12, 31), 8000)
    send(staff, posts, all=10)
    renewed(posts["all"], date(2023, 12, 31), 800)
    send(staff, posts, all=10, other=10)
    assert PostAttendance.objects.get(post=posts["all"]).amount == 4000
    send(staff, posts, **{f"allowance-{posts['all'].pk}": "800"})
    assert PostAttendance.objects.get(post=posts["all"]).amount == 400
    send(staff, posts, month="2023-03", all=20)
    assert PostAttendance.objects.get(post=posts["all"], month=date(2023, 3, 1)).amount == 800


def test_a_month_without_an_allowance_is_refused_at_its_field(staff, posts):
    field = f"allowance-{posts['all'].pk}"
    assert list(send(staff, posts, all=10, **{field: ""}).context["form"].errors) == [field]
    assert list(send(staff, posts, all_came="on", later=1, **{field: ""}).context["form"].errors) == [field]
    assert written() == {}


def test_two_who_write_at_once_do_not_undo_each_other(staff, posts):
    send(staff, posts, all=20, other=20)
    opened = shown(staff)
    send(staff, posts, all=15)
    send(staff, posts, opened=opened, other=12)
    assert written() == {"GY01": (15, 20), "GY02": (12, 20)}
    answer = send(staff, posts, opened=opened, all=18)
    assert written()["GY01"] == (15, 20)
    assert f"别人登记过这些人，没有改动，请看现在的数：{posts['all'].person.name}" in answer.text
    send(staff, posts, all=18)
    assert written()["GY01"] == (18, 20)


@pytest.mark.parametrize(
    "told", [{"all_came": "on", "later": 10}, {"all": 9}, {"due": 22, "all_came": "on", "later": 3}]
)
def test_what_somebody_else_wrote_of_who_was_blank_is_left_and_named(staff, posts, told):
    opened = shown(staff)
    send(staff, posts, all=10)
    answer = send(staff, posts, opened=opened, **told)
    assert written()["GY01"] == (10, 20)
    assert f"没有改动，请看现在的数：{posts['all'].person.name}" in answer.text


def test_what_was_taken_back_since_is_not_written_again_unseen(staff, posts):
    send(staff, posts, all=10)
    opened = shown(staff)
    staff.post(reverse("event_undo", args=[LifeEvent.objects.get().pk]), {"token": uuid4(), "reason": "填错了"})
    send(staff, posts, opened=opened, all=12)
    assert written() == {}


def test_who_came_onto_the_page_since_is_not_said_to_have_come(staff, small_town, posts):
    opened = shown(staff)
    post_of(small_town.person, "GY00")
    send(staff, posts, opened=opened, all_came="on", later=10)
    assert sorted(written()) == ["GY01", "GY02", "GY03"]


def test_what_was_typed_is_kept_of_who_has_gone_to_another_page_since(staff, small_town, posts, monkeypatch):
    monkeypatch.setattr("labor.posts.views.POSTS_A_PAGE", 3)
    opened = shown(staff)
    post_of(small_town.person, "GY00")
    send(staff, posts, opened=opened, all=18, other=17, later=5)
    assert written() == {"GY01": (18, 20), "GY02": (17, 20), "GY03": (5, 20)}


def test_the_same_again_changes_nothing_and_other_days_due_change_all(staff, posts):
    send(staff, posts, all=20)
    assert "没有改动" in send(staff, posts, all=20).text
    send(staff, posts, due=22, all=20)
    assert written() == {"GY01": (20, 22)}
    assert PostAttendance.history.count() == 2


def test_who_turns_out_to_have_left_before_can_be_put_right(staff, posts):
    send(staff, posts, all=20)
    PublicBenefitPost.objects.filter(pk=posts["all"].pk).update(ended_on=date(2023, 3, 15))
    page = staff.get(PAGE)
    assert "这个月不在岗，不上公示表" in page.text
    send(staff, posts, all=0, all_came="on", later=3)
    assert written() == {"GY01": (0, 20), "GY02": (20, 20), "GY03": (3, 20)}
    assert "这个月不在岗" not in staff.get(f"{PAGE}?month=2023-03").text


def test_nothing_is_written_of_a_post_of_another_town(staff, posts):
    send(staff, posts, far=20, all=20)
    assert written() == {"GY01": (20, 20)}


def test_a_voided_post_takes_its_months_along(staff, posts):
    send(staff, posts, all=20)
    register = reverse("labor:public_benefit_post_void", args=[posts["all"].pk])
    staff.post(register, {"token": uuid4(), "reason": "登记重复"})
    assert written() == {}


def test_more_posts_cost_no_more_queries(staff, small_town, posts):
    costs = []
    for orders in (range(100, 102), range(102, 140)):
        for order in orders:
            post_of(add_person(NEXT, order, f"龙{order}"), f"P{order}")
        with CaptureQueriesContext(connection) as captured:
            staff.get(PAGE)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_who_keeps_no_posts_writes_nothing_down_and_is_led_nowhere(signed_in, posts):
    for user in ("clerk", "leader"):
        client = signed_in(user)
        assert client.get(PAGE).status_code == 403
        assert send(client, posts, opened={"month": "2023-04"}, all=20).status_code == 403
        assert PAGE not in client.get(reverse("labor:public_benefit_post_list")).text
    assert written() == {}
    assert PAGE in signed_in("staff").get(reverse("labor:public_benefit_post_list")).text
