"""What belongs to policies and tasks, on their pages; whom workshops employ month by month, on a workshop's."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from core.assessment import codes_now
from core.panels import Panel, piece_on, show_on
from core.registers import KEEP
from labor.models import Household, Person
from oversight.models import Policy, Problem, SupervisionTask
from oversight.organisation.workshop_headcounts import Absorbed, absorbed
from oversight.policies.finding import Found, found_under, standings_of
from oversight.policies.tables import ADDRESS_KEYS, ApplicationTable, PaymentTable
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
    Panel(
        "applications",
        "政策申请",
        lambda policy, on: policy.applications.all(),
        ("village", "state"),
        related=("village", "payment"),
        empty="还没有人申请",
        add="oversight:application_add",
        table=ApplicationTable,
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


@piece_on(Policy, template="oversight/found.html")
def _found(policy: Policy, request: HttpRequest, on: date) -> Found | None:
    """How many it is for, where it says for whom."""
    return found_under([policy], request.user, on)[0] if policy.criterion else None


@piece_on(Person, Household, Workshop, template="oversight/standings.html")
def _standings(subject: Any, request: HttpRequest, on: date) -> dict[str, Any] | None:
    """The policies that somebody qualifies for, and how each stands."""
    standings = standings_of(subject, on)
    return {"standings": standings, "key": getattr(subject, ADDRESS_KEYS[type(subject)])} if standings else None


@piece_on(SupervisionTask, template="oversight/list_problem.html")
def _into_the_list(task: SupervisionTask, request: HttpRequest, on: date) -> SupervisionTask | None:
    """A problem that the task is about goes into the list with the task filled in."""
    return task if request.user.has_perm(KEEP) and not task.is_voided else None


@piece_on(Problem, template="oversight/sub_item.html")
def _sub_items(problem: Problem, request: HttpRequest, on: date) -> list[str]:
    """The sub-items that it costs points of, as today's rubric numbers them."""
    return codes_now(problem.sub_item, problem.found_on, on)


@piece_on(Workshop, template="oversight/absorbed.html")
def _absorbed(workshop: Workshop, request: HttpRequest, on: date) -> Absorbed:
    return absorbed(workshop, on)
