"""What is odd about policies, applications, tasks, replies and problems. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date

from core.checks import check, check_ahead
from core.models import Document
from oversight.models import SUBJECT_KEYS, Policy, PolicyApplication, Problem, SupervisionTask, TaskReply

for model, field in (
    (PolicyApplication, "applied_on"),
    (Problem, "found_on"),
    (Problem, "closed_on"),
    (TaskReply, "replied_on"),
):
    check_ahead(model, field)


@check(Policy)
def without_its_numbers(policy: Policy, on: date) -> Iterator[str]:
    if policy.criterion and "months" in policy.criterion.asks and policy.months is None:
        yield "没有填满几个月，找人时不限时间长短"
    if policy.criterion and not policy.window_until:
        yield "没有填申报截止日期"


@check(PolicyApplication)
def applied_outside_the_window(application: PolicyApplication, on: date) -> Iterator[str]:
    policy = application.policy
    if policy.window_from and application.applied_on < policy.window_from:
        yield f"申请日期早于申报开始日期{policy.window_from}"
    if policy.window_until and application.applied_on > policy.window_until:
        yield f"申请日期晚于申报截止日期{policy.window_until}"


@check(PolicyApplication)
def not_whom_it_is_for(application: PolicyApplication, on: date) -> Iterator[str]:
    """By what the registers say of the day on which it was handed in."""
    policy = application.policy
    if policy.criterion and application.subject_code:
        model = policy.criterion.model
        subject = model.objects.filter(**{SUBJECT_KEYS[model]: application.subject_code}).first()
        if subject is None or not policy.qualifying(application.applied_on, only=subject.pk).exists():
            yield f"按登记的情况，申请时不属于“{policy.get_eligibility_display()}”，请核对"


@check(SupervisionTask)
def not_answered(task: SupervisionTask, on: date) -> Iterator[str]:
    if task.pk and task.completed_on is None and task.due_on < on and not task.replies.exists():
        yield "已过整改时限，没有完成，也没有回复过"


@check(TaskReply)
def replied_before_assigned(reply: TaskReply, on: date) -> Iterator[str]:
    if reply.replied_on < reply.task.assigned_on:
        yield f"回复日期早于交办日期{reply.task.assigned_on}"


@check(Problem)
def not_thought_through(problem: Problem, on: date) -> Iterator[str]:
    """Plan, section 四（三）: 找准症结、拿出管用办法."""
    if lacking := [word for word, text in (("症结", problem.cause), ("举措", problem.measure)) if not text]:
        yield f"没有写{'和'.join(lacking)}"


@check(Problem)
def due_after_its_task(problem: Problem, on: date) -> Iterator[str]:
    if problem.task and problem.due_on > problem.task.due_on:
        yield f"销号时限晚于督办任务的整改时限{problem.task.due_on}"


@check(Problem)
def crossed_off_without_proof(problem: Problem, on: date) -> Iterator[str]:
    if problem.pk and problem.closed_on and not Document.objects.of(problem).exists():
        yield "销号的佐证材料还没有上传"
