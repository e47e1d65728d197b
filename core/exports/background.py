"""A long list is put together by a worker, as the page that asked would have done it for the same user."""

from dataclasses import replace
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files import File

from core.exports.taking import Taking
from core.exports.workbook import MOST, write
from core.jobs.pages import asked_page
from core.jobs.queue import JobFailed
from core.jobs.retention import delete_files
from core.models import ListExport
from core.models.lists import KEPT_FOR

TOLD_EVERY = 500


def make(job: ListExport) -> None:
    """Write the workbook of `job`, and a line that says so in the very transaction that hands it over."""
    taking = taking_of(job)
    if taking.rows > MOST:
        raise JobFailed(f"共 {taking.rows:,} 条，一张表最多 {MOST:,} 行，请先筛选，分几次导出")
    with NamedTemporaryFile(suffix=".xlsx") as file:
        listing = taking.listing
        told = replace(listing, rows=_counted(job, taking.rows, listing.rows))
        rows = write(file.name, told)
        file.seek(0)
        with job.finishing():
            job.rows = rows
            job.file.save("list.xlsx", File(file), save=False)
            job.save(update_fields=["file", "rows"])
            taking.record(job=job.pk)


def taking_of(job: ListExport) -> Taking:
    """What the page at the job's address would hand out now."""
    view = asked_page(job, refused="提交人已没有查看这份名单的权限", query=job.query)
    taking: Taking | None = view.taking_again(**job.chosen)
    if taking is None:
        raise JobFailed("条件有误，请回到名单重新导出")
    return taking


def _counted(job: ListExport, total: int, rows: Any) -> Any:
    for done, row in enumerate(rows, start=1):
        yield row
        if done % TOLD_EVERY == 0:
            job.progress(done, total, f"已写入 {done:,} 条")


def delete_old() -> int:
    """Delete lists that are past their time; returns how many."""
    return delete_files(ListExport, KEPT_FOR)
