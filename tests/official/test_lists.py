"""Lists that go out: cell by cell what a plain count of the town gives."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from core.models import Village
from fictional.one_of_everything import FAR, NEXT, OWN, add_person
from fictional.profiles import FAR_TOWN
from labor.models import Employment, Person, PersonChange, PostAttendance, PublicBenefitPost
from ledger.official.layout_files import official_lists
from oversight.models import Policy
from platforms.models import Candidate, EventEmployer, RecruitmentEvent
from training.models import TrainingClass
from workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("today")


def travel_policy(town):
    return Policy.objects.get(town_id=town.profile.town, name="交通补助")


def day(year, month, number):
    return datetime(year, month, number)


def filled(cells, width):
    return [*cells, *[None] * (width - len(cells))]


def test_the_fare_is_posted_up_with_who_where_how_long_and_how_much(made, town):
    lines, sheet = made("transport-public", subject=travel_policy(town).pk, contact="镇社会事务办 0739-7000000")
    near, far = town.people[NEXT], town.person
    heads = ["序号", "姓名", "性别", "年龄", "务工时间（*年*月*日至*年*月*日）", "务工地点", "务工单位"]
    assert lines == [
        filled(["2023年脱贫人口（含监测对象）外出务工一次性交通补贴公示表"], 8),
        filled(["公示单位（盖章）：五团镇"], 8),
        filled(["公示时间：2023年5月20日至2023年5月26日（共7天）"], 8),
        [*heads, "一次性交通补贴金额（元）"],
        [1, far.name, far.gender, 38, "2023年2月8日至今", "外地", "虎门制衣厂", 300],
        [2, near.name, near.gender, 38, "2022年3月1日至今", "五团镇", "白水头车间", 200],
        ["合计", "2人", None, None, None, None, None, 500],
        filled(["公示期间对名单有意见的，请向以下单位反映：镇社会事务办 0739-7000000"], 8),
    ]
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A1:H1"]
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.print_area.replace("$", "").endswith("A1:H8")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A5", "A4:H6")
    assert all(cell.border.left.style == "thin" for row in sheet["A5:H7"] for cell in row)


def test_the_job_that_counts_is_the_farthest_of_the_policys_year_then_the_last(made, town):
    later = {"person": town.person, "employer": "家门口的厂", "channel": "county", "workplace": "五团镇"}
    Employment.objects.create(started_on=date(2023, 4, 1), **later)
    Employment.objects.filter(employer="虎门制衣厂").update(ended_on=date(2023, 4, 30))
    lines, _ = made("transport-public", subject=travel_policy(town).pk)
    assert lines[4][4:7] == ["2023年2月8日至2023年4月30日", "外地", "虎门制衣厂"]
    Policy.objects.update(year=2022)
    lines, _ = made("transport-public", subject=travel_policy(town).pk)
    assert lines[4][4:7] == ["2022年3月1日至今", "五团镇", "白水头车间"]


def test_a_job_in_another_province_counts_before_a_later_one_in_the_own_province(made, town):
    nearer = {"employer": "长沙的厂", "channel": "other_county", "workplace": "长沙市"}
    Employment.objects.create(person=town.person, started_on=date(2023, 5, 1), **nearer)
    lines, _ = made("transport-public", subject=travel_policy(town).pk)
    assert lines[4][4:7] == ["2023年2月8日至今", "外地", "虎门制衣厂"]
    Employment.objects.filter(employer="虎门制衣厂").delete()
    lines, _ = made("transport-public", subject=travel_policy(town).pk)
    assert lines[4][4:7] == ["2023年5月1日至今", "长沙市", "长沙的厂"]


def test_the_roster_of_the_fare_has_numbers_and_room_for_cards_and_signatures(made, town):
    lines, sheet = made(
        "transport-roster", subject=travel_policy(town).pk, numbers="whole", reason="报县乡村振兴局"
    )  # fmt: skip
    far = town.person
    assert lines[3] == [
        1, "白水头村", "H1", far.name, far.gender, 38, far.id_number.plain, far.phone.plain, "2023年2月8日至今", "外地",
        "虎门制衣厂", 300, None, None,
    ]  # fmt: skip
    assert lines[2][-2:] == ["银行卡号", "本人签字"]
    assert lines[5][:2] == ["合计", "2人"]
    assert sheet.cell(4, 7).data_type == "s"
    assert lines[6][0] == "填报人：　　　　联系电话：　　　　审核人（签字）："
    assert "报县乡村振兴局" in lines[7][0]


def attend(person, code, days, allowance, due=21):
    held = {"contract_started_on": date(2023, 1, 1), "contract_ended_on": date(2023, 12, 31)}
    post = person.public_benefit_posts.create(
        code=code, village_id=person.village_id, kind="护林", employer="村委会", monthly_allowance=allowance, **held
    )
    return post.attendances.create(month=date(2023, 4, 1), days_due=due, days_attended=days, allowance=allowance)


def test_what_posts_are_paid_is_posted_up_as_the_province_posts_it(made, town):
    attend(town.people[NEXT], "GY02", 10, 500)
    lines, _ = made("posts-public", period="2023-04", contact="")
    far, near = ((number[:6], number[-4:]) for number in (each.id_number.plain for each in town.people.values()))
    own, next_door = (f"{first}{'*' * 8}{last}" for first, last in (far, near))
    assert lines == [
        filled(["2023年4月乡村公益性岗位补贴发放公示表"], 6),
        filled(["公示单位（盖章）：五团镇"], 6),
        filled(["公示时间：2023年5月20日至2023年5月26日（共7天）"], 6),
        ["序号", "姓名", "身份证号码", "岗位名称", "本月累计出勤天数（天）", "补贴金额（元）"],
        [1, town.person.name, own, "保洁", 19, 723.81],  # 800 / 21 * 19 = 723.8095
        [2, town.people[NEXT].name, next_door, "护林", 10, 238.1],  # 500 / 21 * 10 = 238.0952
        ["合计", "2人", None, None, None, 961.91],
        filled(["公示期间对名单有意见的，请向以下单位反映：　　　　"], 6),
    ]


@pytest.mark.parametrize("how", [
    {"ended_on": date(2023, 3, 31)}, {"contract_ended_on": date(2023, 3, 31)},
    {"contract_started_on": date(2023, 5, 1)},
])  # fmt: skip
def test_who_turns_out_not_to_have_held_a_post_in_the_month_is_not_on_its_lists(made, town, how):
    attend(town.people[NEXT], "GY02", 10, 500)
    PublicBenefitPost.objects.filter(code="GY02").update(**how)
    for name in ("posts-public", "posts-summary"):
        lines, _ = made(name, period="2023-04")
        assert "合计 1人" in [" ".join(map(str, line[:2])) for line in lines]


def test_the_summary_of_posts_has_one_head_over_the_days_of_a_contract(made, town):
    lines, sheet = made("posts-summary", period="2023-04", numbers="whole", reason="报县人社局")
    heads = ["序号", "姓名", "身份证号码", "本月累计出勤天数（天）", "补贴金额（元）", "协议时间起止时间", None]
    assert lines[3] == heads
    assert "F4:G4" in {str(each) for each in sheet.merged_cells.ranges}
    person = town.person
    days = [day(2023, 1, 1), day(2023, 12, 31)]
    assert lines[4] == [1, person.name, person.id_number.plain, 19, 723.81, *days]
    assert lines[5] == ["合计", "1人", None, None, 723.81, None, None]
    lines, _ = made("posts-summary", period="2023-03")
    assert lines[4] == ["合计", "0人", None, None, 0, None, None]


@pytest.mark.parametrize(("allowance", "due", "days", "amount"), [
    ("800", 21, 19, "723.81"), ("600", 22, 22, "600.00"), ("600", 22, 0, "0.00"), ("0.01", 2, 1, "0.01"),
    ("1000", 30, 20, "666.67"), ("500", 7, 3, "214.29"),
])  # fmt: skip
def test_what_a_month_is_paid_is_rounded_once_and_half_a_cent_upwards(allowance, due, days, amount):
    row = PostAttendance(allowance=Decimal(allowance), days_due=due, days_attended=days)
    assert str(row.amount) == amount


def changed(person, item, on, **was):
    return PersonChange.objects.create(person=person, item=item, changed_on=on, reason=was.pop("reason", ""), **was)


def test_who_came_left_died_and_moved_in_a_month(made, town):
    """Told with what somebody was on the last day of the month, whatever happened later."""
    PersonChange.objects.all().delete()
    born = {"household": town.household, "relation_to_head": "之子"}
    came = add_person(OWN, 20, "龙新来", joined_on=date(2023, 3, 2), **born)
    died = add_person(OWN, 21, "龙老人", left_on=date(2023, 3, 9), leaving_reason="因病去世")
    gone = add_person(NEXT, 22, "龙迁出", left_on=date(2023, 3, 31), leaving_reason="户籍迁出")
    moved = add_person(NEXT, 23, "龙搬家")
    changed(moved, "village", date(2023, 3, 15), was_village_id=OWN, reason="整户迁移")
    back = add_person(NEXT, 24, "龙回来", joined_on=date(2023, 4, 20))
    changed(back, "left_on", date(2023, 4, 20), was_on=date(2023, 3, 12))
    changed(back, "joined_on", date(2023, 4, 20), was_on=date(2021, 1, 1))
    later = add_person(OWN, 25, "龙下月", joined_on=date(2023, 4, 1))
    changed(later, "capacity", date(2023, 3, 3), was_text="weak")
    lines, _ = made("people-changes", period="2023-03")
    told = [
        (died, "白水头村", None, None, "3月9日退出（因病去世）", None, 1, 1, None),
        (came, "白水头村", "H1", "之子", "3月2日纳入", 1, None, None, None),
        (moved, "木瓜村", None, None, "3月15日从白水头村迁到木瓜村（整户迁移）", None, None, None, 1),
        (back, "木瓜村", None, None, "3月12日退出", None, 1, None, None),
        (gone, "木瓜村", None, None, "3月31日退出（户籍迁出）", None, 1, None, None),
    ]
    numbers = {each.pk: masked_number(each) for each, *_ in told}
    expected = [
        [place, each.name, each.gender, numbers[each.pk], *rest, None] for each, place, *rest in told
    ]  # fmt: skip
    assert sorted(map(str, [line[1:] for line in lines[3:8]])) == sorted(map(str, expected))
    assert lines[8] == ["合计", "5人", *[None] * 6, 1, 3, 1, 1, None]
    assert lines[9][0] == "填报人：　　　　村（社区）负责人（签字）：　　　　审核人（签字）："
    lines, _ = made("people-changes", period="2023-04")
    assert [line[2] for line in lines[3:-2]] == ["龙下月", "龙回来"]
    lines, _ = made("people-changes", period="2023-02")
    assert lines[3][:2] == ["合计", "0人"]


def homes_of(person, lines):
    """County, town and village in which somebody stands on a list of work."""
    return {tuple(line[1:4]) for line in lines if line[5] == person.name}


def lived_elsewhere(person, village):
    """Up to the first of May."""
    PersonChange.objects.all().delete()
    changed(person, "village", date(2023, 5, 1), was_village_id=village)


def test_work_of_a_past_month_stands_under_the_village_in_which_somebody_lived_then(made, town):
    lived_elsewhere(town.person, NEXT)
    lines, _ = made("work-monthly", period="2023-03", division=OWN)
    assert lines[3][:2] == ["合计", "0条"]
    lines, _ = made("work-monthly", period="2023-03", division=NEXT)
    assert homes_of(town.person, lines) == {("城步苗族自治县", "五团镇", "木瓜村")}
    lines, _ = made("work-monthly", period="2023-05", division=OWN)
    assert homes_of(town.person, lines) == {("城步苗族自治县", "五团镇", "白水头村")}


def test_who_has_come_from_another_town_since_is_not_on_a_list_of_a_month_before(made, town, users):
    lived_elsewhere(town.person, FAR)
    lines, _ = made("work-monthly", period="2023-03")
    assert homes_of(town.person, lines) == set()
    users["staff"].divisions.add(FAR_TOWN)
    lines, _ = made("work-monthly", period="2023-03", division=FAR_TOWN)
    assert homes_of(town.person, lines) == {("城步苗族自治县", "丹口镇", "丹口村")}


def test_changes_of_a_past_month_stand_under_the_village_of_then(made, town):
    person = add_person(NEXT, 26, "龙后迁", joined_on=date(2023, 3, 2))
    lived_elsewhere(person, OWN)
    for village, expected in ((OWN, "1人"), (NEXT, "0人")):
        lines, _ = made("people-changes", period="2023-03", division=village)
        assert ["合计", expected] in [line[:2] for line in lines]


def test_who_left_and_came_back_in_one_month_stands_once_with_both(made, town):
    PersonChange.objects.all().delete()
    back = add_person(NEXT, 24, "龙回来", joined_on=date(2023, 3, 20))
    changed(back, "left_on", date(2023, 3, 20), was_on=date(2023, 3, 12))
    changed(back, "joined_on", date(2023, 3, 20), was_on=date(2021, 1, 1))
    lines, _ = made("people-changes", period="2023-03")
    assert lines[3][7:12] == ["3月12日退出；3月20日纳入", 1, 1, None, None]


def masked_number(person):
    number = person.id_number.plain
    return f"{number[:3]}{'*' * 11}{number[14:17]}*"


def test_trainees_stand_under_the_facts_of_their_class(made, town):
    course = TrainingClass.objects.within(town.profile.town).get()
    TrainingClass.objects.filter(pk=course.pk).update(institution="城步职校")
    Person.objects.filter(pk=town.person.pk).update(education="初中")
    lines, _ = made("trainees", subject=course.pk)
    assert lines[1][0] == "培训机构：城步职校　　　　工种班次：缝纫工（BJ01）　　　　开班日期：2021-11-01"
    heads = (
        "序号 姓名 性别 民族 文化程度 身份证号码 工种 工作单位 联系电话 证书类型 原技术等级 培训等级 证书编号 家庭地址"
    )
    assert lines[2] == heads.split()
    person = town.person
    jobs = "、".join(job.employer for job in person.employments.order_by("-started_on"))
    number, phone = str_masked(person)
    assert lines[3] == [
        1, person.name, person.gender, None, "初中", number, "缝纫工", jobs, phone, None, None, None, None, "白水头村",
    ]  # fmt: skip
    assert lines[4][0].startswith("填报单位（盖章）：五团镇")


def str_masked(person):
    """As pages show numbers to those who may reveal them."""
    phone = person.phone.plain
    return masked_number(person), f"{phone[:3]}****{phone[-4:]}"


def test_fairs_of_a_year_with_what_came_of_them(made, town):
    event = RecruitmentEvent.objects.within(town.profile.town).get()
    RecruitmentEvent.objects.filter(pk=event.pk).update(reached=120, place="镇广场")
    EventEmployer.objects.filter(event=event).update(agreed=4)
    Candidate.objects.filter(event=event).update(started_on=date(2023, 3, 20))
    own = ["五团镇", "春风行动", "现场招聘会", None, "镇广场", day(2023, 2, 20), 1, 20, 120, 4]
    lines, _ = made("fairs", period="2023")
    assert lines[3:5] == [[1, *own, 1, 1], ["合计", "1场", *[None] * 5, 1, 20, 120, 4, 1, 1]]
    Candidate.objects.filter(event=event).update(started_on=date(2023, 3, 21))
    Person.objects.filter(pk=town.person.pk).update(household=None)
    lines, _ = made("fairs", period="2023")
    assert lines[3] == [1, *own, 0, 0]
    lines, _ = made("fairs", period="2022")
    assert lines[3] == ["合计", "0场", *[None] * 5, 0, 0, 0, 0, 0, 0]


def test_workshops_with_who_works_there_on_the_day(made, town):
    Workshop.objects.filter(pk=town.workshop.pk).update(withdrawn_on=date(2023, 5, 1))
    jobs = Employment.objects.filter(workshop=town.workshop)
    workers = {job.person_id for job in jobs if job.covers(date(2023, 5, 20))}
    poor = [job for job in jobs if job.person.household_id and job.person.household.kind == "out_of_poverty"]
    lines, _ = made("workshops", period="2023-05-20")
    assert lines[1][0] == "填报单位（盖章）：五团镇　　　　截至：2023年5月20日"
    row = ["白水头村", "白水头车间", "厂房式", day(2022, 1, 1), None, day(2023, 5, 1), len(workers), len(poor)]
    assert lines[3:5] == [
        [1, *row, "白水头安置点"],
        ["合计", "1个", None, None, None, None, None, len(workers), len(poor), None],
    ]
    lines, _ = made("workshops", period="2021-12-31")
    assert lines[3] == ["合计", "0个", None, None, None, None, None, 0, 0, None]


def counted_by_hand(village, on, since):
    """What a month's report says of a village, counted person by person."""
    labor = [
        person
        for person in Person.objects.filter(village=village, left_on=None)
        if person.household and person.household.kind == "out_of_poverty" and 16 <= person.age(on) <= 59
        if person.capacity in ("ordinary", "skilled", "weak") and not person.schooling
    ]
    jobs = {person: list(person.employments.order_by("started_on")) for person in labor}
    now = {person: [job for job in own if job.covers(on)] for person, own in jobs.items()}
    newest = [own[-1] for own in now.values() if own]
    began = [person for person, own in jobs.items() if any(since <= job.started_on <= on for job in own)]
    over = {person for person, own in jobs.items() if any(job.ended_on and since <= job.ended_on <= on for job in own)}
    ended = [person for person in over if not now[person]]
    outside = [job for job in newest if job.channel == "other_province"]
    in_workshop = [job for job in newest if job.workshop_id]
    town = [job for job in newest if job.workshop_id]
    return [
        len(labor), len(newest), len(outside), 0, 0, len(town), len(newest) - len(outside) - len(town),
        len(in_workshop), 0, len(labor) - len(newest), len(began), len(ended),
    ]  # fmt: skip


