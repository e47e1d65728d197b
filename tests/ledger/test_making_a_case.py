"""`python -m tests.case NEW` makes a case: a workbook to fill in, and what the program makes of it."""

import sys

import pytest
from openpyxl import load_workbook

from ledger.sheets import SHEETS
from tests import case as cases
from tests.case import Case, main, make, names, told

EDGE = "edges/5.9-new"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(cases, "CASES", tmp_path)
    return tmp_path / EDGE


def fill_in(path, sheet, *rows):
    book = load_workbook(path)
    for row in rows:
        book[sheet].append(row)
    book.save(path)


def test_a_new_case_has_a_workbook_with_every_sheet_its_report_and_its_score(folder, divisions):
    case = make(EDGE, ["2023-06-30"])
    assert sorted(path.name for path in folder.iterdir()) == ["1.xlsx", "expected.json", "report.json"]
    assert load_workbook(folder / "1.xlsx").sheetnames == [sheet.sheet_name for sheet in SHEETS]
    assert {sheet: counts["added"] for sheet, counts in case.read("report")[0].items()} == {
        "村社区": 1, "农户": 1, "劳动力": 1,
    }  # fmt: skip
    assert "2.2  -0.1  430599198505050018@2023H1" in "\n".join(told(case))
    assert names() == [EDGE]


def test_what_was_filled_in_is_written_down_by_the_next_call(folder, divisions):
    cases.begin(Case(EDGE))
    row = ["DB1", cases.TOWN, "县", "核实", "2023-01-01"]
    fill_in(folder / "1.xlsx", "督办整改", [*row, "2023-02-01"], [*row, "昨天"])
    case = make(EDGE, ["2023-02-01"])
    assert case.read("report")[0]["督办整改"] == {"rows": 2, "added": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert [error[:3] for error in case.read("errors")] == [["督办整改", 3, "整改时限"]]
    assert "8.1  -1  DB1" in "\n".join(told(case))
    assert list(make(EDGE, ["2023-03-01"]).read("expected")) == ["2023-02-01", "2023-03-01"]


def test_the_contracts_own_cases_are_not_written_over(folder, monkeypatch):
    folder.parent.mkdir()
    folder.with_name("5.9-new.expected.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["tests.case", EDGE])
    with pytest.raises(SystemExit):
        main()
