"""The contract's cases: a ledger goes in, its report and its score come out, and the ledger comes out again.

Of contract version 2, the cases of reading and importing are here. Those with the sheet 状态变更 are awaited, with the
values that have a day: 2.2-2.3-moved…, 2.2-4.1-village-merged, 2.2-6.4-identified-again, 2.2-graduates,
2.2-marriage…, 2.3-monitored-on-the-day, 4.1-4.2-village-dissolved, 4.1-4.3-hand-over…, 6.1-left-and-came-back,
status-read-as-the-column, and the renewed town-clean and town-errors, of which the versions before are here.
"""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from core.models import Village
from ledger.exporting import export_ledger
from ledger.importing import import_ledger
from ledger.sheets import SHEETS
from tests.case import TOWN, Case, bring_in, names, notes, refusals, scores


@pytest.fixture(scope="module", params=names())
def brought_in(request, listed_divisions):
    with transaction.atomic():
        case = Case(request.param)
        yield SimpleNamespace(expected=case.read, workbooks=case.workbooks, reports=bring_in(case))
        transaction.set_rollback(True)


@pytest.fixture
def case(brought_in, db):
    return brought_in


def empty():
    with connection.cursor() as cursor:
        for sheet in reversed(SHEETS):
            for model in (sheet.model, sheet.model.history.model):
                cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608


def test_the_report_counts_what_happened(case):
    assert [report.as_dict()["sheets"] for report in case.reports] == case.expected("report")


def test_exactly_the_bad_cells_are_refused(case):
    found, expected = refusals(case.reports), case.expected("errors") or ()
    assert sorted(map(place, found)) == sorted(place((*error, len(case.reports))) for error in expected)
    assert all(message for _, _, _, message, _ in found)


def place(error):
    """Where a cell is refused; the contract names the workbook only where it is not the last."""
    sheet, row, column, _, workbook, *_ = error
    return workbook, sheet, row or 0, column


def test_what_the_rest_does_to_stored_values_is_told(case):
    nothing = [{"warnings": [], "cleared": {}} for _ in case.reports]
    assert [notes(report) for report in case.reports] == (case.expected("notes") or nothing)


def test_the_score_is_the_expected_one(case):
    assert scores(case.expected("expected")) == case.expected("expected")


def test_importing_again_changes_nothing(case):
    again = import_ledger(case.workbooks[-1], partial=True)
    assert all(counts.added == counts.changed == 0 for counts in again.sheets.values())


def test_what_comes_out_goes_into_an_empty_database_and_scores_the_same(case, tmp_path):
    before, first = scores(case.expected("expected")), tmp_path / "first.xlsx"
    export_ledger(first)
    empty()
    assert not Village.with_voided.exists()
    report = import_ledger(first)
    assert not report.errors
    assert scores(case.expected("expected")) == before
    again = import_ledger(first)
    assert all(counts.unchanged == counts.rows for counts in again.sheets.values())


@pytest.mark.parametrize(
    "brought_in", ["town-clean", "edges/choice-3.4-workers-of-another-town"], indirect=True, scope="module"
)
def test_a_towns_own_ledger_stands_alone(case, tmp_path):
    before, path = scores(case.expected("expected")), tmp_path / "town.xlsx"
    export_ledger(path, division=TOWN)
    empty()
    assert not import_ledger(path).errors
    assert scores(case.expected("expected")) == before
