"""Refused cells of a list that are put right on its page: taken along, seen again, undone, and nobody else's."""

import openpyxl
import pytest
from django.urls import reverse

from labor.models import Employment
from ledger import retention
from ledger.models import ImportJob, RosterCorrection
from ledger.undoing import undo
from tests.exchanged import words
from tests.ledger.builders import PERSON
from tests.ledger.conftest import imported, neighbour, staff, workbook  # noqa: F401
from tests.rosters.test_importing import HEADER, SECOND, job
from tests.rosters.test_pages import act, address, page, town, upload, upload_file  # noqa: F401

pytestmark = pytest.mark.django_db
WRONG_DAY, WRONG_WAGE = job("试二", SECOND, "不知道", "某五金厂"), job(wage="四千多")


@pytest.fixture
def refused(page):  # noqa: F811
    """A list with two refused cells."""
    found = upload(page, WRONG_DAY, WRONG_WAGE)
    assert [cell.value for cell in found.refused_cells.all()] == ["不知道", "四千多"]
    return found


def put_right(client, of, *texts):
    """Type texts beside the first refused cells, and let a worker check."""
    fields = {f"right_{cell.pk}": text for cell, text in zip(of.refused_cells.all(), texts, strict=False)}
    return act(client, "corrections", of, **fields)


def test_what_was_put_right_is_taken_along_and_nothing_else(page, refused):  # noqa: F811
    again = put_right(page, refused, "2023-03-01")
    assert [cell.value for cell in again.refused_cells.all()] == ["四千多"]
    written = act(page, "write", again, mode="good_rows")
    taken = Employment.objects.get(person__id_number=SECOND)
    assert (taken.employer, taken.started_on.isoformat()) == ("某五金厂", "2023-03-01")
    assert Employment.objects.get(person__id_number=PERSON).monthly_wage is None
    undo(written.batch, user=written.requested_by)
    assert Employment.objects.values_list("person__id_number", flat=True).get() == PERSON


def test_several_are_put_right_at_once(page, refused):  # noqa: F811
    again = put_right(page, refused, "2023-03-01", "4500")
    assert (again.refused_count, again.outcome) == (0, ImportJob.Outcome.CHECKED)
    assert "在页面上改正了 2 格" in words(page.get(again.get_absolute_url()))
    assert act(page, "write", again, mode="all_or_nothing").outcome == ImportJob.Outcome.WRITTEN
    assert Employment.objects.get(person__id_number=PERSON).monthly_wage == 4500


def test_what_is_wrong_anew_is_refused_anew(page, refused):  # noqa: F811
    again = put_right(page, refused, "昨天", "4500")
    assert [cell.value for cell in again.refused_cells.all()] == ["昨天"]
    told = words(page.get(address("corrections", again)))
    assert "不知道 昨天 仍被拒绝" in told
    assert "四千多 4500 可以写入" in told
    last = put_right(page, again, "2023-03-01")
    assert last.refused_count == 0
    assert "不知道 2023-03-01 可以写入" in words(page.get(address("corrections", last)))


def test_one_that_is_taken_back_is_read_from_the_file_again(page, refused):  # noqa: F811
    again = put_right(page, refused, "2023-03-01")
    back = act(page, "corrections", again, back=RosterCorrection.objects.get().pk)
    assert [cell.value for cell in back.refused_cells.all()] == ["不知道", "四千多"]


def test_a_number_that_was_typed_is_masked_as_one_of_the_file(page):  # noqa: F811
    found = upload(page, job("试二", f"{SECOND[:-1]}#", "2023-03-01", "某五金厂"))
    again = put_right(page, found, SECOND)
    assert again.refused_count == 0
    assert SECOND not in page.get(address("corrections", again)).content.decode()
    assert RosterCorrection.objects.get().shown.startswith(f"{SECOND[:3]}***")


def test_a_merged_cell_is_put_right_in_its_own_row_alone(page, workbook):  # noqa: F811
    rows = [
        line.split(",") for line in (HEADER, job("试二", SECOND, "2023-03-01", "某五金厂", wage="四千多"), WRONG_WAGE)
    ]
    path = workbook({"务工": rows})
    book = openpyxl.load_workbook(path)
    book["务工"].merge_cells("J2:J3")
    book.save(path)
    found = upload_file(page, path.read_bytes(), "务工20230930.xlsx")
    assert [(cell.row, cell.value) for cell in found.refused_cells.all()] == [(2, "四千多"), (3, "四千多")]
    again = put_right(page, found, "4500")
    assert [(cell.row, cell.value) for cell in again.refused_cells.all()] == [(3, "四千多")]


def test_nobody_else_puts_it_right(page, refused, neighbour, client):  # noqa: F811
    cell = refused.refused_cells.first()
    client.force_login(neighbour)
    answers = [client.get(address("corrections", refused)), client.post(address("corrections", refused))]
    answers.append(client.post(address("corrections", refused), {f"right_{cell.pk}": "2023-03-01"}))
    assert [answer.status_code for answer in answers] == [404] * 3
    assert not RosterCorrection.objects.exists()


def test_a_cell_of_another_list_is_not_reached(page, refused):  # noqa: F811
    other = upload(page, WRONG_WAGE)
    page.post(address("corrections", refused), {f"right_{other.refused_cells.get().pk}": "4500"})
    assert not RosterCorrection.objects.exists()


def test_what_is_written_is_put_right_no_more(page, refused):  # noqa: F811
    again = put_right(page, refused, "2023-03-01")
    written = act(page, "write", again, mode="good_rows")
    put_right(page, written, "4500")
    assert RosterCorrection.objects.count() == 1
    assert "right_" not in page.get(written.get_absolute_url()).content.decode()


def test_it_goes_with_the_file(page, refused, time_machine):  # noqa: F811
    put_right(page, refused, "2023-03-01")
    retention.delete_old()
    assert RosterCorrection.objects.exists()
    ImportJob.objects.update(uploaded_at="2023-01-01T00:00Z")
    retention.delete_old()
    assert not RosterCorrection.objects.exists()


def test_a_text_that_is_too_long_is_told(page, refused):  # noqa: F811
    put_right(page, refused, "长" * 201)
    assert "一格最多 200 字" in words(page.get(reverse("ledger:exchange")))
    assert not RosterCorrection.objects.exists()
