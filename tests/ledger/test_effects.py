"""What a file does to stored values is told before it is written: what is taken back, emptied, renamed, moved."""

import io
import json
from datetime import datetime

import pytest
from django.core.management import call_command

from core.actor import acting_as
from labor.models import Employment, Household, Person
from ledger.importing import import_ledger
from ledger.report import EffectKind, shown
from tests.ledger.builders import HOUSEHOLDS, OWN_TOWN, PEOPLE, PERSON, VILLAGE, person

SECOND = "430599198505050026"
JOBS = ["证件号码", "开始日期", "单位名称", "就业渠道", "就业地", "结束日期"]
NEXT_VILLAGE = ["430529104205", "蜡里村", "否"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(imported):
    """The home town with two villages, two households and two people."""
    households = [*HOUSEHOLDS, ["H2", "另户", VILLAGE, "脱贫户"]]
    people = [[*PEOPLE[0], "联系电话"], [*person(), "15400001302"], [*person(SECOND, "龙妹"), ""]]
    imported({"村社区": [*OWN_TOWN["村社区"], NEXT_VILLAGE], "农户": households, "劳动力": people})


def told(report, *kinds):
    """What a report tells of certain kinds: (row, column, stored, value)."""
    return [(e.row, e.column, e.stored, e.value) for e in report.effects if e.kind in kinds]


def test_nothing_is_told_of_rows_that_are_new_or_say_the_same(town, imported):
    assert imported({"劳动力": [PEOPLE[0], person(), person("430599198505050034")]}).effects == []


def test_a_name_without_a_common_character_is_told_apart_from_another_spelling(town, imported):
    report = imported({"劳动力": [PEOPLE[0], person(name="石强"), person(SECOND, "龙小妹")]}, dry_run=True)
    assert told(report, EffectKind.NAME_DIFFERS) == [(2, "姓名", "试一", "石强")]
    assert told(report, EffectKind.RENAMED) == [(3, "姓名", "龙妹", "龙小妹")]


def test_a_separator_in_both_names_is_nothing_in_common(imported):
    imported({**OWN_TOWN, "劳动力": [PEOPLE[0], person(name="杨·桂英")]})
    report = imported({"劳动力": [PEOPLE[0], person(name="阿依·古丽")]})
    assert told(report, EffectKind.NAME_DIFFERS) == [(2, "姓名", "杨·桂英", "阿依·古丽")]


def test_whoever_changes_village_or_household_is_told_with_both(town, imported):
    moved = [PEOPLE[0], person(village=NEXT_VILLAGE[0]), person(SECOND, "龙妹", household="清空")]
    report = imported({"劳动力": moved, "农户": [HOUSEHOLDS[0], ["H2", "另户", NEXT_VILLAGE[0], "脱贫户"]]})
    assert told(report, EffectKind.MOVED) == [
        (2, "村代码", VILLAGE, NEXT_VILLAGE[0]),
        (2, "村代码", VILLAGE, NEXT_VILLAGE[0]),
        (3, "户编号", "H1", "清空"),
    ]
    assert report.cleared == {"劳动力": {"户编号": 1}}


def test_a_sign_for_nothing_that_leaves_something_is_told(town, imported):
    report = imported(
        {"劳动力": [[*PEOPLE[0], "联系电话"], [*person(household="无"), "—"], [*person(SECOND, "龙妹"), "/"]]}
    )
    assert told(report, EffectKind.KEPT) == [(2, "户编号", "H1", "无"), (2, "联系电话", "15400001302", "—")]


def test_an_end_that_is_put_off_or_emptied_is_told_and_one_that_comes_earlier_is_not(town, imported):
    rows = [[who, "2023-01-01", "厂", "县内务工", "五团镇"] for who in (PERSON, SECOND, "430599198505050034")]
    people = [PEOPLE[0], person("430599198505050034", "石三")]
    imported({"劳动力": people, "就业记录": [JOBS, *([*row, "2023-05-31"] for row in rows)]})
    ends = ["清空", "2023-06-30", "2023-04-30"]
    report = imported({"就业记录": [JOBS, *([*row, end] for row, end in zip(rows, ends, strict=True))]})
    reopened = [(2, "结束日期", "2023-05-31", "清空"), (3, "结束日期", "2023-05-31", "2023-06-30")]
    assert told(report, EffectKind.REOPENS) == reopened


def test_a_second_job_of_one_day_is_told_with_the_first_of_its_neighbours(town, imported):
    jobs = [[PERSON, "2023-01-01", name, "县内务工", "五团镇"] for name in ("乙厂", "丙厂", "甲厂")]
    imported({"就业记录": [JOBS[:5], *jobs[:2]]})
    report = imported({"就业记录": [JOBS[:5], *jobs, [PERSON, "2023-01-02", "丁厂", "县内务工", "五团镇"]]})
    assert told(report, EffectKind.SAME_START) == [(4, "单位名称", min("乙厂", "丙厂"), "甲厂")]
    Employment.objects.update(voided_at="2023-06-01T00:00Z")
    other = [PERSON, "2023-01-01", "戊厂", "县内务工", "五团镇"]
    assert told(imported({"就业记录": [JOBS[:5], other]}), EffectKind.SAME_START) == []


def test_a_refused_row_and_a_repeated_one_tell_nothing(town, imported):
    rows = [person(name="石强"), person(name="石强"), person(SECOND, "石强", village="430529104299")]
    report = imported({"劳动力": [PEOPLE[0], *rows]}, partial=True)
    assert told(report, *EffectKind) == [(2, "姓名", "试一", "石强")]


def test_what_somebody_wrote_by_hand_since_an_import_is_told(town, imported, staff):
    changed = Person.objects.get(name="试一")
    changed.phone = "15400001399"
    changed.save()
    with acting_as(staff):
        Household.objects.create(code="H3", head_name="新户", village_id=VILLAGE, kind="out_of_poverty")
    people = [[*PEOPLE[0], "联系电话"], [*person(), "15400001302"], [*person(SECOND, "龙妹"), "15400001303"]]
    file = {"农户": [HOUSEHOLDS[0], ["H3", "旧户", VILLAGE, "脱贫户"]], "劳动力": people}
    found = told(imported(file, dry_run=True), EffectKind.BY_HAND)
    assert found == [(2, "户主姓名", "新户", "旧户"), (2, "联系电话", "15400001399", "15400001302")]
    imported(file)
    people[1][-1] = "15400001300"
    assert told(imported({"劳动力": people}), EffectKind.BY_HAND) == []


def test_without_consent_nobody_gets_another_name_nor_what_depends_on_it(town, imported):
    job = [PERSON, "2023-01-01", "厂", "县内务工", "五团镇"]
    file = {"劳动力": [PEOPLE[0], person(name="石强"), person(SECOND, "龙小妹")], "就业记录": [JOBS[:5], job]}
    report = imported(file, renames=False, partial=True)
    assert [(error.sheet, error.column) for error in report.errors] == [("劳动力", "姓名"), ("就业记录", "证件号码")]
    assert "试一" in report.errors[0].message
    assert set(Person.objects.values_list("name", flat=True)) == {"试一", "龙小妹"}
    assert imported(file).written
    assert Person.objects.filter(name="石强").exists()


def test_the_command_tells_it_and_refuses_nothing(town, workbook):
    path = workbook({"劳动力": [PEOPLE[0], person(name="石强", household="清空")]})
    out = io.StringIO()
    call_command("import_ledger", str(path), "--format", "json", stdout=out)
    report = json.loads(out.getvalue())
    assert report["cleared"] == {"劳动力": {"户编号": 1}}
    assert report["warnings"] == [
        {"sheet": "劳动力", "row": 2, "column": "姓名", "value": "石强", "stored": "试一", "kind": "name-differs"}
    ]
    assert report["written"]


def test_the_members_are_there_where_there_is_nothing_to_tell(imported):
    report = imported(OWN_TOWN).as_dict()
    assert (report["cleared"], report["warnings"]) == ({}, [])


def test_the_number_of_queries_does_not_grow_with_the_rows(town, workbook, django_assert_max_num_queries):
    households = [[f"K{number}", "户主", VILLAGE, "脱贫户"] for number in range(1500)]
    import_ledger(workbook({"农户": [HOUSEHOLDS[0], *households]}))
    moved = [[code, "户长", NEXT_VILLAGE[0], kind] for code, _, _, kind in households]
    path = workbook({"农户": [HOUSEHOLDS[0], *moved]})
    with django_assert_max_num_queries(45):
        report = import_ledger(path)
    assert len(told(report, EffectKind.MOVED)) == len(told(report, EffectKind.RENAMED)) == 1500


def test_a_day_is_shown_without_the_time_that_a_workbook_adds():
    assert shown(datetime(2026, 11, 25)) == "2026-11-25"
    assert shown(datetime(2026, 11, 25, 8, 30)) == "2026-11-25T08:30:00"
