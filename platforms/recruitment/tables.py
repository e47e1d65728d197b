"""Lists of recruitment whose columns no single field holds."""

from typing import Any

from core.tables import ITS_PAGE, Column, RegisterTable, itself
from labor.people.tables import LABORER
from platforms.models import Candidate, RecruitmentTask


class CandidateTable(RegisterTable):
    """Who applies for what, and how far it has come."""

    columns = (
        LABORER,
        ITS_PAGE,
        Column("state", "进展", Candidate.state, kind="same-line"),
        Column("applied_on", "报名日期", lambda row, on: row.applied_on, ("applied_on",), "date"),
    )

    def read(self, rows: Any) -> Any:
        return rows.select_related("vacancy").prefetch_related("person__employments")


class TaskTable(RegisterTable):
    """How far each task has come."""

    columns = (
        Column("task", "招聘任务", itself, sort=("year",), kind="lead", links=True),
        Column("state", "进度", RecruitmentTask.state, kind="same-line"),
        Column("headcount", "招聘任务人数", lambda task, on: task.headcount, ("headcount",), "number"),
        Column("started", "已到岗", lambda task, on: task.started, kind="number"),
        Column("due_on", "完成期限", lambda task, on: task.due_on, ("due_on",), "date"),
    )

    def read(self, rows: Any) -> Any:
        return rows.with_progress(self.on)
