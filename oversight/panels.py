"""What belongs to policies and tasks, on their pages; whom workshops employ month by month, on a workshop's."""

from datetime import date

from django.http import HttpRequest

from core.panels import Panel, piece_on, show_on
from core.registers import KEEP
from oversight.absorbed import Absorbed, absorbed
from oversight.models import Policy, Problem, SupervisionTask
from oversight.tables import PaymentTable
from workshops.models import Workshop

show_on(
    Policy,
    Panel(
        "payments",
        "政策兑现",
        lambda policy, on: policy.payments.all(),
        ("subject_kind", "subject_code", "paid_on", "amount", "state"),
        related=("policy",),
        empty="还没有兑现记录",
        add="oversight:payment_add",
        table=PaymentTable,
    ),
)
show_on(
    SupervisionTask,
    Panel(
        "replies",
        "回复",
        lambda task, on: task.replies.all(),
        ("replied_on", "replied_to", "content"),
        empty="还没有回复",
        add="oversight:task_reply_add",
    ),
    Panel(
        "problems",
        "列入清单的问题",
        lambda task, on: task.problems.all(),
        ("matter", "responsible", "due_on", "state"),
        empty="没有列入问题清单的问题",
    ),
)


@piece_on(SupervisionTask, template="oversight/list_problem.html")
def _into_the_list(task: SupervisionTask, request: HttpRequest, on: date) -> SupervisionTask | None:
    """A problem that the task is about goes into the list with the task filled in."""
    return task if request.user.has_perm(KEEP) and not task.is_voided else None


@piece_on(Problem, template="oversight/sub_item.html")
def _sub_item(problem: Problem, request: HttpRequest, on: date) -> str:
    return problem.sub_item


@piece_on(Workshop, template="oversight/absorbed.html")
def _absorbed(workshop: Workshop, request: HttpRequest, on: date) -> Absorbed:
    return absorbed(workshop, on)
