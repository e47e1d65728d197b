"""Which rows of a sheet are records, and what merged cells give to the rows that they span."""

import pytest
import xlsxwriter

from core.files.workbooks import RawSheet
from foreign.faults import UnreadableWorkbook
from labor.models import Household, Person
from ledger.importing import import_ledger
from ledger.parsed_sheet import parse_sheet
from ledger.rows import Body, header_text
from ledger.sheets import SHEETS_BY_NAME
from oversight.models import SupervisionTask
from tests.ledger.builders import HOUSEHOLDS, PEOPLE, TOWN, VILLAGE, VILLAGES, person, places

TASKS = ["任务编号", "镇代码", "来源", "事项", "交办日期", "整改时限", "完成日期"]
TASK = ["D1", "430529104", "县", "事项", "2023-01-01", "2023-05-31", ""]


def numbers(*rows, broken=None):
    """The row numbers of the records among `rows` of 督办整改."""
    raw = RawSheet("督办整改", [[*TASKS, "序号"], *([*row, *[""] * (8 - len(row))] for row in rows)], broken or {})
    return parse_sheet(SHEETS_BY_NAME["督办整改"], raw).numbers


SUMS = ("合计", "小 计", "总\u200b计：3", "共计3条")
SIGNATURES = ("填表人", "填报单位", "制表", "审核：", "复核", "负责人（签字）")
NOTES = ("备注", "注：略", "注:略", "说明")


@pytest.mark.parametrize("words", [*SUMS, *SIGNATURES, *NOTES])
def test_sums_signatures_and_notes_are_no_records(words):
    assert numbers(TASK, [words]) == [2]
    assert numbers(TASK, ["", "", "", words, "2023-01-01"]) == [2]
    assert numbers(TASK, [words, "430529104", "县"]) == [2]


def test_a_row_more_than_half_filled_is_a_record_whatever_it_begins_with():
    assert numbers(["合计", "430529104", "县", "事项", "", "", ""]) == [2]


def test_the_word_must_stand_in_the_first_filled_cell_and_at_its_beginning():
    assert numbers(["", "430529104", "合计"], ["本月合计"]) == [2, 3]


def test_an_unknown_column_may_hold_the_word():
    assert numbers(TASK, ["", "", "", "", "", "", "", "合计"]) == [2]
    raw = RawSheet("督办整改", [["序号", *TASKS], ["合计", "", "", "2", "", "", "", ""]])
    assert parse_sheet(SHEETS_BY_NAME["督办整改"], raw).numbers == []


def test_a_header_that_is_repeated_is_no_record():
    assert numbers(TASK, TASKS, [f"{name}*" for name in TASKS], [TASKS[0]]) == [2]
    assert numbers([*TASKS[:3], "事项一"]) == [2]


def test_a_row_that_says_nothing_is_no_record_whatever_stands_beside_it():
    assert numbers(["", "", "", "", "", "", "", "7"], ["\u200b", "\u3000"], ["", "", "", "", "", "", "—"]) == []


def test_a_formula_without_a_result_makes_a_record():
    assert numbers([], broken={(1, 6): "公式"}) == [2]


def test_invisible_characters_hide_no_header():
    assert header_text("证件\u200b号码\ufeff *") == "证件号码"


# --- merged ranges ---


@pytest.fixture
def merged(tmp_path, divisions):
    """Import people whose cells of `ranges` are merged; each row also has the cells that stand there."""

    def run(*rows, ranges):
        path = tmp_path / "merged.xlsx"
        with xlsxwriter.Workbook(path) as book:
            for name, lines in {"村社区": VILLAGES, "农户": HOUSEHOLDS, "劳动力": [PEOPLE[0], *rows]}.items():
                page = book.add_worksheet(name)
                for number, row in enumerate(lines):
                    page.write_row(number, 0, row)
            for first_row, first, last_row, last, value in ranges:
                page.merge_range(first_row, first, last_row, last, value)
        return import_ledger(path)

    return run


@pytest.mark.django_db
def test_a_merged_household_is_the_household_of_all_its_members(merged):
    people = [
        person(household=""),
        person("430599198505050026", household=""),
        person("430599198505050034", household=""),
    ]
    assert merged(*people, ranges=[(1, 3, 3, 3, "H1")]).written
    assert set(Person.objects.values_list("household__code", flat=True)) == {"H1"}


@pytest.mark.django_db
def test_a_blank_row_and_a_sum_stay_out_of_a_merged_range(merged):
    people = [person(household=""), [], ["合计", "", "", "", "", ""], person("430599198505050026", household="")]
    assert merged(*people, ranges=[(1, 3, 4, 3, "H1")]).sheets["劳动力"].rows == 2


@pytest.mark.django_db
def test_a_bad_value_is_refused_in_every_row_of_its_range(merged):
    people = [person(household=""), person("430599198505050026", household="")]
    assert places(merged(*people, ranges=[(1, 3, 2, 3, "H9")])) == {("劳动力", 2, "户编号"), ("劳动力", 3, "户编号")}


def test_a_range_that_begins_in_the_header_gives_nothing():
    raw = RawSheet("督办整改", [TASKS, TASK, [*TASK[:6], ""]], merged=[(0, 6, 2, 6)])
    assert parse_sheet(SHEETS_BY_NAME["督办整改"], raw).raw[6] == ["", ""]


def test_a_broken_cell_is_broken_in_all_of_its_range_and_heals_what_it_covers():
    raw = RawSheet("x", [["a"], ["1"], ["2"], ["3"]], {(1, 0): "公式"}, [(1, 0, 2, 0)])
    body = Body(raw, 0)
    body.spread(raw.merged)
    assert body.broken == {(0, 0): "公式", (1, 0): "公式"}
    healed = Body(RawSheet("x", raw.rows, {(2, 0): "公式"}), 0)
    healed.spread(raw.merged)
    assert healed.broken == {}


def test_ranges_that_overlap_without_end_are_a_damaged_workbook():
    raw = RawSheet("x", [["a"], *[["1"]] * 1000])
    with pytest.raises(UnreadableWorkbook):
        Body(raw, 0).spread([(1, 0, 1000, 0)] * 1000)


@pytest.mark.django_db
def test_a_ledger_with_banner_and_signatures_comes_in_whole(imported):
    rows = [["五团镇"], TASKS, TASK, ["合计", "", "1"], ["填表人：甲", "", "审核："]]
    assert imported({**TOWN, "督办整改": rows}).written
    assert (SupervisionTask.objects.count(), Household.objects.count()) == (1, 1)
    assert Household.objects.get().village_id == VILLAGE
