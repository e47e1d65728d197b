"""The pages that lost points link to: what is true now, the rows that belong to it, who changed what."""

import re
from datetime import date

import pytest
from django.utils import timezone

from fictional.one_of_everything import NEXT, OWN, add_life, add_person, add_platform, identity_number
from labor.models import Employment, Person
from oversight.models import PolicyPayment
from workshops.models import Inspection

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def read(signed_in):
    """What somebody reads on a record's page."""

    def words(record, user="staff", **query):
        html = signed_in(user).get(record.get_absolute_url(), query).content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))

    return words


def test_a_household_has_its_members_and_the_help_it_got(read, small_town):
    add_life(small_town.person)
    shown = read(small_town.household)
    for words in (
        "农户 石大山户",
        "户编号 H1",
        "安置点 白水头安置点",
        "家庭成员 1",
        "石小军",
        "帮扶措施 1",
        "推荐就业",
    ):
        assert words in shown


def test_a_workshop_has_its_inspections_and_its_workers(read, small_town):
    shown = read(small_town.workshop)
    for words in ("在营", "检查与整改 1", "2023-03-01 不符合 无消防器材 — 未整改", "石小军 白水头村", "杨木瓜 木瓜村"):
        assert words in shown
    Inspection.objects.update(rectified_on=date(2023, 4, 1))
    assert "已整改" in read(small_town.workshop)


def test_somebody_who_left_a_workshop_is_listed_apart(read, small_town):
    Employment.objects.filter(person=small_town.person).update(ended_on=date(2023, 5, 1))
    shown = read(small_town.workshop)
    assert shown.index("已离岗人员") < shown.index("石小军")


def test_workers_of_other_villages_are_counted_and_not_named(read, small_town):
    shown = read(small_town.workshop, "clerk")
    assert "石小军" in shown
    assert "杨木瓜" not in shown
    assert "另有 2 条属于别的村镇，不在您的管辖范围内" in shown


def test_a_workshop_that_stopped_or_left_says_since_when(read, small_town):
    small_town.workshop.stopped_on = date(2023, 5, 1)
    small_town.workshop.save()
    assert "2023-05-01 已停产" in read(small_town.workshop)
    small_town.workshop.withdrawn_on = date(2023, 5, 2)
    small_town.workshop.save()
    assert "2023-05-02 已退出" in read(small_town.workshop)


def test_a_site_has_its_window_its_workshops_and_its_households(read, small_town):
    shown = read(small_town.site)
    for words in ("未设服务窗口", "安置人数 120", "帮扶车间 1", "白水头车间", "搬迁户 1", "石大山户"):
        assert words in shown


def test_a_village_has_its_platform_with_staff_and_checks(read, small_town):
    assert "应建平台，尚未建成" in read(small_town.village)
    add_platform(small_town.village)
    shown = read(small_town.village)
    for words in ("平台已建成", "建成日期 2023-01-01", "石平台 专职 154****0025", "在岗", "登录平台 上级检查 不合格"):
        assert words in shown


def test_a_platform_that_was_voided_or_closed_is_none(read, small_town):
    add_platform(small_town.village)
    platform = small_town.village.platform
    platform.closed_on = date(2023, 5, 1)
    platform.save()
    assert "尚未建成" in read(small_town.village)
    platform.voided_at = timezone.now()
    platform.save()
    assert "建成日期" not in read(small_town.village)


def test_a_policy_has_its_payments_with_whom_they_go_to(read, small_town):
    PolicyPayment.objects.filter(subject_kind="workshop").update(paid_on=date(2023, 5, 1))
    shown = read(small_town.policy)
    for words in ("未落实，还有41天", "政策兑现 3", "石小军", "石大山户", "白水头车间", "未兑现，逾期19天", "已兑现"):
        assert words in shown
    assert f"430***********{identity_number(1)[-4:-1]}*" in shown


def test_leaders_see_no_name_of_those_who_are_paid(read, small_town):
    shown = read(small_town.policy, "leader")
    assert "石** 政策兑现 2023-05-01 劳动力" in shown
    assert "石**户 政策兑现 2023-05-01 农户" in shown


@pytest.mark.parametrize(
    ("completed", "words"),
    [
        (None, "未完成，逾期80天"),
        (date(2023, 3, 1), "已完成"),
        (date(2023, 3, 3), "已完成，晚了2天"),
        (date(2023, 6, 1), "未完成，逾期80天"),
    ],
)
def test_a_task_says_whether_it_was_done_in_time(read, small_town, completed, words):
    small_town.task.completed_on = completed
    small_town.task.save()
    assert words in read(small_town.task)


def test_no_page_shows_a_leader_a_full_name(signed_in, small_town):
    add_life(small_town.person)
    add_platform(small_town.village)
    small_town.household.head_name = "石更名"
    small_town.household.save()
    town = small_town
    of_person = (town.person.employments, town.person.job_seeking_cases, town.person.spot_checks, town.person.services)
    facts = [*(rows.first() for rows in of_person), town.household.helps.first()]
    for record in (town.person, town.household, town.site, town.workshop, town.village, town.policy, town.task, *facts):
        assert signed_in("leader").get(record.get_absolute_url()).status_code == 200


def test_a_link_leads_only_where_the_user_may_go(signed_in, small_town):
    small_town.household.village_id = NEXT
    small_town.household.save()
    html = signed_in("clerk").get(small_town.person.get_absolute_url()).content.decode()
    assert "石大山户" in html
    assert small_town.household.get_absolute_url() not in html


def test_a_panel_sorts_and_pages_by_itself(read, small_town):
    for order in range(20, 40):
        add_person(OWN, order, f"员{order}", household=small_town.household)
    shown = read(small_town.household, **{"members-page": 2, "members-sort": "name"})
    assert "第 2 页，共 2 页" in shown
    assert "家庭成员 21" in shown


def test_a_voided_row_stands_in_no_panel(read, small_town):
    Person.objects.filter(pk=small_town.person.pk).update(voided_at=timezone.now())
    assert "家庭成员 0" in read(small_town.household)


def test_a_panel_costs_no_more_queries_for_three_hundred_rows_than_for_three(
    signed_in, small_town, django_assert_max_num_queries
):
    staff, page = signed_in("staff"), small_town.policy.get_absolute_url()
    with django_assert_max_num_queries(22) as few:
        staff.get(page)
    people = [add_person(OWN, order, f"员{order}") for order in range(100, 130)]
    PolicyPayment.objects.bulk_create(
        PolicyPayment(policy=small_town.policy, subject_kind="person", subject_code=each.id_number.plain, due_on=day)
        for each in people
        for day in (date(2023, month, 1) for month in range(1, 11))
    )
    with django_assert_max_num_queries(len(few)):
        staff.get(page)


def test_the_history_keeps_the_last_twenty_changes(read, small_town):
    for order in range(30):
        small_town.workshop.name = f"车间{order}"
        small_town.workshop.save()
    shown = read(small_town.workshop)
    assert "修改记录（最近 20 次）" in shown
    assert "车间名称： 车间28 改为 车间29" in re.sub(" +", " ", shown)


def test_a_record_that_was_brought_back_says_so(read, small_town):
    small_town.workshop.voided_at = timezone.now()
    small_town.workshop.save()
    small_town.workshop.voided_at = None
    small_town.workshop.save()
    assert "恢复" in read(small_town.workshop)


def test_a_record_without_a_history_has_a_page(read, small_town):
    small_town.workshop.history.all().delete()
    assert "修改记录（最近 0 次） 没有记录。" in read(small_town.workshop)
