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
from ledger import actions
from ledger.importing import Watcher, import_ledger
from ledger.models import ImportBatch, ImportJob
from tests.ledger.conftest import worked
from tests.small_town import add_users

CASES = Path(__file__).parents[1] / "doubt_cases"
COUNTY = "430529"
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
    assert not Person.objects.exists()
    told = {each["title"]: each["count"] for each in job.report["doubts"]}
    assert told["联系电话格式不对"] > 0
    client.force_login(users["staff"])
    page = client.get(job.get_absolute_url()).content.decode()
    assert "写入会带来的疑点" in page
    assert "联系电话不是11位手机号" in page
    with django_capture_on_commit_callbacks() as afterwards:
        worked(actions.write_checked(job=job, mode=ImportJob.Mode.GOOD_ROWS, user=users["staff"]))
    assert look_through_all in afterwards
    assert sum(told.values()) == sum(len(each.hits) for each in check("430529104", localdate()))
    assert "写入会带来的疑点" not in client.get(reverse("ledger:import", args=[job.public_id])).content.decode()
