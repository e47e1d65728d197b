"""What single cells and headers mean, by the contract's table."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.cells import Fault
from ledger.rosters.amounts import count, money
from ledger.rosters.channels import AWAY, IN_COUNTY, IN_PROVINCE, Channels
from ledger.rosters.days import BareMonth, FullDay, day_told, end_of, period_told
from ledger.rosters.headings import Header, heading, loose
from ledger.rosters.pairs import file_date
from ledger.rosters.people import number_told
from ledger.rosters.villages import stem
from tests.once import once

DAY, MARCH = FullDay(date(2023, 3, 5)), BareMonth(date(2023, 3, 1))


@once
@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("2023-03-05 10:11:12", DAY), ("2023年3月5日10时30分", DAY), ("2023年3月5", DAY), ("2023．3．5", DAY),
        ("2023／3／5", DAY), ("20230305", DAY), (20230305.0, DAY), ("2023-3-5T08:00", DAY),
        ("45017", FullDay(date(2023, 4, 1), serial=True)), (45017.0, FullDay(date(2023, 4, 1), serial=True)),
        ("2023年3月", MARCH), ("2023年3月份", MARCH), ("2023-3", MARCH), ("2023/03", MARCH), ("2023.3", MARCH),
        (202303.0, MARCH), ("2023", None), ("23-3-5", None), ("2023-02-30", None), ("36525", None),
        ("2023-3-5 noon", None),
    ],
)  # fmt: skip
def test_days(cell, told):
    assert day_told(cell) == told


@once
def test_the_number_that_may_be_january_is_refused():
    with pytest.raises(Fault):
        day_told(2023.1)
    assert day_told("2023.1") == BareMonth(date(2023, 1, 1))


@once
@pytest.mark.parametrize(
    ("cell", "beside", "begin", "end"),
    [
        ("2022-01-01-2022-12-31", "", "2022-01-01", FullDay(date(2022, 12, 31))),
        ("2023.3-9", "", "2023.3", BareMonth(date(2023, 9, 1))),
        ("2023年3月--9月", "", "2023年3月", BareMonth(date(2023, 9, 1))),
        ("2023年3月-至今", "", "2023年3月", False),
        ("2023.3～", "", "2023.3", False),
        ("2023-03-09", "", "2023-03-09", False),
        ("2022年1月", "2023年12月", "2022年1月", BareMonth(date(2023, 12, 1))),
        ("2022年1月", "2022年1月", "2022年1月", False),
        ("2023年3月至不知道", "", "2023年3月", None),
    ],
)
def test_a_time_in_one_cell(cell, beside, begin, end):
    period = period_told(cell, beside)
    assert (period.start, end_of(period.start, period.end)) == (begin, end)


@once
@pytest.mark.parametrize(
    ("cell", "amount", "note"),
    [
        ("￥3,500元/月", "3500", ""), ("约4500", "4500", "about"), ("3千多元", "3000", "about"), ("1.2万", "12000", ""),
        ("4000元左右/月", "4000", "about"), ("4000元/月以上", "4000", "about"), (3500.555, "3500.56", ""),
        ("3000-4000", None, ""), ("面议", None, ""), ("-5", None, ""),
    ],
)  # fmt: skip
def test_money(cell, amount, note):
    assert money(cell) == (amount and (Decimal(amount).quantize(Decimal("0.01")), note))


@once
def test_ranges_and_units_of_money():
    assert money("约3000元～4000元左右/月", lower=True) == (Decimal(3000), "lower")
    assert money("3-4千", lower=True) == (Decimal(3000), "lower")
    assert money("4.20", unit="万元/年") == (Decimal(3500), "unit")
    assert money("42000元", unit="元/年") == (Decimal(3500), "unit")
    assert money("约4.2", unit="万元/年") is None
    assert (count("1,350人"), count("3.0"), count("三人")) == ("1350", "3.0", None)


@once
@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        ("3万元", "元/年", 2500), ("30000", "元/年", 2500), ("42000元", "万元/年", 3500), ("4.2万元", "万元/年", 3500),
        ("3500元", "万元", 3500), ("0.35", "万元", 3500),
    ],
)  # fmt: skip
def test_the_unit_in_a_cell_holds_over_the_layouts(cell, unit, amount):
    assert money(cell, unit=unit) == (Decimal(amount), "unit")


@once
def test_numbers_of_people():
    whole = "430599198505050018"
    assert number_told(f"身份证号：{whole[:6]} {whole[6:]}").whole == whole
    assert number_told(f"{whole}44").note == "disability"
    assert number_told("430599********0018").ends == ("430599", "0018")
    assert number_told("430599＊＊01X").ends == ("430599", "01X")
    assert number_told(f"证件号码:{whole}").whole == whole
    assert number_told(f"{whole[:6]}身份证:{whole[6:]}").fault
    assert number_told("4305991985050500").fault
    assert number_told(4.30599198505e17).fault


@once
def test_headings():
    assert heading(" ＊姓 名（必填）：") == "姓名"
    assert loose(heading("就业（转移）状态")) == "就业状态"
    assert loose("(元)") == "(元)"
    assert loose("年收入(万元)") != loose("年收入")
    assert loose("月工资(元)") == "月工资"


@once
def test_merged_upper_headings_spread():
    rows = [["姓名", "已就业", "", "", "未就业"], ["", "外出", "", "创业", ""], ["", "地点", "时间", "时间", "原因"]]
    header = Header(rows, 0, 3)
    sources = [column.source for column in header.columns]
    assert sources == ["姓名", "已就业/外出/地点", "已就业/外出/时间", "已就业/创业/时间", "未就业/原因"]
    assert header.find(("创业/时间",)) == 3
    assert header.find(("时间",)) == 2
    assert header.find(("开始",)) is None


@once
def test_the_day_of_a_file_by_its_name():
    names = {
        "名单20230930": date(2023, 9, 30),
        "2022-12-31与2023.6.30": date(2023, 6, 30),
        "2023年2月务工": date(2023, 2, 28),
        "202302": date(2023, 2, 28),
        "1202302": None,
        "名单": None,
    }
    assert {name: file_date(name, None, 0) for name in names} == names


@once
def test_stems_of_villages():
    assert [stem(name) for name in ("白水头村村民委员会", "白水头社区", "村", "村委会")] == [
        "白水头",
        "白水头",
        "村",
        "村委会",
    ]


@pytest.mark.parametrize(
    ("place", "channel"),
    [
        ("广东东莞", AWAY), ("湖南长沙", IN_PROVINCE), ("邵阳市武冈市", IN_PROVINCE), ("五团镇", IN_COUNTY),
        ("城步县儒林镇", IN_COUNTY), ("城步", IN_COUNTY), ("中国·湖南省/邵阳市/城步苗族自治县", IN_COUNTY),
        ("香港", AWAY), ("湘西州", IN_PROVINCE), ("湖南省", None), ("邵阳市", None), ("厂里", None), ("", None),
    ],
)  # fmt: skip
def test_channels_of_places(divisions, place, channel):
    assert Channels().of(place) == channel
