"""Ledgers in which something was otherwise before a day, and what the contract makes of them, worked out by hand.

Wherever nothing else is said, one man lives in a 脱贫户 and nobody has verified him: 2.2 has him in both half-years.
"""

from datetime import date

import pytest
import xlsxwriter

from ledger.importing import import_ledger
from scoring.score import score_town, village_shares
from tests.ledger.builders import OTHER_TOWN_VILLAGE, PERSON, VILLAGE

pytestmark = pytest.mark.django_db

TOWN, OTHER_TOWN = VILLAGE[:9], OTHER_TOWN_VILLAGE[:9]
NEXT, SECOND = "430529104206", "430599198505050034"
H1, H2 = f"{PERSON}@2023H1", f"{PERSON}@2023H2"
BOTH = {"2.2": [H1, H2]}
SUMMER, YEAR_END = "2023-06-30", "2023-12-31"

VILLAGES = ["村代码", "村名称", "是否应建平台", "停用日期"]
HOUSEHOLDS = ["户编号", "户主姓名", "村代码", "户类型", "安置点编号"]
PEOPLE = ["证件号码", "姓名", "村代码", "户编号", "劳动能力", "在校生状况", "纳入日期", "退出日期"]
CHANGES = ["对象编号", "项目", "变更日期", "变更前"]
SITES = ["安置点编号", "安置点名称", "村代码", "安置人数", "启用日期", "服务窗口设立日期"]
WORKSHOPS = ["车间编号", "车间名称", "村代码", "类型", "安置点编号", "认定日期", "停产日期"]
CASES = ["证件号码", "登记日期", "是否有就业意愿"]


def person(number=PERSON, **other):
    usual = {
        "证件号码": number, "姓名": "试一", "村代码": VILLAGE, "户编号": "H1", "劳动能力": "普通劳动力",
        "在校生状况": "", "纳入日期": "2016-01-01", "退出日期": "",
    }  # fmt: skip
    return list((usual | other).values())


def household(village=VILLAGE, kind="脱贫户", site=""):
    return ["H1", "户主", village, kind, site]


def ledger(*changes, people=None, home=None, stopped="", seeks=(), sites=(), workshops=()):
    """A whole file, as its sheets."""
    others = [[NEXT, "木瓜村", "否", ""], [OTHER_TOWN_VILLAGE, "丹口村", "否", ""]]
    villages = [[VILLAGE, "白水头村", "否", stopped], *others]
    sheets = {
        "村社区": (VILLAGES, *villages), "安置点": (SITES, *sites), "农户": (HOUSEHOLDS, home or household()),
        "劳动力": (PEOPLE, *(people or [person()])), "帮扶车间": (WORKSHOPS, *workshops),
        "状态变更": (CHANGES, *changes), "求职登记": (CASES, *([PERSON, day, "是"] for day in seeks)),
    }  # fmt: skip
    return {name: rows for name, rows in sheets.items() if len(rows) > 1}


def of_person(item, day, before=""):
    return [PERSON, item, day, before]


#: A large site each, with a window, and a workshop that was at one of them.
TWO_SITES = [[code, code, VILLAGE, 101, "2020-01-01", "2020-01-01"] for code in ("AZ1", "AZ2")]
WORKSHOP = ["CJ1", "车间", VILLAGE, "厂房式", "AZ1", "2021-01-01", ""]
AT_AZ1, AT_AZ2 = {**BOTH, "3.3": ["AZ2"]}, {**BOTH, "3.3": ["AZ1"]}
FIRST_HALF = {"2.2": [H1]}


