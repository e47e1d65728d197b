"""Replies and problems on the page of a task, sub-items on that of a problem."""

from datetime import date

from django.http import HttpRequest

from core.assessment import codes_now
from core.contributions import contribute
from core.pages.panels import PANELS, PIECES, Panel
from core.permissions import KEEP
from oversight.models import Problem, SupervisionTask

contribute(PANELS, SupervisionTask)(
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


@contribute(PIECES, SupervisionTask, template="oversight/list_problem.html")
def _into_the_list(task: SupervisionTask, request: HttpRequest, on: date) -> SupervisionTask | None:
    """A problem that the task is about goes into the list with the task filled in."""
    return task if request.user.has_perm(KEEP) and not task.is_voided else None


@contribute(PIECES, Problem, template="oversight/sub_item.html")
def _sub_items(problem: Problem, request: HttpRequest, on: date) -> list[str]:
    """The sub-items that it costs points of, as today's rubric numbers them."""
    return codes_now(problem.sub_item, problem.found_on, on)