@pytest.mark.parametrize(("month", "on", "since"), [
    ("2023-05", date(2023, 5, 20), date(2023, 5, 1)),
    ("2023-02", date(2023, 2, 28), date(2023, 2, 1)),
    ("2023-01", date(2023, 1, 31), date(2023, 1, 1)),
    ("2022-03", date(2022, 3, 31), date(2022, 3, 1)),
])  # fmt: skip
def test_the_months_report_counts_the_labor_of_each_village(made, town, month, on, since):
    Person.objects.filter(pk=town.people[NEXT].pk).update(household=town.household)
    Employment.objects.filter(person=town.people[NEXT]).update(ended_on=date(2023, 2, 10))
    lines, _ = made("work-by-village", period=month)
    rows = [counted_by_hand(village, on, since) for village in (OWN, NEXT)]
    assert lines[3:6] == [
        [1, "白水头村", *rows[0]],
        [2, "木瓜村", *rows[1]],
        ["合计", "2个村", *map(sum, zip(*rows, strict=True))],
    ]
    assert lines[0][0] == f"{int(month[:4])}年{int(month[5:])}月务工情况月报"


def test_the_months_monitoring_has_a_line_for_each_job_of_those_who_are_helped(made, town):
    lines, sheet = made("work-monthly", period="2023-03", numbers="whole", reason="录入全国系统")
    number = town.person.id_number.plain
    own = ["城步苗族自治县", "五团镇", "白水头村", "H1", town.person.name, number, "脱贫户", None, "是"]
    workshop = ["2022年03月", None, "五团镇", "白水头车间", None, 2800, "帮扶车间", None, None]
    far = ["2023年02月", None, "外地", "虎门制衣厂", "制造业", 5200, "省外务工", None, None]
    assert lines[3:6] == [[1, *own, *workshop], [2, *own, *far], filled(["合计", "2条"], 19)]
    assert sheet.cell(4, 7).data_type == "s"
    Employment.objects.filter(employer="虎门制衣厂").update(ended_on=date(2023, 2, 28))
    lines, _ = made("work-monthly", period="2023-03")
    assert [line[1] for line in lines[3:5]] == ["城步苗族自治县", "1条"]


