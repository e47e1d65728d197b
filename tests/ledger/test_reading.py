"""Cells are read by the contract's rules."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from time import process_time

import pytest

from ledger import cells
from ledger.cells import Fault, normalise
from ledger.report import shown
from ledger.rows import header_text
from ledger.sheets import SHEETS_BY_NAME
from tests.once import once

pytestmark = once


def column(sheet, header):
    return next(column for column in SHEETS_BY_NAME[sheet].columns if column.column_name == header)


def read(sheet, header, raw):
    return column(sheet, header).parse(normalise(raw))


@pytest.mark.parametrize(
    "raw",
    [
        date(2023, 6, 30),
        datetime(2023, 6, 30, 15, 4),
        "2023-06-30",
        "2023/6/30",
        "2023.6.30",
        "2023年6月30日",
        "20230630",
        20230630.0,
        " ２０２３年６月３０日\u3000",
        "\xa02023-06-30",
    ],
)
def test_a_day_is_read_in_every_spelling(raw):
    assert read("信息核实", "核实日期", raw) == date(2023, 6, 30)


@pytest.mark.parametrize("time", [" 0:00", " 00:00:00", "T00:00", "\u3000 0:00:00", "T0:00"])
@pytest.mark.parametrize("day", ["2023-06-30", "2023/6/30", "2023.6.30", "2023年6月30日", "20230630"])
def test_a_time_of_zero_behind_a_day_says_nothing(day, time):
    assert read("信息核实", "核实日期", day + time) == date(2023, 6, 30)


@pytest.mark.parametrize(
    "raw",
    ["2023-06-30 12:00", "2023-06-30 00:00:01", "2023-06-30 24:00", "2023-06-300:00", "2023-06 0:00", "2023-06-30 0"],
)
def test_any_other_time_is_refused(raw):
    with pytest.raises(Fault):
        read("劳动力", "退出日期", raw)


def test_a_number_that_may_be_january_or_october_is_refused_and_says_so():
    for header in ("开始日期", "结束日期"):
        with pytest.raises(Fault, match="2023年1月 或 2023年10月"):
            read("就业记录", header, 2023.1)
    assert read("就业记录", "开始日期", "2023.1") == date(2023, 1, 1)


@pytest.mark.parametrize(("raw", "month"), [(2023.11, 11), (2023.01, 1), (2023.9, 9), ("2023.10", 10)])
def test_other_months_may_be_numbers(raw, month):
    assert read("就业记录", "开始日期", raw) == date(2023, month, 1)


@pytest.mark.parametrize(
    "raw", ["2023年6月", "202306", 202306.0, "2023-6", "2023-06", "2023/6", "2023/06", "2023.06", 2023.6]
)
def test_a_month_means_its_first_day_at_a_beginning_and_its_last_at_an_end(raw):
    assert read("就业记录", "开始日期", raw) == date(2023, 6, 1)
    assert read("就业记录", "结束日期", raw) == date(2023, 6, 30)
    with pytest.raises(Fault, match="填到日"):
        read("信息核实", "核实日期", raw)


@pytest.mark.parametrize(
    "raw", ["2023-02-30", "2023-13-01", "2023年13月1日", "20231345", "去年五月", 45000.0, "2023-13"]
)
def test_what_is_no_day_is_refused(raw):
    with pytest.raises(Fault):
        read("劳动力", "纳入日期", raw)


@pytest.mark.parametrize("raw", ["", " ", "无", "/", "-", "—", "\u3000"])
def test_the_usual_signs_mean_blank_in_an_optional_column(raw):
    assert read("劳动力", "退出日期", raw) is None
    assert read("劳动力", "在校生状况", raw) == ""
    assert read("农户", "监测对象类别", raw) == ""


def test_the_same_signs_are_text_in_a_required_column():
    assert read("就业记录", "单位名称", "无") == "无"
    assert read("就业记录", "就业地", "/") == "/"


def test_a_blank_in_a_required_column_is_refused():
    with pytest.raises(Fault, match="必填"):
        read("劳动力", "姓名", "\u3000")


@pytest.mark.parametrize(
    ("raw", "meaning"), [("是", True), ("有", True), ("Y", True), ("否", False), ("无", False), ("Ｎ", False)]
)
def test_yes_and_no_have_three_spellings_each(raw, meaning):
    assert read("求职登记", "是否有就业意愿", raw) is meaning


def test_in_an_optional_yes_no_column_wu_is_no_and_a_dash_is_blank():
    assert read("参训记录", "是否结业", "无") is False
    assert read("参训记录", "是否结业", "/") is None


@pytest.mark.parametrize("raw", ["40人", "1,350", -1.0, 3.5, "若干", "1e3", 1e300, float("nan")])
def test_a_count_is_a_whole_number_without_a_unit(raw):
    with pytest.raises(Fault):
        read("培训任务", "任务人数", raw)


@pytest.mark.parametrize(("raw", "meaning"), [(40.0, 40), ("40", 40), ("４０", 40)])
def test_a_count_may_be_a_number_or_its_digits(raw, meaning):
    assert read("培训任务", "任务人数", raw) == meaning


def test_money_keeps_its_cents():
    assert read("就业记录", "月收入", 3000.55) == Decimal("3000.55")
    assert read("就业记录", "月收入", "3000.5") == Decimal("3000.50")
    assert read("就业记录", "月收入", 0.1 + 0.2) == Decimal("0.30")
    with pytest.raises(Fault):
        read("就业记录", "月收入", "1,350")


def test_a_whole_number_in_a_text_column_is_its_digits():
    assert read("劳动力", "联系电话", 15400001302.0) == "15400001302"
    assert read("农户", "户编号", 17.0) == "17"


@pytest.mark.parametrize(
    "raw",
    ["430599198505050018", "'430599198505050018", '="430599198505050018"', "４３０５９９１９８５０５０５００１８"],
)
def test_an_identity_number_loses_its_wrapping(raw):
    assert read("劳动力", "证件号码", raw) == "430599198505050018"


def test_an_old_number_of_15_digits_becomes_18_even_when_stored_as_a_number():
    assert read("劳动力", "证件号码", "430599850505001") == "430599198505050018"
    assert read("劳动力", "证件号码", 430599850505001.0) == "430599198505050018"


@pytest.mark.parametrize(
    "raw", [4.30599198505050018e17, "4.30599E+17", "430599198505050019", "430599199002301238", "43059919850505001"]
)
def test_a_spoilt_identity_number_is_refused_and_never_rounded(raw):
    with pytest.raises(Fault):
        read("劳动力", "证件号码", raw)


def test_text_that_would_not_fit_is_refused_with_its_length():
    with pytest.raises(Fault, match="51"):
        read("劳动力", "姓名", "长" * 51)


def test_what_nobody_sees_is_left_out():
    assert read("劳动力", "姓名", "\x00试\x01一\uffff ") == "试一"
    assert read("督办整改", "事项", "一\n二") == "一\n二"
    assert shown("\x00甲") == "甲"
    assert read("劳动力", "证件号码", "\u202d430599198505050018\u202c") == "430599198505050018"
    assert read("劳动力", "退出日期", "\u200b") is None
    assert read("农户", "户编号", "H\u200b1\u0085") == "H1"


NAMED = [
    ("劳动力", "姓名"), ("农户", "户主姓名"), ("组织机构", "组长"), ("信息核实", "核实人"), ("平台人员", "姓名"),
    ("就业服务", "经办人"), ("督办整改", "责任人"),
]  # fmt: skip


@pytest.mark.parametrize(("sheet", "header"), NAMED)
def test_names_are_written_in_one_way(sheet, header):
    for raw in ("龙　妹", "龙 妹", " 龙 \xa0妹"):
        assert read(sheet, header, raw) == "龙妹"
    for separator in "·•．.・‧":
        assert read(sheet, header, f"阿依 {separator} 古丽") == "阿依·古丽"
    assert read(sheet, header, "Anna Maria") == "Anna Maria"
    assert read(sheet, header, "J. 李") == "J. 李"


def test_what_is_no_name_keeps_its_blanks():
    assert read("就业记录", "单位名称", "某 厂") == "某 厂"


def test_the_word_for_emptying_is_a_value_of_its_own():
    assert read("劳动力", "退出日期", " 清空 ") is cells.CLEAR
    for sheet, header in (("劳动力", "姓名"), ("就业服务", "推荐单位"), ("劳动力", "纳入日期")):
        with pytest.raises(Fault, match="不能清空"):
            read(sheet, header, "清空")


@pytest.mark.parametrize("header", ["证件号码", " 证件\n号码 ", "证件号码*", "证件号码（必填）", "证件号码\u3000"])
def test_a_header_is_known_by_its_name_alone(header):
    assert header_text(header) == "证件号码"


def test_every_choice_is_offered_by_its_chinese_label():
    for sheet in SHEETS_BY_NAME.values():
        for choice in (column for column in sheet.columns if isinstance(column.widget, cells.CodeList)):
            assert all(choice.parse(label) == choice.widget.labels[label] for label in choice.choices)


@pytest.mark.parametrize("text", ["2023-06-30{}x", "{}·{}x", "x{}0:0", "2023{}6"], ids=ascii)
def test_no_cell_keeps_the_interpreter_busy(text):
    """Cells are checked beside the pages, where an expression lets nothing else run until it has ended."""
    began, longest = process_time(), text.replace("{}", " " * 16_000)
    for each in SHEETS_BY_NAME.values():
        for known in each.columns:
            with suppress(Fault):
                known.parse(longest)
    assert process_time() - began < 1
