"""What an import does to what is stored, and what it refuses."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.models import RelocationSite, Village
from labor.models import Employment, Household, JobSeekingCase, Person, PersonAlias, Verification
from ledger import importing, staging
from ledger.columns import MISSING, REFUSED
from ledger.matching import SheetChanges
from ledger.models import ImportBatch
from ledger.sheets import SHEETS_BY_MODEL
from oversight.models import PolicyPayment, SupervisionTask
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

TASKS = ["任务编号", "镇代码", "来源", "事项", "交办日期", "整改时限", "完成日期"]
WORKSHOPS = ["车间编号", "车间名称", "村代码", "类型", "认定日期"]
JOBS = ["证件号码", "开始日期", "单位名称", "就业渠道", "就业地"]
POLICIES = ["政策编号", "镇代码", "政策名称", "年度", "落实时限"]
CHECKS = ["证件号码", "核实日期", "核实方式", "核实结果"]

pytestmark = pytest.mark.django_db


def task(code="D1", done="", due="2023-05-31"):
    return [code, "430529104", "县", "事项", "2023-01-01", due, done]


def test_any_refused_cell_means_that_nothing_is_written(imported):
    report = imported({**TOWN, "农户": [*HOUSEHOLDS, ["H2", "户主", VILLAGE, "贫困户"]]})
    assert places(report) == {("农户", 3, "户类型")}
    assert not report.written
    assert not Village.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_partial_import_takes_the_good_rows(imported):
    report = imported({**TOWN, "农户": [*HOUSEHOLDS, ["H2", "户主", VILLAGE, "贫困户"]]}, partial=True)
    assert report.written
    assert list(Household.objects.values_list("code", flat=True)) == ["H1"]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(imported):
    report = imported(TOWN, dry_run=True)
    assert report.sheets["劳动力"].added == 1
    assert not report.written
    assert not Person.objects.exists()


def test_a_blank_cell_leaves_what_is_stored_as_an_absent_column_does(imported):
    imported({"督办整改": [[*TASKS, "责任人"], [*task(done="2023-05-01"), "张三"]]})
    report = imported({"督办整改": [TASKS, task()]})
    stored = SupervisionTask.objects.get()
    assert (stored.completed_on, stored.responsible) == (date(2023, 5, 1), "张三")
    assert report.sheets["督办整改"].unchanged == 1


def test_what_no_column_says_is_left_alone(imported):
    """What somebody would like to do is no matter of the ledger."""
    sheet = [["证件号码", "登记日期", "是否有就业意愿"], [PERSON, "2023-05-01", "是"]]
    imported({**TOWN, "求职登记": sheet})
    JobSeekingCase.objects.update(wished_area="county", wished_wage=3000, skills="缝纫")
    imported({"求职登记": [sheet[0], [PERSON, "2023-05-01", "否"]]})
    case = JobSeekingCase.objects.get()
    assert (case.willing, case.wished_area, case.wished_wage, case.skills) == (False, "county", 3000, "缝纫")
    assert case.history.first().skills == "缝纫"


def test_a_row_that_says_the_same_changes_nothing_and_leaves_no_history(imported):
    imported({"督办整改": [TASKS, task()]})
    report = imported({"督办整改": [TASKS, task()]})
    assert report.sheets["督办整改"].unchanged == 1
    assert SupervisionTask.history.count() == 1


def test_history_says_what_changed_and_by_which_batch(imported):
    imported({"督办整改": [TASKS, task()]})
    imported({"督办整改": [TASKS, task(done="2023-05-01")]})
    latest, first = SupervisionTask.history.order_by("-history_id")
    assert (first.history_type, latest.history_type) == ("+", "~")
    assert latest.history_change_reason == ImportBatch.objects.first().history_reason
    assert [change.field for change in latest.diff_against(first).changes] == ["completed_on"]


def test_the_same_key_with_other_contents_refuses_all_its_rows(imported):
    report = imported({"督办整改": [TASKS, task(), task(done="2023-05-01"), task("D2")]}, partial=True)
    assert places(report) == {("督办整改", 2, "任务编号"), ("督办整改", 3, "任务编号")}
    assert list(SupervisionTask.objects.values_list("code", flat=True)) == ["D2"]


def test_a_row_repeated_to_the_letter_counts_as_unchanged(imported):
    report = imported({"督办整改": [TASKS, task(), task()]})
    assert vars(report.sheets["督办整改"]) == {"rows": 2, "added": 1, "changed": 0, "unchanged": 1, "refused": 0}


def test_a_person_known_by_two_spellings_of_one_number_is_one_person(imported):
    people = [PEOPLE[0], person(), person("430599850505001", name="另名")]
    assert places(imported({**TOWN, "劳动力": people})) == {("劳动力", 3, "证件号码"), ("劳动力", 2, "证件号码")}


def test_what_refers_to_a_refused_row_is_refused_even_if_that_row_is_stored(imported):
    imported(TOWN)
    report = imported(
        {
            "劳动力": [PEOPLE[0], person(name="")],
            "信息核实": [CHECKS, [PERSON, "2023-03-01", "电话", "无变化"]],
        }
    )
    assert places(report) == {("劳动力", 2, "姓名"), ("信息核实", 2, "证件号码")}


def test_a_number_and_a_village_that_nobody_knows_are_refused_where_they_stand(imported):
    report = imported(
        {
            "村社区": [*VILLAGES, ["430529999201", "无此镇", "是"]],
            "农户": [HOUSEHOLDS[0], ["H1", "户主", "430529104299", "脱贫户"]],
            "督办整改": [TASKS, [*task()[:1], "4305291", *task()[2:]]],
        }
    )
    assert places(report) == {("村社区", 4, "村代码"), ("农户", 2, "村代码"), ("督办整改", 2, "镇代码")}


def test_sheets_may_stand_in_any_order(imported):
    assert not imported(dict(reversed(TOWN.items()))).errors


def test_people_move_between_towns_with_their_facts(imported):
    jobs = [JOBS, [PERSON, "2023-01-01", "厂", "县内务工", "五团镇"]]
    imported({**TOWN, "就业记录": jobs})
    report = imported(
        {
            "劳动力": [PEOPLE[0], person(village=OTHER_TOWN_VILLAGE)],
            "就业记录": [*jobs, [PERSON, "2023-02-01", "厂二", "县内务工", "五团镇"]],
        }
    )
    assert not report.errors
    assert Person.objects.get().village_id == OTHER_TOWN_VILLAGE
    assert Employment.objects.within("430529103").count() == 2


def test_a_workshop_never_moves_to_another_town_by_import(imported):
    imported({"村社区": VILLAGES, "帮扶车间": [WORKSHOPS, ["CJ01", "甲", VILLAGE, "厂房式", "2021-01-01"]]})
    report = imported(
        {"帮扶车间": [WORKSHOPS, ["CJ01", "乙", OTHER_TOWN_VILLAGE, "厂房式", "2021-01-01"]]}, partial=True
    )
    assert places(report) == {("帮扶车间", 2, "车间编号")}
    assert Workshop.objects.get().name == "甲"


def test_an_end_before_a_stored_beginning_is_refused_when_the_beginning_is_not_in_the_file(imported):
    columns = [*HOUSEHOLDS[0], "监测对象类别", "识别日期"]
    imported({**TOWN, "农户": [columns, [*HOUSEHOLDS[1], "边缘易致贫户", "2023-05-01"]]})
    report = imported({"农户": [[*HOUSEHOLDS[0], "风险消除日期"], [*HOUSEHOLDS[1], "2023-04-30"]]})
    assert places(report) == {("农户", 2, "风险消除日期")}


def test_a_former_identity_number_finds_the_person(imported):
    imported(TOWN)
    PersonAlias.objects.create(id_number="430599198505050026", person=Person.objects.get())
    report = imported({"信息核实": [CHECKS, ["430599198505050026", "2023-03-01", "电话", "无变化"]]})
    assert not report.errors
    assert Verification.objects.get().person.id_number == PERSON


def test_a_payment_to_a_former_number_is_one_to_the_person(imported):
    imported(TOWN)
    PersonAlias.objects.create(id_number="430599198505050026", person=Person.objects.get())
    policy = [POLICIES, ["Z1", "430529104", "补助", 2023, "2023-12-31"]]
    payments = [["政策编号", "对象编号", "应兑现日期"], ["Z1", "430599198505050026", "2023-10-01"]]
    assert not imported({"政策落实": policy, "政策兑现": payments}).errors
    assert PolicyPayment.objects.get().subject_code == PERSON


def test_importing_the_key_of_a_voided_row_revives_it(imported, django_assert_max_num_queries):
    imported({"督办整改": [TASKS, task()]})
    SupervisionTask.objects.update(voided_at="2023-06-01T00:00Z", void_reason="录错")
    assert not SupervisionTask.objects.exists()
    assert imported({"督办整改": [TASKS, task()]}).sheets["督办整改"].changed == 1
    assert SupervisionTask.objects.get().void_reason == ""


def test_a_payment_finds_its_subject_among_people_households_and_workshops(imported):
    report = imported(
        {
            **TOWN,
            "政策落实": [
                ["政策编号", "镇代码", "政策名称", "年度", "落实时限"],
                ["Z1", "430529104", "补助", 2023, "2023-12-31"],
            ],
            "政策兑现": [
                ["政策编号", "对象编号", "应兑现日期"],
                ["Z1", "430599850505001", "2023-10-01"],
                ["Z1", "H1", "2023-10-01"],
                ["Z1", "无此对象", "2023-10-01"],
            ],
        },
        partial=True,
    )
    assert places(report) == {("政策兑现", 4, "对象编号")}
    assert set(PolicyPayment.objects.values_list("subject_kind", flat=True)) == {"person", "household"}


def test_a_workplace_gets_its_division_only_where_the_name_tells_one(imported):
    names = {"330782": "330782", "五团镇": "430529104", "鼓楼区": None, "月球": None}
    rows = [[PERSON, f"2023-01-{day:02}", "厂", "县内务工", name] for day, name in enumerate(names, 1)]
    imported({**TOWN, "就业记录": [JOBS, *rows]})
    assert dict(Employment.objects.values_list("workplace", "workplace_division_id")) == names


def test_unknown_columns_and_sheets_are_kept_out_and_named(imported):
    report = imported({**TOWN, "农户": [[*HOUSEHOLDS[0], "备注"], [*HOUSEHOLDS[1], "x"]], "随手记": [["a"]]})
    assert report.unknown == {"农户": ["备注"], "随手记": []}


def test_a_header_that_stands_twice_counts_once(imported):
    imported({**TOWN, "农户": [[*HOUSEHOLDS[0], "户主姓名"], [*HOUSEHOLDS[1], "另一个"]]})
    assert Household.objects.get().head_name == "户主"


def test_rows_with_nothing_in_known_columns_are_skipped(imported):
    rows = [[*HOUSEHOLDS[0], "序号"], [*HOUSEHOLDS[1], 1], ["", "", "\u3000", "", 2]]
    assert imported({**TOWN, "农户": rows}).sheets["农户"].rows == 1


def test_row_numbers_are_those_of_the_file(imported):
    rows = [["五团镇台账"], [], HOUSEHOLDS[0], [], ["H9", "户主", VILLAGE, "贫困户"]]
    assert places(imported({**TOWN, "农户": rows, "劳动力": [PEOPLE[0]]})) == {("农户", 5, "户类型")}


def test_a_missing_required_column_is_an_error_of_the_sheet(imported):
    report = imported({"安置点": [["安置点编号", "安置点名称", "村代码", "安置人数"], ["A1", "点", VILLAGE, 60]]})
    assert places(report) == {("安置点", None, "启用日期")}
    assert "安置点" not in report.sheets
    assert not RelocationSite.objects.exists()


@pytest.fixture
def meanwhile(monkeypatch):
    """Have something done between an import's matching and its writing, so many times."""

    def do(deed, times=1):
        left, stage = [deed] * times, importing.stage

        def staged(changes):
            if left:
                left.pop()()
            return stage(changes)

        monkeypatch.setattr(importing, "stage", staged)

    return do


