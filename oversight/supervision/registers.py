"""Tasks that superiors handed down, the replies, and the problem list, as registers."""

from datetime import date

from core.filters import Choice
from core.registers import Action, OfTown, Register, date_action
from oversight.models import (
    Problem,
    SupervisionTask,
    TaskReply,
)
from oversight.supervision.forms import CloseForm, ProblemForm

#: What is filled in when a problem is crossed off, and emptied when it turns out that it is not solved.
CLOSED = ("closed_on", "result", "confirmed_by")


class SupervisionTaskRegister(OfTown):
    """督办整改: done late is not forgiven."""

    model = SupervisionTask
    columns = ("matter", "source", "due_on", "completed_on", "responsible", "state")
    filters = (
        Choice(
            "progress",
            "进度",
            (("open", "未完成"), ("completed", "已完成")),
            lambda rows, value, on: rows.filter(completed_on__isnull=value == "open"),
            main=True,
        ),
    )
    search = ("matter", "code", "source", "responsible")
    fields = ("town", "code", "source", "matter", "assigned_on", "due_on", "responsible")
    facts = (*fields, "completed_on")
    actions = date_action("complete", "完成", "completed_on")
    counted_in = ("supervision_tasks",)
    takes_documents = True


class ReplyRegister(Register):
    """What was answered, with the files that went along."""

    model = TaskReply
    parent = "task"
    add_label = "回复督办任务"
    columns = ("task", "replied_on", "replied_to", "content")
    related = ("task",)
    search = ("task__matter", "content", "replied_to")
    fields = ("replied_on", "replied_to", "content")
    facts = ("task", *fields)
    takes_documents = True
    nothing_yet = "还没有督办回复。打开一项督办任务的页面，在“回复”处登记。"


def is_open(problem: Problem, on: date) -> bool:
    return problem.closed_on is None


class ProblemRegister(OfTown):
    """逐一销号: whatever is open stands before what is crossed off, the longest overdue first."""

    model = Problem
    columns = ("matter", "responsible", "step", "due_on", "closed_on", "state")
    related = ("town", "task")
    filters = (
        Choice(
            "progress",
            "进度",
            (("open", "未销号"), ("overdue", "逾期未销号"), ("closed", "已销号")),
            lambda rows, value, on: getattr(rows, value)(on),
            main=True,
        ),
    )
    search = ("matter", "cause", "responsible", "post")
    form = ProblemForm
    fields = (
        "town", "matter", "found_on", "cause", "measure", "step", "due_on", "post", "responsible", "task", "sub_item",
    )  # fmt: skip
    facts = (*fields[:-1], *CLOSED)
    actions = (
        Action("close", "销号", CLOSED, is_open, CLOSED, form=CloseForm),
        Action("reopen", "重新打开", (), lambda problem, on: not is_open(problem, on), clears=CLOSED, asks_reason=True),
    )
    takes_documents = True
