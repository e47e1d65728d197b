"""What people do with ledgers: upload one, have it written, run it again, ask for it back with its errors marked."""

from collections.abc import Callable
from types import FunctionType
from typing import Any, NamedTuple

from django.db import transaction

from core.contributions import Slot
from core.divisions import enclosing_code
from core.files.pasting import PastedFile
from core.jobs.queue import Job, JobFailed
from core.personal_data.masking import scrub
from core.printable import printable
from core.wall import everywhere
from foreign.faults import UnreadableWorkbook
from ledger import refusals, retention
from ledger.comparisons.taking import OUTCOME
from ledger.importing import STAGES, Watcher, import_ledger
from ledger.models import ComparedLine, ImportBatch, ImportJob, MarkedCopy, Outlook, RefusedCell, StoredEffect
from ledger.report import Report
from ledger.rosters.uploads import compare_list, keep_comparison, look_at_list, take_list
from ledger.rules import EXCHANGE
from ledger.undoing import NotUndoable, undo

GONE = "上传的文件已过保存期限并删除，请重新上传"


@transaction.atomic
def upload(*, user: Any, file: Any, mode: str) -> ImportJob:
    """Take a workbook in and have it imported."""
    return taken_in(user=user, file=file, mode=mode).enqueue()


def taken_in(*, user: Any, file: Any, mode: str) -> ImportJob:
    """The job of an uploaded file, which no worker knows of yet."""
    told = {"mode": mode, "size": file.size, "file_name": scrub(printable(file.name))[-200:]}
    told["is_pasted"] = isinstance(file, PastedFile)
    told["division_code"] = enclosing_code(user.division_codes)
    told["report"] = {"divisions": " ".join(user.division_codes)}
    job = ImportJob(requested_by=user, **told)
    job.file.save(file.name, file, save=False)
    return job


@transaction.atomic
def write_checked(*, job: ImportJob, mode: str, renames: bool = False, user: Any) -> ImportJob:
    """Have a workbook written that was checked before, without uploading it again; its uploader alone may.

    Rows that give somebody another name are among them only where the uploader says that this is meant: `renames`.
    """
    job = locked(job)
    if job.may_be_written and job.requested_by == user:
        job.mode, job.renames = mode, renames
        start_over(job)
    return job


@transaction.atomic
def run_again(*, job: ImportJob, user: Any) -> ImportJob:
    """Have an import done that failed; its uploader alone may."""
    job = locked(job)
    if job.may_run_again and job.requested_by == user:
        start_over(job)
    return job


@everywhere("it was found for the user")
def cancel(*, job: ImportJob, user: Any) -> bool:
    """Give up what is not over, and nothing of it is kept; its uploader alone may."""
    return job.requested_by == user and job.cancel()


@transaction.atomic
def ask_for_marked_copy(*, job: ImportJob, user: Any) -> MarkedCopy | None:
    """Have the workbook made with its refused cells coloured; asked for twice, it is made once."""
    if not job.may_be_marked:
        return None
    copy, is_new = MarkedCopy.objects.select_for_update().get_or_create(import_job=job)
    if is_new or copy.state == Job.State.FAILED:
        copy.requested_by = user
        copy.enqueue()
    return copy


def undo_import(*, job: ImportJob, user: Any) -> None:
    """Take back what an import wrote; raises NotUndoable."""
    if job.batch is None:
        raise NotUndoable("这次导入没有写入任何数据")
    undo(job.batch, user=user)
    _after_writing()


def carry_out(job: ImportJob) -> None:
    """Import the workbook of a job, as its worker."""
    if not job.has_file:
        raise JobFailed(GONE)
    if not job.requested_by.has_perm(EXCHANGE):
        raise JobFailed("上传人已没有导入台账的权限")
    watcher = JobWatcher(job)
    try:
        if job.is_comparison:
            _compare(job, watcher)
            return
        report = take_list(job, watcher, job.mode) if job.is_roster else _take_ledger(job, watcher, job.mode)
    except UnreadableWorkbook as reason:
        _keep_unreadable(job, str(reason))
    else:
        if not report.written:
            _keep_unwritten(job, report)


def _compare(job: ImportJob, watcher: Watcher) -> None:
    found = compare_list(job, watcher)
    with job.finishing():
        _keep(job, keep_comparison(job, found), ImportJob.Outcome.COMPARED, None)