def test_somebody_who_adds_the_same_record_meanwhile_makes_it_start_over(imported, meanwhile):
    days = {"assigned_on": "2023-01-01", "due_on": "2023-05-31"}
    meanwhile(
        lambda: SupervisionTask.objects.create(code="D1", town_id="430529104", source="县", matter="别的", **days)
    )
    report = imported({"督办整改": [TASKS, task(), task("D2")]})
    assert vars(report.sheets["督办整改"]) == {"rows": 2, "added": 1, "changed": 1, "unchanged": 0, "refused": 0}
    assert SupervisionTask.objects.get(code="D1").matter == "事项"
    assert ImportBatch.objects.count() == 1


def test_when_that_never_ends_it_gives_up_and_leaves_nothing(imported, meanwhile):
    def refuse():
        raise IntegrityError

    meanwhile(refuse, times=importing.ATTEMPTS)
    with pytest.raises(IntegrityError):
        imported({"督办整改": [TASKS, task()]})
    assert not ImportBatch.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_rows(workbook, divisions, django_assert_max_num_queries):
    from ledger.importing import import_ledger

    numbers = [f"T{number}" for number in range(3000)]
    path = workbook({"督办整改": [TASKS, *[task(number) for number in numbers]]})
    with django_assert_max_num_queries(40):
        import_ledger(path)
    assert SupervisionTask.objects.count() == 3000


