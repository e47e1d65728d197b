"""三个清单: live, agreeing with their rows, narrowed down to the user's divisions, and saved with masked numbers."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.models import AuditEvent, Division
from core.personal_data.masking import mask_name
from fictional.one_of_everything import NEXT, OWN, PHONE, TODAY, TOWN, add_export, add_person, identity_number
from labor.models import Employment, FollowUp, JobSeekingCase
from platforms.models import Service, Vacancy
from platforms.three_lists.querysets import offered_elsewhere
from training.models import TrainingWish

pytestmark = pytest.mark.usefixtures("today")
SUPPLY, DEMAND, PLACED = "three_lists", "three_lists_demand", "three_lists_placed"


@pytest.fixture
def town(small_town):
    for code, name in (("44", "广东省"), ("4419", "东莞市"), ("430502", "双清区")):
        Division.objects.create(code=code, name=name, level=len(code), parent_id=code[:2] if len(code) > 2 else None)
    Employment.objects.all().delete()
    return small_town


@pytest.fixture
def page(signed_in):
    def read(which, user="staff", **query):
        return signed_in(user).get(reverse(f"platforms:{which}"), query).context

    return read


def names(context):
    return [line[0].text for line in context["table"].lines]


def seek(person, **fields):
    return JobSeekingCase.objects.create(person=person, **{"registered_on": TODAY, "willing": True, **fields})


def work(person, place="4419", **fields):
    job = {"employer": "东莞鞋厂", "channel": "flexible", "workplace": "东莞市", "workplace_division_id": place}
    return Employment.objects.create(person=person, **{"started_on": date(2023, 2, 10), **job, **fields})


def post(**fields):
    usual = {
        "code": f"ZP{Vacancy.objects.count()}", "town_id": TOWN, "employer": "东莞鞋厂", "in_industrial_zone": False,
        "title": "普工", "workplace": "东莞市", "headcount": 20, "wage_min": 4000, "wage_max": 6000,
        "published_on": date(2023, 2, 1),
    }  # fmt: skip
    return Vacancy.objects.create(**{**usual, **fields})


def saved(client, which, **query):
    """The rows of the workbook, by their headings."""
    address = f"{reverse(f'platforms:{which}_export')}?" + "&".join(f"{key}={value}" for key, value in query.items())
    answer = client.post(address)
    heads, *rows = load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows(
        min_row=3, values_only=True
    )
    return [dict(zip(heads, row, strict=True)) for row in rows]


# --- 输出地清单 ---


def test_whoever_looks_for_work_can_be_sent(town, page):
    seek(town.person, wished_area="outside")
    seek(town.people[NEXT], willing=False)
    found = page(SUPPLY)
    assert names(found) == ["石小军"]
    assert found["totals"] == [("人", 1), ("未就业", 1), ("愿到县外", 1)]


def test_a_case_that_closed_takes_its_person_off_the_list(town, page):
    seek(town.person, registered_on=date(2023, 2, 1))
    work(town.person)
    assert page(SUPPLY)["totals"][0] == ("人", 0)


def test_somebody_in_work_who_wishes_for_other_work_is_about_to_leave(town, page):
    work(town.person)
    seek(town.person)
    assert [cell.text for cell in next(page(SUPPLY)["table"].lines)][4] == "在业，拟外出"
    assert page(SUPPLY, now="working")["totals"] == [("人", 1), ("未就业", 0), ("愿到县外", 0)]
    assert names(page(SUPPLY, now="idle")) == []


def test_two_open_cases_are_one_person(town, page):
    seek(town.person)
    seek(town.person, registered_on=date(2023, 5, 2), wished_post="缝纫工")
    assert page(SUPPLY)["totals"][0] == ("人", 1)


def test_the_list_is_narrowed_down_by_wish_and_name(town, page):
    seek(town.person, wished_area="outside")
    seek(town.people[NEXT])
    assert names(page(SUPPLY, wish="outside")) == ["石小军"]
    assert names(page(SUPPLY, wish="none")) == ["杨木瓜"]
    assert names(page(SUPPLY, q="石")) == ["石小军"]
    assert sorted(names(page(SUPPLY))) == ["杨木瓜", "石小军"]


def test_a_clerk_sees_the_own_village_and_a_leader_masked_names(town, page):
    seek(town.person)
    seek(town.people[NEXT])
    assert names(page(SUPPLY, "clerk")) == ["石小军"]
    assert mask_name("石小军") in names(page(SUPPLY, "leader"))


def test_the_workbook_has_the_usual_columns_and_masks_numbers(town, signed_in):
    seek(town.person, wished_area="outside", wished_wage=5000, skills="电焊")
    TrainingWish.objects.create(person=town.person, category="labor_transfer", trade="焊工", wished_on=TODAY)
    (row,) = saved(signed_in("staff"), SUPPLY)
    assert row["序号"] == 1
    assert (row["村"], row["姓名"], row["性别"], row["年龄"]) == ("白水头村", "石小军", "男", 38)
    assert (row["户类型"], row["技能"]) == ("脱贫户", "电焊")
    assert "焊工" in row["培训需求"]
    assert (row["当前状态"], row["意向地区"], row["期望月薪"]) == ("未就业，有意愿", "省外", 5000)
    assert row["身份证号"] == f"430***********{identity_number(1)[-4:-1]}*"
    assert row["联系电话"] != PHONE
    event = AuditEvent.objects.get(action=AuditEvent.Action.EXPORT)
    assert event.details == {"register": "输出地清单", "rows": 1, "columns": 18}


def test_a_leaders_workbook_masks_names_too(town, signed_in):
    seek(town.person)
    assert [row["姓名"] for row in saved(signed_in("leader"), SUPPLY)] == [mask_name("石小军")]


# --- 输入地清单 ---


@pytest.mark.parametrize(
    ("place", "listed"),
    [
        ("东莞市", True), ("4419", True), ("广东省东莞市", True), ("双清区", True),
        ("五团镇", False), ("城步苗族自治县", False), ("湖南省", False), ("湖南省城步", False), ("某地", False),
    ],
)  # fmt: skip
def test_posts_known_to_lie_outside_the_county_are_listed(town, place, listed):
    post(workplace=place)
    assert offered_elsewhere(TODAY).exists() == listed


def test_posts_of_an_agreement_are_listed_wherever_they_are(town, page):
    work(town.person)
    post(workplace="某地", agreement=add_export(town.person).agreement)
    found = page(DEMAND)
    assert names(found) == ["普工"]
    assert names(page(DEMAND, agreement="no")) == []
    assert found["totals"] == [("个岗位", 1), ("需求人数", 20), ("用人单位", 1)]


def test_posts_that_are_not_offered_any_more_are_on_demand(town, page):
    post(closes_on=date(2023, 5, 19))
    assert [len(names(page(DEMAND, **query))) for query in ({}, {"state": "closed"}, {"state": "all"})] == [0, 1, 1]


def test_a_post_says_to_how_many_it_was_recommended_and_how_many_began(town, signed_in):
    post(phone="15400000041", credit_code="914419000000000000", requirements="初中以上", age_min=18)
    for person in (town.person, town.people[NEXT]):
        for day in (3, 4):
            Service.objects.create(
                person=person, served_on=date(2023, 3, day), kind="recommendation", employer="东莞鞋厂", post="普工"
            )
    work(town.person)
    (row,) = saved(signed_in("staff"), DEMAND)
    assert (row["已推荐人数"], row["已录用人数"], row["需求人数"], row["年龄要求"]) == (2, 1, 20, "18岁以上")
    assert (row["联系电话"], row["其他要求"]) == ("154****0041", "初中以上")


# --- 就业地清单 ---


def test_work_outside_the_county_and_by_export_is_placed(town, page):
    work(town.person)
    work(town.people[NEXT], place=TOWN, workplace="五团镇")
    assert names(page(PLACED)) == ["石小军"]
    Employment.objects.filter(person=town.people[NEXT]).update(export=add_export(town.person))
    assert sorted(names(page(PLACED))) == ["杨木瓜", "石小军"]
    assert names(page(PLACED, export="yes")) == ["杨木瓜"]
    assert names(page(PLACED, region="outside")) == ["石小军"]


def test_totals_count_people_and_agree_with_the_filters(town, page):
    export = add_export_and_work(town)
    work(town.person, started_on=date(2023, 4, 1), employer="另一家")
    work(town.people[NEXT], place="430502", workplace="双清区", started_on=date(2023, 5, 1))
    found = page(PLACED)
    assert found["table"].paginator.count == 3
    assert found["totals"] == [("人", 2), ("有组织输出", 1), ("省外", 1), ("省内县外", 1), ("该回访", 1)]
    for query, number in (({"export": "yes"}, 1), ({"region": "outside"}, 1), ({"followed": "due"}, 1)):
        assert page(PLACED, **query)["totals"][0] == ("人", number)
    FollowUp.objects.create(employment=export, called_on=TODAY, method="phone", result="trouble")
    assert page(PLACED)["totals"][-1] == ("该回访", 0)
    assert len(names(page(PLACED, followed="done"))) == 1
    assert len(names(page(PLACED, followed="never"))) == 2


def add_export_and_work(town):
    """A job of an organised export that nobody called about for long."""
    job = work(town.person, started_on=date(2022, 12, 1))
    job.export = add_export(town.person)
    job.save()
    FollowUp.objects.all().delete()
    return job


def test_work_that_ended_is_on_demand(town, page):
    work(town.person, ended_on=date(2023, 5, 1))
    assert names(page(PLACED)) == []
    assert names(page(PLACED, state="off")) == names(page(PLACED, state="all")) == ["石小军"]


def test_the_workbook_tells_of_the_way_there_the_calls_and_the_end(town, signed_in):
    job = add_export_and_work(town)
    FollowUp.objects.create(employment=job, called_on=date(2023, 3, 8), method="phone", result="trouble", note="欠薪")
    job.ended_on, job._change_reason = date(2023, 5, 1), "返乡"
    job.save()
    (row,) = saved(signed_in("staff"), PLACED, state="all")
    assert (row["输出批次"], row["去向"], row["就业地"], row["是否点对点"]) == ("SC01", "省外", "东莞市", "是")
    assert (row["稳岗回访日期"], row["回访方式"], row["回访结果"]) == (datetime(2023, 3, 8), "电话", "有困难")
    assert (row["在岗状态"], row["离岗日期"], row["离岗原因"]) == ("已结束", datetime(2023, 5, 1), "返乡")


# --- cost ---


@pytest.mark.parametrize("which", [SUPPLY, DEMAND, PLACED])
def test_a_list_asks_as_much_for_three_rows_as_for_thirty(town, signed_in, which):
    staff, asked = signed_in("staff"), []
    for number in (3, 30):
        for order in range(Vacancy.objects.count(), number):
            person = add_person(OWN, 100 + order, f"石{order}")
            seek(person, registered_on=TODAY)
            job = work(person, employer=f"厂{order}")
            FollowUp.objects.create(employment=job, called_on=TODAY, method="phone", result="steady")
            post(employer=f"厂{order}")
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(reverse(f"platforms:{which}")).context["table"].paginator.count == number
        asked.append(len(captured))
    assert asked[0] == asked[1]
