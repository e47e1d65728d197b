"""An upload becomes a job that a worker does: checked, confirmed, written once, whatever happens on the way."""

import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.jobs.queue import Job, Superseded
from core.models import AuditEvent, Village
from labor.models import Household, Person
from ledger import actions, importing, retention, tasks
from ledger.models import ImportBatch, ImportJob
from tests.ledger.builders import HOUSEHOLDS, OTHER_TOWN_VILLAGE, OWN_TOWN, with_a_fault
from tests.ledger.conftest import confirmed, worked

Mode, Outcome = ImportJob.Mode, ImportJob.Outcome

pytestmark = pytest.mark.django_db


def upload(user, path, mode=Mode.CHECK):
    return actions.upload(user=user, file=SimpleUploadedFile("台账.xlsx", path.read_bytes()), mode=mode)


def test_a_check_reports_and_writes_nothing(uploaded):
    job = uploaded(OWN_TOWN)
    assert (job.state, job.outcome) == (Job.State.DONE, Outcome.CHECKED)
    assert job.report["sheets"]["劳动力"]["added"] == 1
    assert not Village.objects.exists()


def test_what_was_checked_is_written_without_uploading_again(uploaded):
    job = worked(confirmed(uploaded(OWN_TOWN), Mode.ALL_OR_NOTHING))
    assert job.outcome == Outcome.WRITTEN
    assert job.totals == {"rows": 3, "added": 3, "changed": 0, "unchanged": 0, "refused": 0}
    assert job.batch == ImportBatch.objects.get()
    assert (job.batch.actor, job.batch.file_name) == (job.requested_by, "台账.xlsx")
    assert Person.history.get().history_user == job.requested_by


def test_confirming_twice_writes_once(uploaded):
    job = uploaded(OWN_TOWN)
    for _ in range(2):
        worked(confirmed(job, Mode.ALL_OR_NOTHING))
    assert ImportBatch.objects.count() == 1
    assert confirmed(job, Mode.GOOD_ROWS).mode == Mode.ALL_OR_NOTHING


def test_with_an_error_all_or_nothing_writes_nothing_and_the_good_rows_can_follow(uploaded):
    job = uploaded(with_a_fault(), Mode.ALL_OR_NOTHING)
    assert (job.outcome, job.refused_count) == (Outcome.REFUSED, 1)
    assert not Village.objects.exists()
    job = worked(confirmed(job, Mode.GOOD_ROWS))
    assert job.outcome == Outcome.WRITTEN
    assert list(Household.objects.values_list("code", flat=True)) == ["H1"]
    assert job.refused_cells.count() == 1


def test_only_rows_of_the_users_divisions_are_written(uploaded):
    households = [*HOUSEHOLDS, ["H2", "户主", OTHER_TOWN_VILLAGE, "脱贫户"]]
    job = uploaded({**OWN_TOWN, "农户": households}, Mode.GOOD_ROWS)
    assert list(Household.objects.values_list("code", flat=True)) == ["H1"]
    assert job.refused_cells.get().row == 3


def test_a_division_taken_away_before_the_worker_came_is_not_written(staff, workbook):
    job = upload(staff, workbook(OWN_TOWN), Mode.GOOD_ROWS)
    staff.divisions.clear()
    assert worked(job).totals["added"] == 0
    assert not Village.objects.exists()


def test_a_file_that_cannot_be_read_is_told_in_words(uploaded, tmp_path):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 cut off")
    job = uploaded(path, Mode.GOOD_ROWS)
    assert (job.state, job.outcome) == (Job.State.DONE, Outcome.UNREADABLE)
    assert "损坏" in job.message
    assert not job.may_be_written
    assert not job.may_run_again