def test_new_rows_are_numbered_after_those_there_are_in_the_order_of_the_file(imported):
    for codes in (("D3", "D1", "D2"), ("D5", "D4")):
        imported({"督办整改": [TASKS, *map(task, codes)]})
    numbers, codes = zip(*SupervisionTask.objects.order_by("pk").values_list("pk", "code"), strict=True)
    assert codes == ("D3", "D1", "D2", "D5", "D4")
    assert numbers == tuple(range(numbers[0], numbers[0] + 5))
    assert numbers[0] > 0
    days = {"assigned_on": "2023-01-01", "due_on": "2023-05-31"}
    assert (
        SupervisionTask.objects.create(code="D6", town_id="430529104", source="县", matter="别的", **days).pk
        > numbers[-1]
    )


def test_what_an_import_that_broke_off_has_left_is_in_nobodys_way(divisions):
    change = SheetChanges(SHEETS_BY_MODEL[SupervisionTask], ("code",), added=[(-1, "D1")])
    importing.stage([change])
    (staged,) = importing.stage([change])
    assert staged.table == "staged_oversight_supervisiontask"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM staged_oversight_supervisiontask")
        assert cursor.fetchone() == (1,)
    staged.drop()


def test_an_import_leaves_no_table_behind(imported):
    imported({"督办整改": [TASKS, task()]})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM staged_oversight_supervisiontask")


