"""Lists of training whose columns no single field holds: progress, attendance, work afterwards."""

from typing import Any

from core.tables import ITS_PAGE, Column, RegisterTable, itself
from labor.people.tables import LABORER
from training.models import Enrolment, TrainingQuota, TrainingWish
from training.models.enrolments import MONTHS_AFTER


class QuotaTable(RegisterTable):
    """How far each quota has come."""

    columns = (
        Column(
            "category",
            "培训类别",
            lambda quota, on: quota.get_category_display(),
            sort=("category",),
            kind="lead",
            links=True,
        ),
        Column("state", "进度", TrainingQuota.state, kind="same-line"),
        Column("year", "年度", lambda quota, on: quota.year, sort=("year",), kind="number"),
        Column("people", "任务人数", lambda quota, on: quota.people, sort=("people",), kind="number"),
        Column("completed", "已结业", lambda quota, on: quota.completed, kind="number"),
    )

    def read(self, rows: Any) -> Any:
        return rows.with_progress(self.on)


def after(months: int) -> Column:
    """Whether somebody has work so many months after the class."""
    return Column(f"after_{months}", f"{months}个月后就业", lambda enrolment, on: enrolment.outcome(months, on))


class EnrolmentTable(RegisterTable):
    """Who was in a class and what came of it."""

    columns = (
        LABORER,
        ITS_PAGE,
        Column(
            "course", "培训班", lambda row, on: row.training_class, sort=("training_class__started_on",), links=True
        ),
        Column("completed", "结业", lambda row, on: row.stage, sort=("completed",)),
        *map(after, MONTHS_AFTER),
        Column("subsidy", "培训补贴", Enrolment.subsidy_state),
    )

    def read(self, rows: Any) -> Any:
        return rows.prefetch_related("person__employments")


class ClassmatesTable(RegisterTable):
    """The people of one class, who leads to their enrolment."""

    columns = (
        LABORER,
        ITS_PAGE,
        Column("completed", "结业", lambda row, on: row.stage, sort=("completed",)),
        Column("certificate", "证书编号", lambda row, on: row.certificate),
        Column("attendance", "到课天数", lambda row, on: row.attendance, kind="number"),
        *map(after, MONTHS_AFTER),
        Column("subsidy", "培训补贴", Enrolment.subsidy_state),
    )

    def read(self, rows: Any) -> Any:
        return rows.select_related("training_class").prefetch_related("person__employments", "attendances")


class WishTable(RegisterTable):
    """Wishes; whether one is met depends on the person's classes."""

    columns = (
        LABORER,
        ITS_PAGE,
        Column("state", "状态", TrainingWish.state, kind="same-line"),
        Column("wished_on", "登记日期", lambda wish, on: wish.wished_on, ("wished_on",), "date"),
    )

    def read(self, rows: Any) -> Any:
        return rows.prefetch_related("person__enrolments__training_class")


class BusinessTable(RegisterTable):
    """Businesses, with whoever opened them."""

    columns = (
        Column("name", "创业项目", itself, sort=("name",), kind="lead", links=True),
        Column("state", "状态", lambda business, on: business.state(on), kind="same-line"),
        Column("owner", "创业者", lambda business, on: business.owner, links=True),
    )
