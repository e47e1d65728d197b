"""Jobs and job-seeking cases as tables."""

from typing import Any

from core.tables import ITS_PAGE, Column, RegisterTable
from labor.models import Employment, JobSeekingCase
from labor.people.tables import LABORER


class CaseTable(RegisterTable):
    """Job-seeking cases; when each closed depends on the person's jobs."""

    columns = (
        LABORER,
        ITS_PAGE,
        Column("state", "状态", JobSeekingCase.state, kind="same-line"),
        Column("registered_on", "登记日期", lambda row, on: row.registered_on, ("registered_on",), "date"),
    )

    def read(self, rows: Any) -> Any:
        return rows.prefetch_related("person__employments", "person__status_changes")


class EmploymentTable(RegisterTable):
    """Jobs; on a phone, who and whether still, then the employer, then what and where."""

    columns = (
        LABORER,
        Column("state", "状态", Employment.state, kind="same-line"),
        Column("employer", "单位名称", lambda job, on: job.employer, sort=("employer",), kind="own-line", links=True),
        Column("channel", "就业渠道", lambda job, on: job.get_channel_display(), sort=("channel",), kind="same-line"),
        Column("place", "就业地", lambda job, on: job.place, sort=("workplace",), kind="same-line"),
    )