def test_a_line_of_postgresqls_copy_keeps_blanks_tabs_and_breaks():
    assert staging._copy_line((7, None, "", "甲\t乙\n丙\r丁\\")) == "7\t\\N\t\t甲\\t乙\\n丙\\r丁\\\\\n"


def test_a_former_number_in_the_list_of_people_is_the_same_person(imported):
    imported(TOWN)
    PersonAlias.objects.create(id_number="430599198505050026", person=Person.objects.get())
    report = imported({"劳动力": [PEOPLE[0], person("430599198505050026", name="试一一")]})
    assert (report.sheets["劳动力"].added, report.sheets["劳动力"].changed) == (0, 1)
    assert (Person.objects.get().id_number, Person.objects.get().name) == (PERSON, "试一一")


def test_rows_of_one_key_are_named_by_their_first_five_lines(imported):
    report = imported({"督办整改": [TASKS, *[task(done=f"2023-05-0{day}") for day in range(1, 8)]]})
    assert {error.message for error in report.errors} == {"同一记录在本表出现多次且内容不同（第 2、3、4、5、6 行）"}


def test_a_row_refused_between_good_ones_stops_nothing(imported):
    """Nor does one repeated to the letter."""
    rows = [task("D1"), task("D1"), task("D2")]
    assert vars(imported({"督办整改": [TASKS, *rows]}).sheets["督办整改"]) == {
        "rows": 3, "added": 2, "changed": 0, "unchanged": 1, "refused": 0
    }  # fmt: skip


def test_what_names_a_refused_row_is_told_so_and_what_names_nothing_otherwise(imported):
    checks = [[number, "2023-03-01", "电话", "无变化"] for number in (PERSON, "430599198505050026")]
    report = imported({**TOWN, "劳动力": [PEOPLE[0], person(name="")], "信息核实": [CHECKS, *checks]})
    told = {error.row: error.message for error in report.errors if error.sheet == "信息核实"}
    assert told == {2: REFUSED, 3: MISSING}


def test_what_is_refused_as_a_whole_is_refused_at_the_first_bold_column(imported):
    jobs = [JOBS, [PERSON, "2023-01-01", "厂", "县内务工", "五团镇"]]
    imported({**TOWN, "就业记录": jobs}, divisions=None)
    report = imported({"就业记录": [JOBS, [PERSON, "2023-01-01", "厂", "县内务工", "城步"]]}, divisions=["430529103"])
    assert places(report) == {("就业记录", 2, "证件号码")}


def payments_to(*subjects):
    policy = [POLICIES, ["Z1", "430529104", "补助", 2023, "2023-12-31"]]
    header = ["政策编号", "对象编号", "应兑现日期", "金额"]
    return {
        "政策落实": policy,
        "政策兑现": [header, *[["Z1", subject, "2023-10-01", amount] for subject, amount in subjects]],
    }


def test_a_payment_to_somebody_refused_in_the_same_file_is_told_so(imported):
    report = imported({**TOWN, "劳动力": [PEOPLE[0], person(name="")], **payments_to((PERSON, 100))})
    assert [error.message for error in report.errors if error.sheet == "政策兑现"] == [REFUSED]


def test_a_payment_stays_one_to_the_workshop_where_a_household_has_its_number(imported):
    """The file tells the number alone."""
    imported({**TOWN, **payments_to(("H1", 100))})
    PolicyPayment.objects.update(subject_kind="workshop")
    imported(payments_to(("H1", 200)))
    payment = PolicyPayment.objects.get()
    assert (payment.subject_kind, payment.amount) == ("workshop", 200)
