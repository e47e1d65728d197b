"""An importer writes inside the divisions given to them, and learns nothing of the others."""

import pytest

from labor.models import Employment, Household, Person, Verification
from ledger import reach
from ledger.columns import MISSING
from oversight.models import SupervisionTask
from tests.ledger.builders import (
    HOUSEHOLDS,
    OTHER_TOWN_VILLAGE,
    PEOPLE,
    PERSON,
    TOWN,
    VILLAGE,
    VILLAGES,
    person,
    places,
)
from workshops.models import Workshop

HOME, NEXT = ["430529104"], ["430529103"]
OWN_VILLAGES = VILLAGES[:2]
CHECKS = ["证件号码", "核实日期", "核实方式", "核实结果"]
TASKS = ["任务编号", "镇代码", "来源", "事项", "交办日期", "整改时限"]
WORKSHOPS = ["车间编号", "车间名称", "村代码", "类型", "认定日期"]
JOBS = ["证件号码", "开始日期", "单位名称", "就业渠道", "就业地", "车间编号"]
SITES = ["安置点编号", "安置点名称", "村代码", "安置人数", "启用日期"]
EXPORTS = ["输出编号", "镇代码", "活动名称", "活动日期", "输出地", "输入地", "参加人数", "其中脱贫劳动力人数"]
POLICIES = ["政策编号", "镇代码", "政策名称", "年度", "落实时限"]
PAYMENTS = ["政策编号", "对象编号", "应兑现日期"]
CLASSES = ["班级编号", "镇代码", "培训类别", "培训工种", "开班日期"]
POSTS = ["岗位编号", "村代码", "岗位类型", "用人单位", "证件号码", "合同开始日期", "合同终止日期", "月补贴"]
ELSEWHERE = "430599198505050042"

pytestmark = pytest.mark.django_db


def task(town):
    return [TASKS, ["D1", town, "县", "事项", "2023-01-01", "2023-05-31"]]


def reasons(report):
    return {error.message for error in report.errors}


def test_ones_own_town_is_written(imported):
    assert imported({**TOWN, "村社区": OWN_VILLAGES}, divisions=HOME).written


def test_rows_of_another_town_are_refused_at_the_first_bold_column(imported):
    households = [*HOUSEHOLDS, ["H2", "户主", OTHER_TOWN_VILLAGE, "脱贫户"]]
    report = imported({**TOWN, "农户": households, "督办整改": task("430529103")}, divisions=HOME, partial=True)
    assert places(report) == {("村社区", 3, "村代码"), ("农户", 3, "村代码"), ("督办整改", 2, "任务编号")}
    assert list(Household.objects.values_list("code", flat=True)) == ["H1"]
    assert not SupervisionTask.objects.exists()


def test_a_stored_village_of_another_town_takes_no_rows(imported):
    imported({"村社区": VILLAGES})
    report = imported({"农户": [HOUSEHOLDS[0], ["H2", "户主", OTHER_TOWN_VILLAGE, "脱贫户"]]}, divisions=HOME)
    assert places(report) == {("农户", 2, "户编号")}
    assert reasons(report) == {reach.OUTSIDE}


def test_a_fact_belongs_to_its_persons_town(imported):
    imported(TOWN)
    report = imported({"信息核实": [CHECKS, [PERSON, "2023-03-01", "电话", "无变化"]]}, divisions=NEXT)
    assert places(report) == {("信息核实", 2, "证件号码")}
    assert not Verification.objects.exists()


def test_nobody_is_taken_from_another_town(imported):
    imported(TOWN)
    taken = {"劳动力": [PEOPLE[0], person(village=OTHER_TOWN_VILLAGE, household="")]}
    report = imported(taken, divisions=NEXT)
    assert places(report) == {("劳动力", 2, "证件号码")}
    assert reasons(report) == {reach.STORED_OUTSIDE}
    assert Person.objects.get().village_id == VILLAGE


def test_nobody_is_sent_to_another_town(imported):
    imported(TOWN)
    report = imported({"劳动力": [PEOPLE[0], person(village=OTHER_TOWN_VILLAGE)]}, divisions=HOME)
    assert reasons(report) == {reach.OUTSIDE}


def test_whoever_holds_both_towns_moves_people(imported):
    imported(TOWN)
    assert imported({"劳动力": [PEOPLE[0], person(village=OTHER_TOWN_VILLAGE)]}, divisions=["430529"]).written
    assert Person.objects.get().village_id == OTHER_TOWN_VILLAGE


