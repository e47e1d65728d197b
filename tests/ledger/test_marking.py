"""The uploaded workbook comes back with its refused cells coloured and the reasons beside, ready to be mended."""

from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

from core.jobs.queue import Job
from foreign.faults import UnreadableWorkbook
from ledger import actions, marking, tasks
from ledger.importing import import_ledger
from ledger.markable import write_workbook
from ledger.models import MarkedCopy
from tests.ledger.builders import HOUSEHOLDS, OWN_TOWN, VILLAGE, VILLAGES, with_a_fault
from tests.ledger.conftest import confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked():
    """The marked workbook of an import, opened."""

    def make(job):
        copy = actions.ask_for_marked_copy(job=job, user=job.requested_by)
        tasks.mark_refused(copy.pk)
        copy.refresh_from_db()
        assert (copy.state, copy.message) == (Job.State.DONE, "")
        return copy.file.path

    return make


def is_red(cell):
    return cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb == "00F8C9C4"


def test_refused_cells_are_red_and_the_reason_stands_beside(uploaded, marked):
    page = openpyxl.load_workbook(marked(uploaded(with_a_fault())))["农户"]
    assert [cell.coordinate for row in page for cell in row if is_red(cell)] == ["D3"]
    assert (page["E1"].value, page["E2"].value) == ("拒绝原因", None)
    assert page["E3"].value == "户类型：只能填：脱贫户、一般农户"


def test_everything_else_is_as_it_was(uploaded, marked, workbook):
    path = workbook({**with_a_fault(), "随手记": [["甲", 1.5]]})
    before, after = (openpyxl.load_workbook(book) for book in (path, marked(uploaded(path))))
    assert after.sheetnames == before.sheetnames
    for page in before:
        for row in page.iter_rows():
            assert [after[page.title][cell.coordinate].value for cell in row] == [cell.value for cell in row]


def test_a_missing_column_is_said_at_the_header(uploaded, marked):
    sites = [["台账"], ["安置点编号", "安置点名称", "村代码", "安置人数"], ["A1", "点", VILLAGE, 60]]
    page = openpyxl.load_workbook(marked(uploaded({**OWN_TOWN, "安置点": sites})))["安置点"]
    assert page["E2"].value == "拒绝原因\n启用日期：缺少必填列"


def test_a_sheet_without_any_header_says_so_too(uploaded, marked):
    page = openpyxl.load_workbook(marked(uploaded({**OWN_TOWN, "安置点": [["随便", "写写"]]})))["安置点"]
    assert "找不到表头" in page["C1"].value


def test_mended_it_is_imported_and_the_reasons_are_not_read(uploaded, marked, tmp_path):
    book = openpyxl.load_workbook(marked(uploaded(with_a_fault())))
    book["农户"]["D3"] = "脱贫户"
    book.save(tmp_path / "mended.xlsx")
    report = import_ledger(tmp_path / "mended.xlsx")
    assert (report.errors, report.unknown) == ([], {})
    assert report.sheets["农户"].added == 2


def test_marked_again_it_shows_only_what_is_still_wrong(uploaded, marked, tmp_path):
    households = [HOUSEHOLDS[0], ["H1", "户主", VILLAGE, "贫困户"], ["H2", "", VILLAGE, "脱贫户"]]
    book = openpyxl.load_workbook(marked(uploaded({**OWN_TOWN, "农户": households})))
    book["农户"]["D2"] = "脱贫户"
    book.save(tmp_path / "half.xlsx")
    page = openpyxl.load_workbook(marked(uploaded(tmp_path / "half.xlsx")))["农户"]
    assert [cell.coordinate for row in page for cell in row if is_red(cell)] == ["B3"]
    assert [page[f"E{row}"].value for row in (1, 2, 3)] == ["拒绝原因", None, "户主姓名：必填，不能为空"]


def test_what_looks_like_a_formula_stays_text(uploaded, marked):
    villages = [VILLAGES[0], [VILLAGE, "=1+1", "也许"]]
    page = openpyxl.load_workbook(marked(uploaded({"村社区": villages})))["村社区"]
    assert page["D2"].data_type == "s"


def test_asked_for_twice_it_is_made_once(uploaded):
    job = uploaded(with_a_fault())
    first, second = (actions.ask_for_marked_copy(job=job, user=job.requested_by) for _ in range(2))
    assert first == second


def test_without_errors_there_is_nothing_to_mark(uploaded):
    job = uploaded(OWN_TOWN)
    assert actions.ask_for_marked_copy(job=job, user=job.requested_by) is None


def test_a_new_run_makes_the_old_copy_worthless(uploaded, marked):
    job = uploaded(with_a_fault())
    path = marked(job)
    confirmed(job, job.Mode.GOOD_ROWS)
    assert not Path(path).exists()
    assert not MarkedCopy.objects.exists()


def test_a_file_too_large_to_mark_is_said_in_words(uploaded, monkeypatch):
    monkeypatch.setattr(marking, "LARGEST", 100)
    job = uploaded(with_a_fault())
    copy = actions.ask_for_marked_copy(job=job, user=job.requested_by)
    tasks.mark_refused(copy.pk)
    copy.refresh_from_db()
    assert copy.state == Job.State.FAILED
    assert "不生成标注" in copy.message


@pytest.mark.parametrize("names", [("甲" * 31 + "一", "甲" * 31 + "二"), ("A/b", "a_B")])
def test_worksheets_that_would_have_one_title_are_refused_in_words(tmp_path, names):
    with pytest.raises(UnreadableWorkbook, match="请改名"):
        write_workbook(tmp_path / "x.xlsx", iter([SimpleNamespace(name=name, rows=[]) for name in names]))