LEDGERS = {
    "a file of version 1": (ledger(), {YEAR_END: BOTH}),
    "two changes in a year": (
        ledger(of_person("劳动能力", "2023-03-01", "普通劳动力"), of_person("劳动能力", "2023-08-01", "丧失劳动力")),
        {SUMMER: {}, YEAR_END: {"2.2": [H2]}},
    ),
    "a change on the deadline": (ledger(of_person("劳动能力", "2023-06-30", "无劳动力")), {YEAR_END: BOTH}),
    "a change the day after": (ledger(of_person("劳动能力", "2023-07-01", "无劳动力")), {YEAR_END: {"2.2": [H2]}}),
    "a change after the day of the score": (
        ledger(of_person("劳动能力", "2024-02-01", "无劳动力")),
        {SUMMER: {}, YEAR_END: {}, "2024-06-30": {"2.2": [f"{PERSON}@2024H1"]}},
    ),
    "nothing before": (
        ledger(of_person("在校生状况", "2023-07-01", "清空"), people=[person(在校生状况="高中三年级")]),
        {YEAR_END: FIRST_HALF},
    ),
    "an exit taken back before it came": (
        ledger(of_person("退出日期", "2023-05-20", "2023-06-01"), seeks=["2023-05-01"]),
        {YEAR_END: {**BOTH, "6.1": [f"{PERSON}@2023-05-01"], "6.2": [PERSON]}},
    ),
    "an exit taken back on its day": (
        ledger(of_person("退出日期", "2023-06-01", "2023-06-01"), seeks=["2023-05-01"]),
        {YEAR_END: {**BOTH, "6.1": [f"{PERSON}@2023-05-01"], "6.2": [PERSON]}},
    ),
    "an exit taken back a day late": (
        ledger(of_person("退出日期", "2023-06-02", "2023-06-01"), seeks=["2023-05-01"]),
        {YEAR_END: BOTH},
    ),
    "a return after an exit": (
        ledger(
            of_person("纳入日期", "2023-08-01", "2016-01-01"),
            of_person("退出日期", "2023-08-01", "2023-03-01"),
            people=[person(纳入日期="2023-08-01")],
            seeks=["2023-02-10"],
        ),
        {SUMMER: {}, YEAR_END: {"2.2": [H2]}},
    ),
    "poor from the day after a case was due": (
        ledger(["H1", "户类型", "2023-06-02", "一般农户"], seeks=["2023-05-01"]),
        {YEAR_END: BOTH},
    ),
    "poor from the day on which a case was due": (
        ledger(["H1", "户类型", "2023-06-01", "一般农户"], seeks=["2023-05-01"]),
        {YEAR_END: {**BOTH, "6.1": [f"{PERSON}@2023-05-01"], "6.2": [PERSON]}},
    ),
    "a workshop that changed its site twice": (
        ledger(
            ["CJ1", "安置点编号", "2023-03-01", "AZ1"],
            ["CJ1", "安置点编号", "2023-08-01", "AZ2"],
            sites=TWO_SITES,
            workshops=[WORKSHOP],
        ),
        {"2023-02-28": {"3.3": ["AZ2"]}, SUMMER: {"2.2": [H1], "3.3": ["AZ1"]}, YEAR_END: AT_AZ1},
    ),
    "a workshop that had stopped for a time": (
        ledger(["CJ1", "停产日期", "2023-08-01", "2023-03-01"], sites=TWO_SITES[:1], workshops=[WORKSHOP]),
        {SUMMER: {"2.2": [H1], "3.3": ["AZ1"]}, YEAR_END: BOTH},
    ),
    "a household that came to a site and went to another": (
        ledger(
            ["H1", "安置点编号", "2023-03-01", ""],
            ["H1", "安置点编号", "2023-08-01", "AZ1"],
            home=household(site="AZ2"),
            sites=[[code, code, VILLAGE, 50, "2020-01-01", ""] for code in ("AZ1", "AZ2")],
            seeks=["2023-02-20"],
        ),
        {
            "2023-02-28": {},
            SUMMER: {"2.2": [H1], "6.1": [f"{PERSON}@2023-02-20"], "6.2": [PERSON], "6.3": ["H1"]},
            YEAR_END: {**BOTH, "6.1": [f"{PERSON}@2023-02-20"], "6.2": [PERSON], "6.3": ["H1"]},
        },
    ),
}  # fmt: skip


def found(day, town=TOWN):
    """The cases that a town has, of each sub-item that has any."""
    result = score_town(town, date.fromisoformat(day), cases=True)
    return {code: list(each.cases) for code, each in result.sub_items.items() if each.cases}


@pytest.mark.parametrize(("sheets", "expected"), LEDGERS.values(), ids=LEDGERS)
def test_every_day_is_read_as_it_was(imported, sheets, expected):
    assert imported(sheets).errors == []
    assert {day: found(day) for day in expected} == expected


def test_whoever_moves_to_another_town_leaves_there_what_was_missed_there(imported):
    gone = person(村代码=OTHER_TOWN_VILLAGE)
    assert imported(ledger(of_person("村代码", "2023-09-01", VILLAGE), people=[gone])).errors == []
    assert (found(YEAR_END), found(YEAR_END, OTHER_TOWN)) == ({"2.2": [H1]}, {"2.2": [H2]})


def test_a_village_that_ended_keeps_its_share_and_the_town_its_sum(imported):
    moved = [[owner, "村代码", "2023-09-01", VILLAGE] for owner in (PERSON, "H1")]
    sheets = ledger(*moved, people=[person(村代码=NEXT)], home=household(NEXT), stopped="2023-09-01")
    assert imported(sheets).errors == []
    results = village_shares(TOWN, date(2023, 12, 31), cases=True)
    shares = {each.division: each.sub_items["2.2"].cases for each in results}
    assert shares == {VILLAGE: (H1,), NEXT: (H2,)}
    assert found(YEAR_END) == BOTH


def test_one_value_has_one_change_a_day(imported):
    rows = [of_person("劳动能力", "2023-03-01", before) for before in ("弱劳动力或半劳动力", "无劳动力")]
    report = imported(ledger(*rows), partial=True)
    assert {(error.sheet, error.row, error.column) for error in report.errors} == {
        ("状态变更", 2, "对象编号"), ("状态变更", 3, "对象编号")
    }  # fmt: skip
    assert found(YEAR_END) == BOTH


def test_who_has_the_number_of_a_household_and_of_a_workshop_is_asked_for(imported):
    same = ["H1", *WORKSHOP[1:4], "", *WORKSHOP[5:]]
    report = imported(ledger(["H1", "村代码", "2023-03-01", NEXT], workshops=[same]), partial=True)
    assert [(error.row, error.column) for error in report.errors] == [(2, "对象编号")]
    assert found(YEAR_END) == BOTH


def test_a_cell_emptied_later_with_its_change_is_a_graduation(imported):
    imported(ledger(people=[person(在校生状况="高中三年级")]))
    assert found(YEAR_END) == {}
    report = imported(ledger(of_person("在校生状况", "2023-07-01", "高中三年级"), people=[person(在校生状况="清空")]))
    assert report.as_dict()["cleared"] == {"劳动力": {"在校生状况": 1}}
    assert found(YEAR_END) == {"2.2": [H2]}


def test_merged_cells_stand_for_everybody_beside_them(tmp_path, divisions):
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in ledger(people=[person(), person(SECOND)]).items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
        page = book.add_worksheet("状态变更")
        page.write_row(0, 0, CHANGES)
        page.write_column(1, 0, [PERSON, SECOND])
        for column, value in enumerate(("在校生状况", "2023-07-01", "高中三年级"), 1):
            page.merge_range(1, column, 2, column, value)
    assert import_ledger(path).errors == []
    assert found(YEAR_END) == {"2.2": [H2, f"{SECOND}@2023H2"]}
