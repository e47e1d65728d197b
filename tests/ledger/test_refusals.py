"""What the report's page keeps of a refused cell shows no whole number of a person, right or mistyped."""

import pytest

from ledger import refusals
from ledger.refusals import masked, masked_text
from ledger.report import CellError
from tests.once import once

pytestmark = once


def refused(sheet, column, value):
    return masked(sheet, column, value)


@pytest.mark.parametrize(
    "value",
    [
        "430599198505050018",
        "43059919850505001x",
        "４３０５９９１９８５０５０５００１８",
        "430599198505051",
        "43059919850505001",
        "4305991985050500188",
        "'430599198505050018",
        "430599 198505050018",
    ],
)
@pytest.mark.parametrize(
    ("sheet", "column"), [("劳动力", "证件号码"), ("信息核实", "证件号码"), ("参训记录", "证件号码")]
)
def test_an_identity_number_keeps_its_ends_without_the_check_digit(sheet, column, value):
    shown = refused(sheet, column, value)
    assert shown == value[:3] + "*" * (len(value) - 7) + value[-4:-1] + "*"


@pytest.mark.parametrize("value", ["15400001302", "154-0000-1302", "1540000130"])
def test_a_phone_number_keeps_its_ends_only(value):
    assert "*" in refused("劳动力", "联系电话", value)
    assert "*" in refused("平台人员", "联系电话", value)


@pytest.mark.parametrize(
    ("sheet", "column", "value"),
    [
        ("农户", "户主姓名", "430599198505050018"),
        ("政策兑现", "对象编号", "43059919850505001"),
        ("就业记录", "单位名称", "张三15400001302"),
        ("劳动力", "姓名", "４３０５９９１９８５０５０５００１８"),
        ("劳动力", "别的列", "430599198505050018"),
        ("农户", "户主姓名", "430599 19850505 0018"),
        ("农户", "户主姓名", "４３０５９９－１９８５－０５－０５－００１８"),
        ("就业记录", "单位名称", "154 0000 1302"),
        ("就业记录", "单位名称", "154-0000-1302"),
        ("就业记录", "单位名称", "154 00 001 302"),
        ("就业记录", "单位名称", "6217 0000 1234 5678 901"),
        ("就业记录", "单位名称", "2023-05-08 15400001302"),
    ],
)
def test_a_number_in_the_wrong_column_is_masked_there_too(sheet, column, value):
    shown = refused(sheet, column, value)
    assert "*" in shown
    assert sum(map(str.isdigit, shown)) <= 6


@pytest.mark.parametrize(
    ("sheet", "column", "value"),
    [
        ("农户", "村代码", "430529104299"),
        ("农户", "户类型", "贫困户"),
        ("帮扶车间", "车间编号", "CJ01"),
        ("培训任务", "任务人数", "40人"),
        ("就业记录", "开始日期", "2023-05-08 2023-06-30"),
        ("就业记录", "开始日期", "2023-05-08-2023-06-30"),
        ("就业记录", "月收入", "4000 5000 60"),
    ],
)
def test_what_is_not_personal_is_shown_as_typed(sheet, column, value):
    assert refused(sheet, column, value) == value


def test_names_of_unknown_columns_are_masked_like_any_text():
    assert masked_text("430599198505050018的备注") == "430***********001*的备注"


def test_a_flood_of_refused_cells_is_counted_and_not_all_listed(monkeypatch):
    monkeypatch.setattr(refusals, "LISTED", 3)
    errors = [CellError("农户", row, "户类型", "x", "原因") for row in range(10)]
    assert len(list(refusals.cells(None, errors))) == 3
