"""What superiors asked and found: replies to supervision tasks and the problem list, no columns of the ledger."""

from datetime import date, timedelta

from core.assessment import codes_of
from fictional.places import TOWN
from oversight.models import Problem, SupervisionTask, TaskReply

#: What, why, what is done about it, at which step, whose, by which rule counted; days from today: found, due.
PROBLEMS = (
    ("省外务工人员的就业地只写到省", "电话核实没有问到县", "逐人电话补充到县", "半年核实", "石春梅",
     "data_truth", -48, -6),
    ("半年核实进度慢的村要赶上", "经办员兼职多，白天联系不上人", "晚上和周末集中打电话，镇里一村一人包联", "信息核实",
     "肖月兰", "data_maintenance", -30, 20),
    ("有村级平台人员不会登记失业", "今年新换的人，没有参加培训", "跟班学一天，复查合格", "业务培训",
     "杨晓玲", "service_business", -75, -20),
    ("求职登记后推荐岗位不及时", "招聘信息没有发到村", "招聘岗位登记当天发到各村", "岗位推荐",
     "杨晓玲", "services_311", -20, 25),
)  # fmt: skip
CLOSED_AT_LAST = 2


def lay_out(today: date) -> None:
    """Answer what is done, and list problems: one overdue, one crossed off, the others in time."""
    for task in SupervisionTask.objects.filter(town=TOWN, completed_on__isnull=False):
        content = f"已按要求完成：{task.matter}"
        TaskReply.objects.create(task=task, replied_on=task.completed_on, replied_to=task.source, content=content)
    for number, (matter, cause, measure, step, responsible, rule, found, due) in enumerate(PROBLEMS):
        problem = Problem(
            town_id=TOWN, matter=matter, cause=cause, measure=measure, step=step, post="镇社会事务办",
            responsible=responsible, sub_item="".join(codes_of([rule], today)[:1]),
            found_on=today + timedelta(found), due_on=today + timedelta(due),
        )  # fmt: skip
        if number == CLOSED_AT_LAST:
            problem.closed_on, problem.result = problem.due_on, "上级复查合格"
            problem.confirmed_by = "唐建平"
        problem.save()
