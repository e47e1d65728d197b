"""What an import's preview tells of doubts is what the list has once the file is written."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from core.models import AuditEvent
from doubts.checking import check
from doubts.models.exemptions import name_of
from doubts.preview import doubts_of
from doubts.saved import look_through_all
from labor.models import Person
from ledger import actions, tasks
from ledger.importing import Watcher, import_ledger
from ledger.models import ImportBatch, ImportJob, Outlook
from scoring.result import decimal_text
from scoring.score import score_town
from tests.ledger.builders import OWN_TOWN
from tests.ledger.conftest import confirmed, staff, uploaded, workbook, worked  # noqa: F401
from tests.small_town import add_users

CASES = Path(__file__).parents[1] / "doubt_cases"
COUNTY, TOWN = "430529", "430529104"
STORED_AND_FILE = [("", "work-overlaps"), ("people", "households"), ("town-messy", "people")]


class Previewer(Watcher):
    def checked(self, write):
        self.found = doubts_of(write, [COUNTY])


def names():
    return {name_of(each.rule.code, hit): hit.values for each in check(COUNTY, localdate()) for hit in each.hits}


@pytest.mark.parametrize(("stored", "file"), STORED_AND_FILE)
def test_the_preview_tells_what_comes_with_the_good_rows(db, listed_divisions, stored, file):
    if stored:
        import_ledger(CASES / f"{stored}.xlsx", partial=True)
    before, watcher = names(), Previewer()
    batches, lines = ImportBatch.objects.count(), AuditEvent.objects.count()
    report = import_ledger(CASES / f"{file}.xlsx", dry_run=True, watcher=watcher)
    assert not report.written
    assert (names(), ImportBatch.objects.count(), AuditEvent.objects.count()) == (before, batches, lines)
    import_ledger(CASES / f"{file}.xlsx", partial=True)
    assert watcher.found
    assert {name: hit.values for name, (_, hit) in watcher.found.items()} == {
        name: values for name, values in names().items() if name not in before
    }


def test_who_only_checks_a_file_reads_what_it_would_bring(
    client, db, listed_divisions, django_capture_on_commit_callbacks
):
    users = add_users()
    file = SimpleUploadedFile("台账.xlsx", (CASES / "people.xlsx").read_bytes())
    with transaction.atomic():
        job = worked(actions.upload(user=users["staff"], file=file, mode=ImportJob.Mode.CHECK))
    before = score_town(TOWN, localdate())
    tasks.look_ahead(job.outlook.pk)
    job = ImportJob.objects.get()
    assert not Person.objects.exists()
    told = {each["title"]: each["count"] for each in job.outlook.found["doubts"]}
    assert told["联系电话格式不对"] > 0
    client.force_login(users["staff"])
    page = client.get(job.get_absolute_url()).content.decode()
    assert "写入会带来的疑点" in page
    assert "写入对得分的影响" in page
    assert "联系电话不是11位手机号" in page
    with django_capture_on_commit_callbacks() as afterwards:
        worked(actions.write_checked(job=job, mode=ImportJob.Mode.GOOD_ROWS, user=users["staff"]))
    assert look_through_all in afterwards
    after, (told_of_town,) = score_town(TOWN, localdate()), job.outlook.found["score"]
    assert (told_of_town["before"], told_of_town["after"]) == (decimal_text(before.total), decimal_text(after.total))
    changed = [code for code, each in after.sub_items.items() if each.facts != before.sub_items[code].facts]
    assert [line["title"].partition(" ")[0] for line in told_of_town["lines"]] == changed
    assert sum(told.values()) == sum(len(each.hits) for each in check(TOWN, localdate()))
    assert "写入会带来的疑点" not in client.get(reverse("ledger:import", args=[job.public_id])).content.decode()


def test_what_it_does_to_the_score_is_told_sub_item_by_sub_item(db, uploaded):  # noqa: F811
    job = uploaded(OWN_TOWN)
    before = score_town(TOWN, localdate())
    tasks.look_ahead(job.outlook.pk)
    (told,) = ImportJob.objects.get().outlook.found["score"]
    assert score_town(TOWN, localdate()).total == before.total
    worked(confirmed(job, ImportJob.Mode.ALL_OR_NOTHING))
    after = score_town(TOWN, localdate())
    moved = [code for code, each in after.sub_items.items() if each.facts != before.sub_items[code].facts]
    assert [line["title"].partition(" ")[0] for line in told["lines"]] == moved != []
    assert told["after"] == decimal_text(after.total)


def test_a_file_written_meanwhile_is_looked_at_no_more(db, uploaded):  # noqa: F811
    job = uploaded(OWN_TOWN)
    outlook = Outlook.objects.get()
    worked(confirmed(job, ImportJob.Mode.ALL_OR_NOTHING))
    assert tasks.look_ahead(outlook.pk) is None
    assert not Outlook.objects.exists()