def test_an_import_that_broke_can_be_run_again(uploaded, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(importing, "stage", lambda changes: 1 / 0)
        job = uploaded(OWN_TOWN, Mode.GOOD_ROWS)
    assert (job.state, job.message) == (Job.State.FAILED, "处理时出错，请联系系统管理员")
    assert not Village.objects.exists()
    assert worked(actions.run_again(job=job, user=job.requested_by)).outcome == Outcome.WRITTEN


def test_an_import_is_written_and_run_again_by_its_uploader_only(uploaded, administrator):
    job = uploaded(OWN_TOWN)
    actions.write_checked(job=job, mode=Mode.GOOD_ROWS, user=administrator)
    job.refresh_from_db()
    assert (job.state, job.mode) == (Job.State.DONE, Mode.CHECK)
    ImportJob.objects.update(state=Job.State.FAILED)
    assert actions.run_again(job=job, user=administrator).state == Job.State.FAILED


def test_somebody_who_lost_the_permission_meanwhile_writes_nothing(staff, workbook):
    job = upload(staff, workbook(OWN_TOWN), Mode.GOOD_ROWS)
    type(staff).objects.update(is_active=False)
    assert worked(job).message == "上传人已没有导入台账的权限"
    assert not Village.objects.exists()


def test_only_a_failed_import_runs_again(uploaded):
    job = uploaded(OWN_TOWN, Mode.GOOD_ROWS)
    assert actions.run_again(job=job, user=job.requested_by).state == Job.State.DONE
    assert tasks.import_file(job.pk) is None
    assert ImportBatch.objects.count() == 1


def test_a_worker_given_up_for_dead_takes_back_what_it_wrote(staff, workbook, monkeypatch):
    job = upload(staff, workbook(OWN_TOWN), Mode.GOOD_ROWS)
    merge = importing.Staged.merge

    def merged_too_late(*args, **kwargs):
        merge(*args, **kwargs)
        ImportJob.objects.filter(pk=job.pk).update(attempts=2, started_at=job.uploaded_at)

    with monkeypatch.context() as patch:
        patch.setattr(importing.Staged, "merge", merged_too_late)
        claimed = ImportJob.objects.claim(job.pk)
        with pytest.raises(Superseded):
            actions.carry_out(claimed)
    assert not Village.objects.exists()
    assert not ImportBatch.objects.exists()


def test_a_long_expired_file_cannot_be_written_any_more(uploaded):
    job = uploaded(OWN_TOWN)
    job.file.storage.delete(job.file.name)
    assert not job.may_be_written
    ImportJob.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    assert worked(job).message == actions.GONE


def test_uploads_are_deleted_after_a_week_with_the_list_of_what_was_refused(uploaded):
    old, new = uploaded(with_a_fault()), uploaded(with_a_fault())
    uploaded_at = old.uploaded_at - timedelta(days=8)
    os.utime(old.file.path, (uploaded_at.timestamp(),) * 2)
    ImportJob.objects.filter(pk=old.pk).update(uploaded_at=uploaded_at)
    assert retention.delete_old() == 1
    assert (old.has_file, new.has_file) == (False, True)
    assert (old.refused_cells.exists(), new.refused_cells.exists()) == (False, True)
    assert old.totals["refused"] == 1


def test_the_name_of_a_file_keeps_no_numbers_of_people(staff, workbook):
    file = SimpleUploadedFile("430599198505050018的台账.xlsx", workbook(OWN_TOWN).read_bytes())
    job = actions.upload(user=staff, file=file, mode=Mode.CHECK)
    assert job.file_name == f"{'*' * 18}的台账.xlsx"
    assert "430599" not in job.file.name


def test_an_import_is_written_down_in_the_trail_under_the_users_name(uploaded, staff):
    uploaded(OWN_TOWN, Mode.GOOD_ROWS)
    event = AuditEvent.objects.get(action=AuditEvent.Action.IMPORT)
    assert (event.actor, event.division_code, event.details["劳动力"]["added"]) == (staff, "430529104", 1)


def test_staff_see_their_own_imports_only(uploaded, neighbour):
    job = uploaded(OWN_TOWN)
    assert list(ImportJob.objects.visible_to(job.requested_by)) == [job]
    assert not ImportJob.objects.visible_to(neighbour).exists()


@pytest.mark.parametrize(
    ("held", "sees"), [(["430529"], True), (["430529103", "430529104"], True), (["430529103"], False), ([], False)]
)
def test_administrators_see_the_imports_within_their_divisions(uploaded, administrator, held, sees):
    uploaded(OWN_TOWN)
    administrator.divisions.set(held)
    assert ImportJob.objects.visible_to(administrator).exists() == sees
