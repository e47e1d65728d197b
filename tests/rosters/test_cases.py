"""The contract's cases: a list comes in beside a ledger; what it does, what it would do again, and how both differ."""

import json
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from time_machine import travel

from ledger.importing import import_ledger
from ledger.rosters.records import as_text, columns_of, key_names, records
from ledger.sheets import SHEETS_BY_NAME

CASES = Path(__file__).parents[1] / "roster_cases"
NAMES = sorted(path.name.removesuffix(".roster.json") for path in CASES.glob("*.roster.json"))
NOON, CHINA = time(12), ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module", params=NAMES)
def played(request, listed_divisions):
    """The case played: compared, imported, then imported again."""
    expected = json.loads((CASES / f"{request.param}.roster.json").read_text("utf-8"))
    with transaction.atomic():
        import_ledger(CASES / f"{request.param}.base.xlsx")
        edit_by_hand(request.param)
        options = expected["options"]
        yield SimpleNamespace(
            expected=expected,
            compared=answer("compare_roster", expected["file"], options["compare"]),
            imported=answer("import_roster", expected["file"], options["import"]),
            after={name: rows_of(name) for name in expected["after"]},
            again=answer("import_roster", expected["file"], options["import"])[1].get("counts"),
        )
        transaction.set_rollback(True)


@pytest.fixture
def case(played, db):
    return played


def edit_by_hand(name):
    path = CASES / f"{name}.hand.json"
    for edit in json.loads(path.read_text("utf-8")) if path.exists() else ():
        sheet = SHEETS_BY_NAME[edit["sheet"]]
        column = columns_of(sheet)[edit["column"]]
        (record,) = (one for one in records(sheet, Q()) if texts(sheet, one, key_names(sheet)) == edit["key"])
        with travel(datetime.combine(date.fromisoformat(edit["on"]), NOON, CHINA), tick=False):
            row = sheet.model.objects.get(pk=record.pk)
            setattr(row, column.attribute, column.parse(edit["value"]))
            row.save()


def answer(command, file, options):
    """The status with which a command leaves, and what it says."""
    said, status = StringIO(), 0
    try:
        call_command(command, str(CASES / file), "--format", "json", *options, stdout=said, traceback=True)
    except SystemExit as left:
        status = left.code
    return status, json.loads(said.getvalue())


def rows_of(name):
    sheet = SHEETS_BY_NAME[name]
    if sheet.parts:
        found = [exported(one) for part in sheet.parts for one in records(part, Q())]
    else:
        found = [texts(sheet, one, columns_of(sheet)) for one in records(sheet, Q())]
    return sorted(found, key=lambda row: [cell or "" for cell in row])


def exported(change):
    """A row of 状态变更: its cells are read as they are exported."""
    return [cell and str(cell) for cell in change.cells.values()]


def texts(sheet, record, names):
    columns = columns_of(sheet)
    return [as_text(columns[name], record.cells[name]) for name in names]


def test_the_report_is_the_expected_one(case):
    status, report = case.imported
    assert report.keys() == case.expected["report"].keys()
    for part, wanted in case.expected["report"].items():
        assert report[part] == wanted, part
    assert status == case.expected["status"]


def test_the_ledger_is_as_expected_afterwards(case):
    for name, wanted in case.expected["after"].items():
        assert case.after[name] == wanted, name


def test_a_second_run_changes_nothing(case):
    for name, wanted in (case.expected["again"] or {}).items():
        assert {kind: case.again[name][kind] for kind in wanted} == wanted


def test_the_comparison_is_the_expected_one(case):
    status, comparison = case.compared
    assert comparison.keys() == case.expected["compare"].keys()
    for part, wanted in case.expected["compare"].items():
        assert comparison[part] == wanted, part
    assert status == case.expected["compare_status"]
