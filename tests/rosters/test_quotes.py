"""Quotes in lists that are text: harmless ones are read as they stand, none swallows a row or a cell."""

import pytest

from foreign.delimited import read_text
from foreign.faults import UnreadableWorkbook
from ledger.models import ImportBatch
from ledger.rosters.importing import import_roster
from tests.ledger.builders import PERSON
from tests.ledger.conftest import administrator, imported, workbook  # noqa: F401
from tests.once import once
from tests.rosters.test_importing import SECOND, job, listed, town  # noqa: F401


def cells(text):
    sheet = read_text(text.encode(), columns=10)
    return [[sheet.values[number] for number in row] for row in sheet.rows]


@once
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('张"三"厂', '张"三"厂'), ('张三"', '张三"'), ('"甲""乙"', '甲"乙'), ('"甲,乙"', "甲,乙"), ('""', ""),
        ('"互联网+"产业园', "互联网+产业园"), ('"甲\n乙"', "甲\n乙"), ('"甲\r\n""乙"",丙"', '甲\r\n"乙",丙'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_harmless_quotes_are_read(written, read, end):
    assert cells(f"一,{written},三\n四,五,六{end}") == [["一", read, "三"], ["四", "五", "六"]]


@once
@pytest.mark.parametrize(
    "rows",
    [
        ['一,"甲,三', "四,五,六"],
        ['一,"甲,三', '四,"五",六'],
        ['一,"甲,三', '四,乙"丙",六'],
        ['一,"甲,"三",四'],
        ['一,二,"甲'],
        ['一,"甲,三', *["四,五,六"] * 30, '四,5",六'],
        ['一,"甲,三', *["四,五,六"] * 30_000],
    ],
)
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_quote_that_swallows_what_follows_is_refused_with_its_line(rows, end):
    with pytest.raises(UnreadableWorkbook, match=r"^第 3 行有一个双引号"):
        cells("\n".join(["姓名,单位,号码", "一,二,三", *rows]) + end)


def test_a_list_with_an_open_quote_writes_nothing(town, listed):  # noqa: F811
    batches = ImportBatch.objects.count()
    path = listed(job("试二", SECOND, employer='"abc'), job(number=PERSON, wage="4500"))
    with pytest.raises(UnreadableWorkbook, match="第 2 行有一个双引号"):
        import_roster(path)
    assert ImportBatch.objects.count() == batches