def test_a_row_equal_to_what_another_town_stores_is_refused_like_any_other(imported):
    imported(TOWN)
    alike = imported({"劳动力": PEOPLE}, divisions=NEXT, dry_run=True)
    other = imported({"劳动力": [PEOPLE[0], person(name="别名")]}, divisions=NEXT, dry_run=True)
    assert [vars(error) for error in alike.errors] == [vars(error) for error in other.errors]
    assert vars(alike.sheets["劳动力"]) == {"rows": 1, "added": 0, "changed": 0, "unchanged": 0, "refused": 1}


def test_a_contradiction_with_days_that_another_town_stores_is_not_told(imported):
    columns = [*HOUSEHOLDS[0], "监测对象类别", "识别日期"]
    imported({**TOWN, "农户": [columns, [*HOUSEHOLDS[1], "边缘易致贫户", "2023-05-01"]]})
    late = [[*HOUSEHOLDS[0], "风险消除日期"], ["H1", "户主", OTHER_TOWN_VILLAGE, "脱贫户", "2023-04-30"]]
    assert reasons(imported({"农户": late}, divisions=NEXT)) == {reach.STORED_OUTSIDE}


def test_a_number_that_another_towns_workshop_bears_is_taken(imported):
    imported({"村社区": VILLAGES, "帮扶车间": [WORKSHOPS, ["CJ01", "甲", VILLAGE, "厂房式", "2021-01-01"]]})
    mine = {"帮扶车间": [WORKSHOPS, ["CJ01", "乙", OTHER_TOWN_VILLAGE, "厂房式", "2021-01-01"]]}
    assert places(imported(mine, divisions=NEXT)) == {("帮扶车间", 2, "车间编号")}
    assert Workshop.objects.get().name == "甲"


@pytest.fixture
def two_towns(imported):
    """One of everything that a row may name, here and in the next town: HERE and THERE."""
    villages = {"HERE": VILLAGE, "THERE": OTHER_TOWN_VILLAGE}
    towns = {"HERE": HOME[0], "THERE": NEXT[0]}
    ids = {"HERE": PERSON, "THERE": ELSEWHERE}
    assert imported(
        {
            "村社区": VILLAGES,
            "安置点": [SITES, *([f"A-{at}", "点", village, 60, "2019-01-01"] for at, village in villages.items())],
            "农户": [HOUSEHOLDS[0], *([f"H-{at}", "户主", village, "脱贫户"] for at, village in villages.items())],
            "劳动力": [PEOPLE[0], *(person(ids[at], "试一", villages[at], f"H-{at}") for at in ids)],
            "帮扶车间": [WORKSHOPS, *([f"C-{at}", "甲", v, "厂房式", "2021-01-01"] for at, v in villages.items())],
            "劳务输出": [EXPORTS, *([f"S-{at}", t, "输出", "2023-02-01", "甲", "乙", 9, 5] for at, t in towns.items())],
            "政策落实": [POLICIES, *([f"Z-{at}", town, "补助", 2023, "2023-12-31"] for at, town in towns.items())],
            "培训班": [CLASSES, *([f"B-{at}", t, "创业培训", "种植", "2023-03-01"] for at, t in towns.items())],
        }
    ).written


#: Rows of the home town that name something of the next one, each with the column that names it.
REACHING = {
    "农户 安置点编号": ("农户", [*HOUSEHOLDS[0], "安置点编号"], ["H9", "户主", VILLAGE, "脱贫户", "A-THERE"]),
    "劳动力 户编号": ("劳动力", PEOPLE[0], person("430599198505050026", household="H-THERE")),
    "信息核实 证件号码": ("信息核实", CHECKS, [ELSEWHERE, "2023-03-01", "电话", "无变化"]),
    "就业记录 车间编号": ("就业记录", JOBS, [PERSON, "2023-01-01", "甲", "帮扶车间", "丹口镇", "C-THERE"]),
    "就业记录 输出编号": (
        "就业记录", [*JOBS[:5], "输出编号"], [PERSON, "2023-01-01", "甲", "省外务工", "广东省", "S-THERE"],
    ),
    "户帮扶措施 户编号": ("户帮扶措施", ["户编号", "帮扶日期", "措施"], ["H-THERE", "2023-03-01", "推荐就业"]),
    "车间检查 车间编号": ("车间检查", ["车间编号", "检查日期", "检查结果"], ["C-THERE", "2023-03-01", "符合"]),
    "政策兑现 政策编号": ("政策兑现", PAYMENTS, ["Z-THERE", PERSON, "2023-10-01"]),
    "政策兑现 对象编号": ("政策兑现", PAYMENTS, ["Z-HERE", ELSEWHERE, "2023-10-01"]),
    "参训记录 班级编号": ("参训记录", ["班级编号", "证件号码"], ["B-THERE", PERSON]),
    "公益性岗位 证件号码": (
        "公益性岗位", POSTS, ["G9", VILLAGE, "保洁", "村", ELSEWHERE, "2023-01-01", "2023-12-31", 800],
    ),
}  # fmt: skip
NOWHERE = {ELSEWHERE: "430599198505050034"}


