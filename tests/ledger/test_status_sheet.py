"""状态变更 on the web: what is refused in it is masked and marked, what was written is undone."""

from pathlib import Path

import openpyxl
import pytest

from labor.models import HouseholdChange, Person, PersonChange
from ledger import actions, tasks
from ledger.models import ImportJob, RefusedCell
from tests.ledger.builders import OWN_TOWN, PERSON

pytestmark = pytest.mark.django_db
CASES = Path(__file__).parents[1] / "cases"
HEADERS = ["对象编号", "项目", "变更日期", "变更前"]
Mode = ImportJob.Mode


def changes(*rows):
    return {**OWN_TOWN, "状态变更": [HEADERS, *rows]}


@pytest.mark.parametrize("mode", [mode for mode in Mode if mode != Mode.COMPARE])  # only lists are held beside
def test_a_file_with_every_error_is_reported(uploaded, mode):
    job = uploaded(CASES / "town-errors.xlsx", mode)
    assert job.state == job.State.DONE
    assert RefusedCell.objects.filter(job=job, sheet="状态变更").exists()


def test_a_refused_number_of_a_person_is_masked_and_the_cell_marked(uploaded, client):
    job = uploaded(
        changes([PERSON, "劳动能力", "2023-02-01", "很能干"], ["430599198505059999", "劳动能力", "2023-02-01", ""])
    )

    client.force_login(job.requested_by)
    page = client.get(job.get_absolute_url()).content.decode()
    told = {(cell.column, cell.value) for cell in RefusedCell.objects.filter(job=job, sheet="状态变更")}
    assert ("变更前", "很能干") in told
    assert "430599198505059999" not in page + str(told)
    copy = actions.ask_for_marked_copy(job=job, user=job.requested_by)
    tasks.mark_refused(copy.pk)
    copy.refresh_from_db()
    sheet = openpyxl.load_workbook(copy.file.path)["状态变更"]
    assert "变更前" in sheet["E2"].value


def test_what_was_written_is_undone(uploaded, client):
    job = uploaded(
        changes([PERSON, "劳动能力", "2023-02-01", "弱劳动力或半劳动力"], ["H1", "户类型", "2023-02-01", "一般农户"]),
        Mode.GOOD_ROWS,
    )
    assert (PersonChange.objects.count(), HouseholdChange.objects.count()) == (1, 1)
    client.force_login(job.requested_by)
    assert client.get(job.get_absolute_url()).status_code == 200
    actions.undo_import(job=job, user=job.requested_by)
    assert (PersonChange.objects.count(), HouseholdChange.objects.count(), Person.objects.count()) == (0, 0, 0)


def test_the_same_file_again_changes_nothing(uploaded):
    sheets = changes([PERSON, "劳动能力", "2023-02-01", "弱劳动力或半劳动力"])
    uploaded(sheets, Mode.GOOD_ROWS)
    again = uploaded(sheets, Mode.GOOD_ROWS)
    assert again.report["sheets"]["状态变更"]["unchanged"] == 1
