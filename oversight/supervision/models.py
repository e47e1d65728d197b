"""What superiors hand down and what the town finds itself: tasks with replies, problems that are crossed off."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, F, Q
from simple_history.models import HistoricalRecords

from core.fields import NameField
from core.models import Division
from core.periods import first_day
from core.records import Record, live_manager
from core.records.conditions import not_yet
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, of_deadline


class SupervisionTaskQuerySet(ScopedQuerySet):
    def missed(self, year: int, on: date) -> "SupervisionTaskQuerySet":
        """Tasks due in `year` and by `on` that were not completed by their own deadline."""
        return self.filter(
            Q(completed_on__isnull=True) | Q(completed_on__gt=models.F("due_on")),
            due_on__range=(first_day(year), on),
        )


class SupervisionTask(Record):
    """A task or a problem to put right that a superior handed down (rubric 8)."""

    route_name = "task"
    division_path = "town_id"

    code = models.CharField("任务编号", max_length=40, unique=True)
    town = models.ForeignKey(Division, models.PROTECT, related_name="supervision_tasks", verbose_name="乡镇")
    source = models.CharField("来源", max_length=100)
    matter = models.CharField("事项", max_length=500)
    assigned_on = models.DateField("交办日期")
    due_on = models.DateField("整改时限")
    completed_on = models.DateField("完成日期", null=True, blank=True)
    responsible = NameField("责任人", max_length=50, blank=True, default="")

    objects = live_manager(SupervisionTaskQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "督办整改"
        verbose_name_plural = verbose_name
        ordering = ("due_on",)
        constraints = (
            NotBefore("assigned_on", "due_on", name="task_due_after_assigned", message="整改时限早于交办日期"),
            NotBefore("assigned_on", "completed_on", name="task_done_after_assigned", message="完成日期早于交办日期"),
        )

    @property
    def summary(self) -> str:
        return f"整改时限 {self.due_on}" + (f"，{self.completed_on} 完成" if self.completed_on else "")

    def __str__(self) -> str:
        return self.matter

    def state(self, on: date) -> State:
        """Done late is not forgiven."""
        return of_deadline("完成", self.due_on, self.completed_on, on, forgiven=False)


class TaskReply(Record):
    """What the town answered about a task on a day; the files that go with it are attached."""

    route_name = "task_reply"
    division_path = "task__town_id"
    about = "task"

    task = models.ForeignKey(
        SupervisionTask, models.PROTECT, related_name="replies", verbose_name="督办任务", db_index=False
    )
    replied_on = models.DateField("回复日期")
    content = models.CharField("回复内容", max_length=1000)
    replied_to = models.CharField("回复单位", max_length=100, blank=True, default="")

    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "督办回复"
        verbose_name_plural = verbose_name
        ordering = ("-replied_on",)
        constraints = (models.UniqueConstraint(fields=["task", "replied_on"], name="one_reply_a_task_and_day"),)

    def __str__(self) -> str:
        return f"{self.replied_on} 的回复"

    @property
    def summary(self) -> str:
        return self.content


class ProblemQuerySet(ScopedQuerySet):
    def open(self, on: date) -> "ProblemQuerySet":
        """Found, and not crossed off by the day `on`."""
        return self.filter(not_yet("closed_on", on), found_on__lte=on)

    def closed(self, on: date) -> "ProblemQuerySet":
        return self.filter(closed_on__lte=on)

    def overdue(self, on: date) -> "ProblemQuerySet":
        return self.open(on).filter(due_on__lt=on)

    def progress(self, on: date) -> dict[str, int]:
        """How many there are, how many are crossed off, and how many of the others are past their day."""
        is_open = not_yet("closed_on", on)
        numbers: dict[str, int] = self.filter(found_on__lte=on).aggregate(
            total=Count("pk"), closed=Count("pk", filter=~is_open),
            overdue=Count("pk", filter=is_open & Q(due_on__lt=on)),
        )  # fmt: skip
        return numbers


class Problem(Record):
    """A line of the problem list: 「找准症结……具体到环节、到时间点，落实到岗位、量化到个人，对问题进行逐一销号」.

    Plan, section 四（三）. Crossed off with what was done and who confirmed it; opened again with a reason.
    """

    division_path = "town_id"

    town = models.ForeignKey(Division, models.PROTECT, related_name="problems", verbose_name="乡镇", db_index=False)
    matter = models.CharField("问题", max_length=300)
    found_on = models.DateField("发现日期")
    cause = models.CharField("症结", max_length=500, blank=True, default="")
    measure = models.CharField("举措", max_length=500, blank=True, default="")
    step = models.CharField("环节", max_length=100, blank=True, default="")
    due_on = models.DateField("销号时限")
    post = models.CharField("责任岗位", max_length=100, blank=True, default="")
    responsible = NameField("责任人", max_length=50)
    task = models.ForeignKey(
        SupervisionTask, models.PROTECT, null=True, blank=True, related_name="problems", verbose_name="督办任务"
    )
    sub_item = models.CharField(
        "涉及考核", max_length=5, blank=True, default="", help_text="考核细则的目，如 6.1；不涉及可以不填",
        validators=[RegexValidator(r"^\d{1,2}\.\d{1,2}$", "请写成 6.1 的样子")],
    )  # fmt: skip
    closed_on = models.DateField("销号日期", null=True, blank=True)
    result = models.CharField("销号依据", max_length=500, blank=True, default="", help_text="怎样解决的，凭什么销号")
    confirmed_by = models.CharField("销号确认人", max_length=50, blank=True, default="")

    objects = live_manager(ProblemQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "问题清单"
        verbose_name_plural = verbose_name
        # what is open comes first, and of that what has been due longest
        ordering = (F("closed_on").desc(nulls_first=True), "due_on")
        constraints = (
            models.UniqueConstraint(fields=["town", "found_on", "matter"], name="one_problem_a_day_and_matter"),
            NotBefore("found_on", "due_on", name="problem_due_after_found", message="销号时限早于发现日期"),
            NotBefore("found_on", "closed_on", name="problem_closed_after_found", message="销号日期早于发现日期"),
        )

    def __str__(self) -> str:
        return self.matter

    def state(self, on: date) -> State:
        return of_deadline("销号", self.due_on, self.closed_on, on, forgiven=True)
