"""Layouts are data: the shipped ones load, a wrong one says what is wrong, a new file alone reads a new list."""

import shutil

import pytest

from ledger.rosters.importing import import_roster
from ledger.rosters.layout_files import WrongLayout, folder, layout_of, load_layouts
from ledger.rosters.session import RosterOptions, UnknownLayout
from tests.ledger.builders import OWN_TOWN, PERSON
from tests.ledger.conftest import imported, workbook  # noqa: F401

COMMON = {"headings": {"姓名": ["名字"]}, "maps": {"known": {"甲": "乙"}}}
GOOD = {"recognise": ["姓名"], "feed": [{"sheet": "劳动力", "columns": {"证件号码": "证件号码", "姓名": "姓名"}}]}
INVENTED = """
title = "慰问名单"
recognise = ["姓名", "慰问日期"]
[headings]
"慰问日期" = ["走访日期"]
[[feed]]
sheet = "信息核实"
[feed.columns]
"证件号码" = "证件号码"
"核实日期" = "慰问日期"
"核实方式" = {default = "入户"}
"核实结果" = {default = "无变化"}
"""


def test_the_shipped_layouts_load():
    assert len(load_layouts(folder())) == 11


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"colour": "red"}, "colour"),
        ({"recognise": "姓名"}, "recognise"),
        ({"names": "both"}, "names"),
        ({"complete": {"sheet": "户口簿", "within": "村代码"}}, "户口簿"),
        ({"complete": {"sheet": "劳动力", "within": "车间编号"}}, "车间编号"),
        ({"feed": []}, "feed"),
        ({"feed": [{"sheet": "户口簿", "columns": {"姓名": "姓名"}}]}, "户口簿"),
        ({"feed": [{"sheet": "状态变更", "columns": {"项目": "项目"}}]}, "状态变更"),
        ({"feed": [{"sheet": "劳动力", "columns": {"血型": "血型"}}]}, "血型"),
        ({"feed": [{"sheet": "劳动力", "closes_previous": True, "columns": {"姓名": "姓名"}}]}, "closes_previous"),
        ({"feed": [{"sheet": "劳动力", "columns": {"姓名": {"from": "姓名", "map": "unknown"}}}]}, "unknown"),
        ({"feed": [{"sheet": "劳动力", "columns": {"姓名": {"from": "姓名", "read": "backwards"}}}]}, "read"),
        ({"feed": [{"sheet": "劳动力", "columns": {"纳入日期": {"from": "日期", "month": "middle"}}}]}, "month"),
        ({"feed": [{"sheet": "劳动力", "columns": {"姓名": {"default": "@户编号.户主姓名"}}}]}, "default"),
        ({"feed": [{"sheet": "劳动力", "columns": {"姓名": {"from": "姓名", "serial": "GY"}}}]}, "serial"),
    ],
)
def test_a_wrong_layout_is_refused_when_it_is_loaded(change, complaint):
    with pytest.raises(WrongLayout, match=complaint):
        layout_of("mine", {**GOOD, **change}, COMMON)


def test_headings_of_a_layout_stand_for_the_common_ones():
    layout = layout_of("mine", {**GOOD, "headings": {"姓名": ["姓 名（全称）"]}}, COMMON)
    assert layout.names_of("姓名") == ("姓名", "姓名(全称)")
    assert layout_of("mine", GOOD, COMMON).names_of("姓名") == ("姓名", "名字")


def test_an_unknown_name_is_told(tmp_path):
    with pytest.raises(UnknownLayout, match="work-monthly"):
        RosterOptions(layout="nothing").tried()


def test_a_new_file_alone_reads_a_new_list(imported, tmp_path):  # noqa: F811
    imported(OWN_TOWN)
    shutil.copytree(folder(), tmp_path / "layouts")
    (tmp_path / "layouts" / "visits.toml").write_text(INVENTED, "utf-8")
    listed = tmp_path / "名单.csv"
    listed.write_text(f"名单\n姓名,身份证号,走访日期\n试一,{PERSON},2023年3月5日\n", "utf-8")
    report = import_roster(listed, RosterOptions(layouts=tmp_path / "layouts")).as_dict()
    assert [sheet["layout"] for sheet in report["sheets"]] == ["visits"]
    assert report["counts"]["信息核实"]["added"] == 1
    assert report["written"]
