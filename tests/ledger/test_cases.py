"""The contract's cases: a ledger goes in, its report and its score come out, and the ledger comes out again."""

import json
from datetime import date

import pytest

from core.models import Village
from ledger.exporting import export_ledger
from ledger.importing import import_ledger
from ledger.sheets import SHEETS
from scoring.engine import score_town
from tests.conftest import CASES

HOME_TOWN = "430529104"
NAMES = sorted(str(path.relative_to(CASES)).removesuffix(".expected.json") for path in CASES.rglob("*.expected.json"))

pytestmark = pytest.mark.usefixtures("divisions")


def workbooks(name):
    parts = sorted(CASES.glob(f"{name}.[0-9].xlsx"))
    return parts or [CASES / f"{name}.xlsx"]


def expected(name, kind):
    path = CASES / f"{name}.{kind}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def scores(name):
    """The score of every day that the case asks for."""
    return {
        day: score_town(HOME_TOWN, date.fromisoformat(day), cases=True).as_json() for day in expected(name, "expected")
    }


def bring_in(name):
    return [import_ledger(path, partial=True) for path in workbooks(name)]


def empty():
    for sheet in reversed(SHEETS):
        sheet.model.with_voided.all().delete()
        sheet.model.history.all().delete()


@pytest.mark.parametrize("name", NAMES)
def test_the_report_counts_what_happened(name):
    assert [report.as_dict()["sheets"] for report in bring_in(name)] == expected(name, "report")


@pytest.mark.parametrize("name", [name for name in NAMES if expected(name, "errors")])
def test_exactly_the_bad_cells_are_refused(name):
    errors = bring_in(name)[-1].errors
    assert {(error.sheet, error.row, error.column) for error in errors} == {
        (sheet, row, column) for sheet, row, column, _ in expected(name, "errors")
    }
    assert all(error.message for error in errors)


@pytest.mark.parametrize("name", NAMES)
def test_the_score_is_the_expected_one(name):
    bring_in(name)
    assert scores(name) == expected(name, "expected")


@pytest.mark.parametrize("name", NAMES)
def test_importing_again_changes_nothing(name):
    bring_in(name)
    again = import_ledger(workbooks(name)[-1], partial=True)
    assert all(counts.added == counts.changed == 0 for counts in again.sheets.values())


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_out_goes_into_an_empty_database_and_scores_the_same(name, tmp_path):
    bring_in(name)
    before, first = scores(name), tmp_path / "first.xlsx"
    export_ledger(first)
    empty()
    assert not Village.with_voided.exists()
    report = import_ledger(first)
    assert not report.errors
    assert scores(name) == before
    again = import_ledger(first)
    assert all(counts.unchanged == counts.rows for counts in again.sheets.values())


@pytest.mark.parametrize("name", ["town-clean", "edges/choice-3.4-workers-of-another-town"])
def test_a_towns_own_ledger_stands_alone(name, tmp_path):
    bring_in(name)
    before, path = scores(name), tmp_path / "town.xlsx"
    export_ledger(path, division=HOME_TOWN)
    empty()
    assert not import_ledger(path).errors
    assert scores(name) == before
