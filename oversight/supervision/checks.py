"""What is odd about tasks, replies and problems. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date

from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from core.models import Document
from oversight.models import Problem, SupervisionTask, TaskReply

contribute(CHECKS, Problem)(day_ahead("found_on"))
contribute(CHECKS, Problem)(day_ahead("closed_on"))
contribute(CHECKS, TaskReply)(day_ahead("replied_on"))


@contribute(CHECKS, SupervisionTask)
def not_answered(task: SupervisionTask, on: date) -> Iterator[str]:
    if task.pk and task.completed_on is None and task.due_on < on and not task.replies.exists():
        yield "已过整改时限，没有完成，也没有回复过"


@contribute(CHECKS, TaskReply, code="reply-before-task")
def replied_before_assigned(reply: TaskReply, on: date) -> Iterator[str]:
    if reply.replied_on < reply.task.assigned_on:
        yield f"回复日期早于交办日期{reply.task.assigned_on}"


@contribute(CHECKS, Problem, code="problem-without-words")
def not_thought_through(problem: Problem, on: date) -> Iterator[str]:
    """Plan, section 四（三）: 找准症结、拿出管用办法."""
    if lacking := [word for word, text in (("症结", problem.cause), ("举措", problem.measure)) if not text]:
        yield f"没有写{'和'.join(lacking)}"


@contribute(CHECKS, Problem, code="problem-due-after-task")
def due_after_its_task(problem: Problem, on: date) -> Iterator[str]:
    if problem.task and problem.due_on > problem.task.due_on:
        yield f"销号时限晚于督办任务的整改时限{problem.task.due_on}"


@contribute(CHECKS, Problem, code="problem-without-proof")
def crossed_off_without_proof(problem: Problem, on: date) -> Iterator[str]:
    if problem.pk and problem.closed_on and not Document.objects.of(problem).exists():
        yield "销号的佐证材料还没有上传"