def test_the_three_lists_are_those_of_their_pages(made, town):
    """The cases of the pages have tests of their own: tests/platforms/test_three_lists.py."""
    lines, _ = made("supply", period="2023-05-20")
    assert lines[2] == ["序号", *[column.heading for column in official_lists()["supply"].columns]]
    lines, _ = made("placed", period="2023-05-20")
    number, phone = str_masked(town.person)
    assert lines[3] == [
        1, "白水头村", town.person.name, number, phone, None, "外地", "虎门制衣厂", None, day(2023, 2, 8), 5200,
        None, None, None, None, None, None, "在岗", None, None, None, None,
    ]  # fmt: skip
    lines, _ = made("demand", period="2023-05-20")
    assert lines[3][0] == "合计"


def test_a_list_of_a_village_has_its_rows_alone(made, town):
    lines, _ = made("work-by-village", period="2023-05", division=NEXT)
    assert [line[1] for line in lines[3:5]] == ["木瓜村", "1个村"]
    assert lines[1][0].startswith("填报单位（盖章）：木瓜村")


def test_a_village_that_was_dissolved_is_in_no_later_report(made, town):
    Village.objects.filter(pk=NEXT).update(stopped_on=date(2023, 4, 1))
    lines, _ = made("work-by-village", period="2023-05")
    assert [line[1] for line in lines[3:5]] == ["白水头村", "1个村"]