@pytest.mark.parametrize("named", REACHING)
def test_what_another_town_has_is_answered_like_what_nobody_has(two_towns, imported, named):
    sheet, header, row = REACHING[named]
    nowhere = [NOWHERE.get(cell, str(cell).replace("THERE", "NOWHERE")) for cell in row]
    there, none = (imported({sheet: [header, each]}, divisions=HOME, partial=True) for each in (row, nowhere))
    assert [(error.column, error.message) for error in there.errors] == [(named.split()[1], MISSING)]
    assert [(error.row, error.column, error.message) for error in there.errors] == [
        (error.row, error.column, error.message) for error in none.errors
    ]
    assert (there.sheets, there.effects) == (none.sheets, none.effects)
    here = [PERSON if cell == ELSEWHERE else str(cell).replace("THERE", "HERE") for cell in row]
    assert imported({sheet: [header, here]}, divisions=HOME, dry_run=True).errors == []
    assert imported({sheet: [header, row]}, dry_run=True).errors == []


def test_whether_a_village_elsewhere_is_registered_is_not_told(imported):
    imported({"村社区": VILLAGES})
    villages = (OTHER_TOWN_VILLAGE, "430529103206")
    there, none = (imported({"农户": [HOUSEHOLDS[0], ["H9", "户主", v, "脱贫户"]]}, divisions=HOME) for v in villages)
    assert [vars(error) for error in there.errors] == [vars(error) for error in none.errors]


def test_what_a_row_of_ones_own_names_already_stays_named(two_towns, imported):
    """A job in the next town's workshop, which the county wrote, comes back with one's own ledger."""
    job = [PERSON, "2023-01-01", "甲", "帮扶车间", "丹口镇", "C-THERE"]
    assert imported({"就业记录": [JOBS, job]}).written
    assert imported({"就业记录": [JOBS, job]}, divisions=HOME).sheets["就业记录"].unchanged == 1
    assert Employment.objects.get().workshop.code == "C-THERE"


def test_a_village_may_be_all_that_an_importer_holds(imported):
    imported(TOWN)
    check = {"信息核实": [CHECKS, [PERSON, "2023-03-01", "电话", "无变化"]]}
    assert imported(check, divisions=[VILLAGE]).written
    assert not imported(check, divisions=["430529104205"], partial=True).sheets["信息核实"].unchanged


def test_without_a_division_nothing_is_written(imported):
    assert imported({"村社区": OWN_VILLAGES}, divisions=[], partial=True).sheets["村社区"].refused == 1


def test_a_row_repeated_to_the_letter_is_refused_with_the_one_it_repeats(imported):
    report = imported({"督办整改": [*task("430529103"), task("430529103")[1]]}, divisions=HOME)
    assert places(report) == {("督办整改", 2, "任务编号"), ("督办整改", 3, "任务编号")}
    assert report.sheets["督办整改"].unchanged == 0


def test_a_watcher_is_told_how_far_an_import_has_come(workbook, divisions):
    from ledger.importing import Watcher, import_ledger

    class Notes(Watcher):
        def __init__(self):
            self.told = []

        def reached(self, stage, done, total):
            self.told.append((stage, done, total))

        def written(self, report, batch):
            self.told.append((report.sheets["农户"].added, batch.file_name))

    notes = Notes()
    import_ledger(workbook(TOWN), watcher=notes, file_name="台账.xlsx")
    stages = [(stage, done, 3) for stage in ("读取", "检查") for done in range(3)]
    assert notes.told == [*stages, ("写入", 0, 3), (1, "台账.xlsx")]


def test_a_payment_of_ones_own_policy_stays_with_whom_it_names(two_towns, imported):
    payment = {"政策兑现": [PAYMENTS, ["Z-HERE", ELSEWHERE, "2023-10-01"]]}
    assert imported(payment).written
    assert imported(payment, divisions=HOME).sheets["政策兑现"].unchanged == 1
