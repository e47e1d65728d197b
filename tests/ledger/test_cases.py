"""The contract's cases: a ledger goes in, its report and its score come out, and the ledger comes out again.

Of contract version 2, the cases of reading and importing are here. Those with the sheet 状态变更 are awaited, with the
values that have a day: 2.2-2.3-moved…, 2.2-4.1-village-merged, 2.2-6.4-identified-again, 2.2-graduates,
2.2-marriage…, 2.3-monitored-on-the-day, 4.1-4.2-village-dissolved, 4.1-4.3-hand-over…, 6.1-left-and-came-back,
status-read-as-the-column, and the renewed town-clean and town-errors, of which the versions before are here.
"""

import json
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection, transaction

from core.models import Village
from ledger.exporting import export_ledger
from ledger.importing import import_ledger
from ledger.report import Report
from ledger.sheets import SHEETS
from scoring.engine import score_town
from tests.conftest import CASES

HOME_TOWN = "430529104"
NAMES = sorted(str(path.relative_to(CASES)).removesuffix(".expected.json") for path in CASES.rglob("*.expected.json"))


@dataclass
class Case:
    """A case that has been brought in, with the reports of its workbooks."""

    name: str
    reports: list[Report]

    def expected(self, kind):
        path = CASES / f"{self.name}.{kind}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def scores(self):
        """The score of every day that the case asks for."""
        return {
            day: score_town(HOME_TOWN, date.fromisoformat(day), cases=True).as_json()
            for day in self.expected("expected")
        }


@pytest.fixture(scope="module", params=NAMES)
def brought_in(request, listed_divisions):
    with transaction.atomic():
        yield Case(request.param, [import_ledger(path, partial=True) for path in workbooks(request.param)])
        transaction.set_rollback(True)


@pytest.fixture
def case(brought_in, db):
    return brought_in


def workbooks(name):
    return sorted(CASES.glob(f"{name}.[0-9].xlsx")) or [CASES / f"{name}.xlsx"]


def empty():
    with connection.cursor() as cursor:
        for sheet in reversed(SHEETS):
            for model in (sheet.model, sheet.model.history.model):
                cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608


def test_the_report_counts_what_happened(case):
    assert [report.as_dict()["sheets"] for report in case.reports] == case.expected("report")


def test_exactly_the_bad_cells_are_refused(case):
    expected = [(*error, len(case.reports))[:5] for error in case.expected("errors") or ()]
    for number, report in enumerate(case.reports, 1):
        assert sorted((error.sheet, error.row or 0, error.column) for error in report.errors) == sorted(
            (sheet, row or 0, column) for sheet, row, column, _, workbook in expected if workbook == number
        )
        assert all(error.message for error in report.errors)


def test_what_the_rest_does_to_stored_values_is_told(case):
    nothing = [{"warnings": [], "cleared": {}} for _ in case.reports]
    assert [notes(report.as_dict()) for report in case.reports] == (case.expected("notes") or nothing)


def notes(report):
    members = ("sheet", "row", "column", "stored", "kind")
    warnings = [[warning[name] for name in members] for warning in report["warnings"]]
    return {"warnings": warnings, "cleared": report["cleared"]}


def test_the_score_is_the_expected_one(case):
    assert case.scores() == case.expected("expected")


def test_importing_again_changes_nothing(case):
    again = import_ledger(workbooks(case.name)[-1], partial=True)
    assert all(counts.added == counts.changed == 0 for counts in again.sheets.values())


def test_what_comes_out_goes_into_an_empty_database_and_scores_the_same(case, tmp_path):
    before, first = case.scores(), tmp_path / "first.xlsx"
    export_ledger(first)
    empty()
    assert not Village.with_voided.exists()
    report = import_ledger(first)
    assert not report.errors
    assert case.scores() == before
    again = import_ledger(first)
    assert all(counts.unchanged == counts.rows for counts in again.sheets.values())


@pytest.mark.parametrize(
    "brought_in", ["town-clean", "edges/choice-3.4-workers-of-another-town"], indirect=True, scope="module"
)
def test_a_towns_own_ledger_stands_alone(case, tmp_path):
    before, path = case.scores(), tmp_path / "town.xlsx"
    export_ledger(path, division=HOME_TOWN)
    empty()
    assert not import_ledger(path).errors
    assert case.scores() == before
