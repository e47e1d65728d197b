"""An importer writes inside the divisions given to them, and learns nothing of the others."""

import pytest

from labor.models import Employment, Household, Person, Verification
from ledger import matching
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
    assert reasons(report) == {matching.OUTSIDE}


def test_a_fact_belongs_to_its_persons_town(imported):
    imported(TOWN)
    report = imported({"信息核实": [CHECKS, [PERSON, "2023-03-01", "电话", "无变化"]]}, divisions=NEXT)
    assert places(report) == {("信息核实", 2, "证件号码")}
    assert not Verification.objects.exists()


def test_nobody_is_taken_from_another_town(imported):
    imported(TOWN)
    report = imported({"劳动力": [PEOPLE[0], person(village=OTHER_TOWN_VILLAGE)]}, divisions=NEXT)
    assert places(report) == {("劳动力", 2, "证件号码")}
    assert reasons(report) == {matching.STORED_OUTSIDE}
    assert Person.objects.get().village_id == VILLAGE


def test_nobody_is_sent_to_another_town(imported):
    imported(TOWN)
    report = imported({"劳动力": [PEOPLE[0], person(village=OTHER_TOWN_VILLAGE)]}, divisions=HOME)
    assert reasons(report) == {matching.OUTSIDE}


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
    assert reasons(imported({"农户": late}, divisions=NEXT)) == {matching.STORED_OUTSIDE}


def test_a_number_that_another_towns_workshop_bears_is_taken(imported):
    imported({"村社区": VILLAGES, "帮扶车间": [WORKSHOPS, ["CJ01", "甲", VILLAGE, "厂房式", "2021-01-01"]]})
    mine = {"帮扶车间": [WORKSHOPS, ["CJ01", "乙", OTHER_TOWN_VILLAGE, "厂房式", "2021-01-01"]]}
    assert places(imported(mine, divisions=NEXT)) == {("帮扶车间", 2, "车间编号")}
    assert Workshop.objects.get().name == "甲"


def test_ones_own_people_may_work_in_a_workshop_of_the_next_town(imported):
    workshop = [WORKSHOPS, ["CJ01", "甲", OTHER_TOWN_VILLAGE, "厂房式", "2021-01-01"]]
    imported({**TOWN, "帮扶车间": workshop})
    job = [PERSON, "2023-01-01", "甲", "帮扶车间", "丹口镇", "CJ01"]
    assert imported({"就业记录": [JOBS, job]}, divisions=HOME).written
    assert Employment.objects.get().workshop.code == "CJ01"


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
