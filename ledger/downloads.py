"""Workbooks on their way to a browser: a temporary file that is gone once it is sent, under a Chinese name."""

from collections.abc import Callable
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, Http404
from django.utils import timezone

from core import audit
from core.jobs.queue import Job
from core.models import AuditEvent, Division, Village
from labor.verification.campaign import Campaign
from ledger.exporting import export_ledger, export_template, villages_of
from ledger.markable import without_ending
from ledger.models import ImportJob
from ledger.paper_round.open_list import write_open_list
from ledger.sheets import FILLING, FIRST

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template(user: Any, *, small: bool = False) -> FileResponse:
    """The empty workbook with the villages of the user; a `small` one has the three sheets that a town begins with."""
    mine = villages_of(Village.objects.visible_to(user), Division.objects.visible_to(user))
    write = partial(export_template, villages=mine, sheets=FIRST if small else FILLING)
    return _made("台账模板-起步三张表.xlsx" if small else "台账模板.xlsx", write)


def ledger(division: str, user: Any) -> FileResponse:
    """The ledger of `division`, as far as `user` sees it."""
    name = Division.objects.visible_to(user).get(pk=division).name
    export = partial(export_ledger, division=division, seen_by=user)
    return _made(f"台账-{name}-{timezone.localdate().isoformat()}.xlsx", export)


def open_list(user: Any, village: Village | None) -> FileResponse:
    """Those still to verify in this half-year, of one village or of all, for a paper round."""
    today = timezone.localdate()
    campaign = Campaign.containing(today)
    write = partial(write_open_list, campaign=campaign, on=today, user=user, village=village.pk if village else "")
    place = village.name if village else user.division_names
    return _made(f"待核实名单-{place}-{today.isoformat()}.xlsx", write)


def marked_copy(job: ImportJob) -> FileResponse:
    """The marked workbook of `job`, with a line in the audit trail."""
    copy = getattr(job, "marked_copy", None)
    if copy is None or copy.state != Job.State.DONE:
        raise Http404
    try:
        file = copy.file.open("rb")  # before the line that says it was taken out
    except OSError as gone:  # deleted with its time
        raise Http404 from gone
    details = {"file": "标注错误的工作簿", "rows": job.totals["rows"]}
    audit.record(AuditEvent.Action.EXPORT, subject=job, details=details)
    return _sent(file, f"{without_ending(job.file_name)}-标注错误.xlsx")


def _made(name: str, write: Callable[[IO[bytes]], Any]) -> FileResponse:
    file = TemporaryFile()  # noqa: SIM115 -- the response closes it
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return _sent(file, name)


def _sent(file: Any, name: str) -> FileResponse:
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
