"""The trail as a workbook: every cell is a text, so that nothing in it is ever computed."""

from collections.abc import Iterable, Iterator
from itertools import islice
from tempfile import NamedTemporaryFile
from typing import Any

import xlsxwriter
from django.core.files import File

from administration.trail.lines import HEADINGS, lines_of
from administration.trail.models import TrailExport
from administration.trail.search import TrailForm, found
from core import audit
from core.jobs.queue import JobFailed
from core.models import AuditEvent
from core.permissions import READ_TRAIL

BATCH = 2_000
#: A sheet holds so many rows, less one for its headings.
MOST = 1_048_575


def make(job: TrailExport) -> None:
    """Write the workbook of `job`, and a line that says so in the very transaction that hands it over."""
    user = job.requested_by
    if user is None or not user.has_perm(READ_TRAIL):
        raise JobFailed("提交人已没有查阅审计记录的权限")
    form = TrailForm(job.criteria)
    if not form.is_valid():
        raise JobFailed("条件有误，请重新查找后再导出")
    events = found(form.cleaned_data, user)
    total = events.count()
    if total > MOST:
        raise JobFailed(f"共 {total:,} 条，一张表最多 {MOST:,} 行，请缩小时间范围分几次导出")
    with NamedTemporaryFile(suffix=".xlsx") as file:
        rows = write(file.name, _batches(job, events, user, total))
        file.seek(0)
        with job.finishing():
            job.rows = rows
            job.file.save("trail.xlsx", File(file), save=False)
            job.save(update_fields=["file", "rows"])
            audit.record(AuditEvent.Action.EXPORT, subject=job, details={"list": "审计记录", "rows": rows})


def _batches(job: TrailExport, events: Any, user: Any, total: int) -> Iterator[list[list[str]]]:
    rows, done = events.iterator(chunk_size=BATCH), 0
    while batch := list(islice(rows, BATCH)):
        yield [line.texts for line in lines_of(batch, user)]
        done += len(batch)
        job.progress(done, total, f"已写入 {done:,} 条")


def write(path: str, batches: Iterable[list[list[str]]]) -> int:
    """Returns how many rows."""
    row = 0
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("审计记录")
        sheet.set_column(0, len(HEADINGS), 18, book.add_format({"num_format": "@"}))
        sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(0, column, heading, bold)
        for batch in batches:
            for texts in batch:
                row += 1
                for column, text in enumerate(texts):
                    sheet.write_string(row, column, text[:32_000])
    return row