def look_ahead(outlook: Outlook) -> None:
    """Find what a checked file would bring, as the worker of its outlook: the file is read once more."""
    job, watcher = outlook.import_job, OutlookWatcher(outlook)
    if not job.has_file:
        raise JobFailed(GONE)
    try:
        if job.is_roster:
            look_at_list(job, watcher)
        else:
            _take_ledger(job, watcher, ImportJob.Mode.CHECK)
    except UnreadableWorkbook as reason:
        raise JobFailed(str(reason)) from reason
    with outlook.finishing():
        Outlook.objects.filter(pk=outlook.pk).update(found=watcher.found)


def _take_ledger(job: ImportJob, watcher: Watcher, mode: str) -> Report:
    return import_ledger(
        job.file.path,
        partial=mode == ImportJob.Mode.GOOD_ROWS,
        dry_run=mode == ImportJob.Mode.CHECK,
        file_name=job.file_name,
        is_pasted=job.is_pasted,
        divisions=job.requested_by.division_codes,
        renames=job.renames or mode == ImportJob.Mode.CHECK,
        watcher=watcher,
    )


class ImportPreview(NamedTuple):
    """What an app above finds of a file before it is written, by a name under which the job's outlook keeps it."""

    find: Callable[[ImportJob, Callable[[], None]], Any]
    name: str


#: Asked with the job and with what writes the good rows, for a transaction that is taken back.
PREVIEWS = Slot(FunctionType, ImportPreview)


class AfterWriting(NamedTuple):
    """What an app above does once a file is written for good, or taken back."""

    do: Callable[[], Any]


AFTER_WRITING = Slot(FunctionType, AfterWriting)


def _after_writing() -> None:
    for after in AFTER_WRITING:
        transaction.on_commit(after.do, robust=True)


class JobWatcher(Watcher):
    """Writes down how far an import has come, and that it is done in the very transaction that does it."""

    def __init__(self, job: ImportJob) -> None:
        self.job = job

    def reached(self, stage: str, done: int, total: int) -> None:
        place = STAGES.index(stage) * total + done
        self.job.progress(place, len(STAGES) * total, f"{stage}（{done + 1}/{total}）")

    def written(self, report: Report, batch: ImportBatch) -> None:
        _keep(self.job, report, ImportJob.Outcome.WRITTEN, batch)
        self.job.leave(Job.State.DONE)
        _after_writing()


class OutlookWatcher(Watcher):
    """Has all previews look at what a file would write."""

    def __init__(self, outlook: Outlook) -> None:
        self._outlook = outlook
        self.found: dict[str, Any] = {}

    def checked(self, write: Callable[[], None]) -> None:
        previews = list(PREVIEWS)
        for number, preview in enumerate(previews):
            self._outlook.progress(number, len(previews), "推算")
            self.found[preview.name] = preview.find(self._outlook.import_job, write)


def locked(job: ImportJob) -> ImportJob:
    """The job as it stands, which nobody else changes until the transaction ends."""
    return ImportJob.objects.everywhere("it was found for its user").select_for_update().get(pk=job.pk)


def start_over(job: ImportJob) -> None:
    """Have a locked job done once more, as it now says."""
    retention.delete_copies(MarkedCopy.objects.filter(import_job=job))
    Outlook.objects.filter(import_job=job).delete()
    job.outcome = ""
    job.tell({})
    job.enqueue()


def _keep_unwritten(job: ImportJob, report: Report) -> None:
    checked = job.mode == ImportJob.Mode.CHECK
    with job.finishing():
        _keep(job, report, ImportJob.Outcome.CHECKED if checked else ImportJob.Outcome.REFUSED, None)
        if checked and job.writable:
            Outlook(import_job=job, requested_by=job.requested_by).enqueue()


def _keep_unreadable(job: ImportJob, reason: str) -> None:
    with transaction.atomic():
        _keep(job, Report(), ImportJob.Outcome.UNREADABLE, None)
        job.leave(Job.State.DONE, reason)


def _keep(job: ImportJob, report: Report, outcome: str, batch: ImportBatch | None) -> None:
    """Keep what came of a job; whoever calls says in the same transaction that it is done."""
    job.outcome, job.batch, job.refused_count = outcome, batch, len(report.errors)
    job.tell(refusals.counts_and_unknown(report))
    job.save(update_fields=["outcome", "batch", "refused_count", "report"])
    job.refused_cells.all().delete()
    RefusedCell.objects.bulk_create(refusals.cells(job, report.errors), batch_size=1000)
    job.effects.all().delete()
    StoredEffect.objects.bulk_create(refusals.effects(job, report.effects), batch_size=1000)
    ComparedLine.objects.bulk_update(report.taken, OUTCOME, batch_size=500)
