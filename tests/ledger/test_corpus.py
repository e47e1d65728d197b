"""The corpus, by command and on the upload page: an answer in Chinese, nothing written, and the next file works."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from core.models import Village
from labor.models import Household, Person
from ledger.importing import import_ledger
from ledger.models import ImportJob
from tests.case import CASES
from tests.ledger.builders import OWN_TOWN
from tests.ledger.conftest import worked
from tests.ledger.corpus import FIELD, HOSTILE, ONE_CELL, REFUSED

GOOD = CASES / "edges" / "7.1-8.1-late-but-done.xlsx"
Outcome = ImportJob.Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(imported):
    """The village and the household that the field files speak of."""
    imported({"村社区": OWN_TOWN["村社区"], "农户": OWN_TOWN["农户"]})


def imported_by_command(path):
    """Status and what was printed."""
    printed, said = io.StringIO(), io.StringIO()
    try:
        call_command("import_ledger", str(path), "--format=json", stdout=printed, stderr=said)
    except SystemExit as left:
        return left.code, printed.getvalue() or said.getvalue()
    return 0, printed.getvalue()


@pytest.fixture
def submitted(client, staff):
    """Upload a file on the page and let a worker take it; the import, and its page."""
    client.force_login(staff)

    def run(path):
        form = client.get("/ledger/").context["form"]
        file = SimpleUploadedFile("台账.xlsx", path.read_bytes())
        data = {"file": file, "mode": ImportJob.Mode.ALL_OR_NOTHING, "token": form["token"].value()}
        assert client.post("/ledger/", data).status_code == 302
        job = worked(ImportJob.objects.first())
        return job, client.get(job.get_absolute_url()).content.decode()

    return run


def test_nobody_forgot_a_file():
    assert {path for path in HOSTILE.glob("*.xlsx")} <= {*REFUSED, *ONE_CELL}


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_a_file_that_cannot_be_taken_is_refused_with_its_reason(path, submitted):
    status, said = imported_by_command(path)
    assert (status, REFUSED[path] in said) == (2, True)
    job, page = submitted(path)
    assert (job.state, job.outcome) == (job.State.DONE, Outcome.UNREADABLE)
    assert REFUSED[path] in page
    assert not Village.objects.exists()
    assert submitted(GOOD)[0].outcome == Outcome.WRITTEN


@pytest.mark.parametrize("path", ONE_CELL, ids=lambda path: path.stem)
def test_a_bad_cell_is_named_and_the_rest_is_read(path, submitted, town):
    place, reason = ONE_CELL[path]
    before = Village.objects.count()
    status, printed = imported_by_command(path)
    errors = [error for error in json.loads(printed)["errors"] if reason in error["message"]]
    assert (status, [(error["sheet"], error["row"], error["column"]) for error in errors]) == (1, [place])
    job, _ = submitted(path)
    assert job.outcome == Outcome.REFUSED
    assert {(cell.sheet, cell.row, cell.column) for cell in job.refused_cells.filter(message__contains=reason)} == {
        place
    }
    assert Village.objects.count() == before


def test_a_name_is_read_without_its_pinyin_guide(town):
    assert not import_ledger(FIELD / "06-phonetic.xlsx").errors
    assert Person.objects.get().name == "石永芳"


def test_a_strict_workbook_is_read_like_any_other(town):
    assert not import_ledger(FIELD / "08-strict.xlsx").errors
    assert (Person.objects.get().name, Household.objects.count()) == ("石永芳", 1)


def test_a_formula_without_a_result_leaves_a_stored_phone(imported, town):
    people = [["证件号码", "姓名", "村代码", "户编号", "劳动能力", "纳入日期", "联系电话"]]
    person = ["430599198505050018", "甲一", OWN_TOWN["村社区"][1][0], "H1", "普通劳动力", "2016-01-01", "15400001302"]
    imported({"劳动力": [*people, person]})
    import_ledger(FIELD / "09-deadformula-strict.xlsx", partial=True)
    assert Person.objects.get().phone.plain == "15400001302"
