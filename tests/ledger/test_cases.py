"""The contract's cases: a ledger goes in, its report and its score come out, and the ledger comes out again."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from core.models import Village
from labor.models import HouseholdChange, PersonChange
from ledger.exporting import export_ledger
from ledger.importing import import_ledger
from ledger.sheets import TABLES
from scoring.result import decimal_text
from scoring.score import village_shares
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
        for sheet in reversed(TABLES):
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
    assert found(case) == case.expected("expected")


def found(case):
    """The scores that the case tells of, each on its day and of its town."""
    expected = case.expected("expected")
    (town,) = {each["division"] for each in expected.values()}
    return scores(expected, town)


def test_the_villages_shares_are_the_expected_ones(case):
    for day, by_code in (case.expected("villages") or {}).items():
        results = village_shares(TOWN, date.fromisoformat(day))
        shares = {code: {each.division: share_of(each.sub_items[code]) for each in results} for code in by_code}
        told = {code: {village: shares[code][village] for village in villages} for code, villages in by_code.items()}
        assert told == by_code, day
        others = (v for code, all_of in shares.items() for k, v in all_of.items() if k not in by_code[code])
        assert all(count == 0 for count, _ in others)


def share_of(result):
    return [result.count, decimal_text(result.deducted)]


def test_importing_again_changes_nothing(case):
    again = import_ledger(case.workbooks[-1], partial=True)
    assert all(counts.added == counts.changed == 0 for counts in again.sheets.values())


def test_what_comes_out_goes_into_an_empty_database_and_scores_the_same(case, tmp_path):
    before, first = found(case), tmp_path / "first.xlsx"
    export_ledger(first)
    empty()
    assert not Village.with_voided.exists()
    report = import_ledger(first)
    assert not report.errors
    assert found(case) == before
    again = import_ledger(first)
    assert all(counts.unchanged == counts.rows for counts in again.sheets.values())


@pytest.mark.parametrize(
    "brought_in", ["town-clean", "edges/choice-3.4-workers-of-another-town"], indirect=True, scope="module"
)
def test_a_towns_own_ledger_stands_alone_but_for_who_moved_between_towns(case, tmp_path):
    """What the town did with those who have always lived there comes to the same without the rest of the county.

    It does not with those who moved, and by the contract it can't: an export of one division leaves out whoever lives
    elsewhere today, and the rows of 状态变更 whose 变更前 names a village elsewhere. So what was missed here before
    going away is lost, and who came is read as having always been here. Nothing else may differ, and only where people
    and households are read on a day.
    """
    before, path, gone, came = found(case), tmp_path / "town.xlsx", lives_here(False), lives_here(True)
    export_ledger(path, division=TOWN)
    empty()
    assert not import_ledger(path).errors
    after = found(case)
    for day in before:
        assert missing(after[day], before[day]) <= gone, day
        assert missing(before[day], after[day]) <= came, day


def lives_here(today):
    """Who came from another town, people and households by their numbers, or else who has gone to one."""
    changes = [change for model in (PersonChange, HouseholdChange) for change in model.objects.filter(item="village")]
    lived = [(getattr(change, change.about), change.was_village_id[:9] == TOWN) for change in changes]
    return {
        getattr(who, "code", "") or who.id_number.plain
        for who, lived_here in lived
        if (who.village_id[:9] == TOWN) is today and lived_here is not today
    }


#: Sub-items that read people or households on a day: whoever has moved since counts where they were.
LOOKING_BACK = {"2.1", "2.2", "2.3", "3.4", "6.1", "6.2", "6.3", "6.4"}


def missing(one, other):
    """Whose cases are in the other result and not in this one; all but what looks back is the same in both."""
    mine, theirs = map(by_code, (one, other))
    assert all(mine[code] == theirs[code] for code in theirs.keys() - LOOKING_BACK)
    return {
        key.partition("@")[0] for code in LOOKING_BACK for key in set(theirs[code]["cases"]) - set(mine[code]["cases"])
    }


def by_code(result):
    return {each["code"]: each for item in result["items"] for each in item["indicators"]}
