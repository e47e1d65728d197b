"""Applications and payments with whom they are for; those whom a policy is for, each with a tap that applies."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.urls import reverse

from core.tables import ITS_PAGE, Cell, Column, RegisterTable, itself, record_table
from labor.models import Household, Person
from oversight.models import SUBJECT_KEYS, SUBJECTS, Policy
from workshops.models import Workshop


class SubjectTable(RegisterTable):
    """Rows with a `subject_kind` and a `subject_code`, and whom they name."""

    columns = (Column("recipient", "对象", lambda row, on: row.recipient, kind="lead", links=True),)

    def read(self, rows: Any) -> list[Any]:
        found = list(rows)
        known = subjects_of(found, self.request.user)
        for row in found:
            row.recipient = known.get((row.subject_kind, row.subject_code))
        return found


class PaymentTable(SubjectTable):
    columns = (
        *SubjectTable.columns,
        ITS_PAGE,
        Column("due_on", "应兑现日期", lambda payment, on: payment.due_on, sort=("due_on",), kind="date"),
    )


class ApplicationTable(SubjectTable):
    columns = (
        *SubjectTable.columns,
        ITS_PAGE,
        Column("applied_on", "申请日期", lambda row, on: row.applied_on, sort=("applied_on",), kind="date"),
    )


def subjects_of(rows: list[Any], user: Any, *related: str) -> dict[tuple[str, Any], Any]:
    """The people, households and workshops that `user` sees among those whom the rows name, by kind and code.

    `related` is what is needed of them along.
    """
    wanted = defaultdict(set)
    for row in rows:
        wanted[row.subject_kind].add(row.subject_code.plain)
    found = {}
    for kind, codes in wanted.items():
        model = SUBJECTS[kind]
        key = SUBJECT_KEYS[model]
        for record in model.objects.visible_to(user).filter(**{f"{key}__in": codes}).select_related(*related):
            found[kind, getattr(record, key)] = record
    return found


# --- 政策找人 ---

#: What names somebody in an address.
ADDRESS_KEYS: dict[Any, str] = {Person: "public_id", Household: "pk", Workshop: "pk"}


def work(person: Person, on: date) -> str:
    """Where somebody works now."""
    return "；".join(f"{job.employer}（{job.workplace}）" for job in person.current_jobs)


class QualifyingPersonTable(RegisterTable):
    columns = (Column("person", "姓名", itself, sort=("name_pinyin",), kind="lead", links=True),)

    def read(self, rows: Any) -> Any:
        return rows.with_current_jobs(self.on)


TABLES: dict[Any, type[RegisterTable]] = {
    Person: record_table(
        Person, ("village", "household__kind", "phone"), ("village", "household"), QualifyingPersonTable
    ),
    Household: record_table(Household, ("head_name", "village", "kind", "monitoring"), ("village",), RegisterTable),
    Workshop: record_table(Workshop, ("name", "village", "certified_on", "state"), ("village",), RegisterTable),
}
WORK = Column("work", "现在的工作", work)


class TapColumn(Column):
    """A button that registers the application of the row's subject under a policy; `find` tells where to."""

    def cell(self, record: Any, on: date, user: Any) -> Cell:
        return Cell("", self.label, self.kind, self.find(record, on), None)


def found_table(policy: Policy, *, taps: bool) -> type[RegisterTable]:
    """The list of those whom `policy` is for, with the buttons if `taps`."""
    model = policy.criterion.model
    key = ADDRESS_KEYS[model]

    def address(record: Any, on: date) -> str:
        return reverse("oversight:policy_apply", args=[policy.pk, getattr(record, key)])

    base = TABLES[model]
    more = (WORK,) if model is Person else ()
    tap = (TapColumn("apply", "登记申请", address, kind="tap"),) if taps else ()
    return type(f"{model.__name__}FoundTable", (base,), {"columns": (*base.columns, *more, *tap)})
