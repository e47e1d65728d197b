"""What the town answers for: the plan and its working group, base figures, policies, supervision tasks."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, DateField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from simple_history.models import HistoricalRecords

from core.conditions import not_yet
from core.constraints import NotBefore
from core.masking import SensitiveCharField
from core.models import Division
from core.records import Record, live_manager
from core.scoping import ScopedQuerySet
from core.states import State, of_deadline


class BaselineQuerySet(ScopedQuerySet):
    def figures(self, town: str, year: int) -> dict[str, int]:
        """The figures of a town's base year by indicator, those that somebody has entered."""
        return dict(self.filter(town_id=town, year=year).values_list("indicator", "value"))


class Baseline(Record):
    """A figure of the base year that the year's result is compared with (rubric 2.1 and 3.4)."""

    class Indicator(models.TextChoices):
        LABOUR = "labour", "脱贫劳动力总数"
        EMPLOYED = "employed", "脱贫劳动力就业人数"
        WORKSHOP_WORKERS = "workshop_workers", "车间吸纳就业人数"
        WORKSHOP_LABOUR = "workshop_labour", "车间吸纳脱贫劳动力人数"

    division_path = "town_id"

    year = models.PositiveSmallIntegerField("年度")
    indicator = models.CharField("指标", max_length=20, choices=Indicator.choices)
    town = models.ForeignKey(Division, models.PROTECT, related_name="baselines", verbose_name="乡镇")
    value = models.PositiveIntegerField("数值")

    objects: Any = live_manager(BaselineQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "考核基数"
        verbose_name_plural = verbose_name
        ordering = ("-year", "town", "indicator")
        constraints = (models.UniqueConstraint(fields=["year", "indicator", "town"], name="one_baseline_a_year"),)

    def __str__(self) -> str:
        return f"{self.year}年{self.get_indicator_display()}"


class OrganisationDocument(Record):
    """The document that sets up the year's action plan or its working group (rubric 1.1 and 1.2)."""

    class Kind(models.TextChoices):
        ACTION_PLAN = "action_plan", "行动方案"
        WORKING_GROUP = "working_group", "工作专班"

    route_name = "document"
    division_path = "town_id"

    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    name = models.CharField("名称", max_length=200)
    town = models.ForeignKey(Division, models.PROTECT, related_name="organisation_documents", verbose_name="乡镇")
    issued_on = models.DateField("成文日期")
    number = models.CharField("文号", max_length=100, blank=True, default="")
    leader = models.CharField("组长", max_length=50, blank=True, default="")

    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "组织机构"
        verbose_name_plural = verbose_name
        ordering = ("-year", "kind")
        constraints = (
            models.UniqueConstraint(fields=["year", "kind", "name", "town"], name="one_organisation_document_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class PolicyQuerySet(ScopedQuerySet):
    def unfulfilled(self, year: int, on: date) -> "PolicyQuerySet":
        """Policies of `year` overdue on the day `on`, themselves or in a payment; done late but by then is forgiven."""
        return self.filter(not_done(on) | Q(PolicyPayment.objects.unpaid(on).exists_for("policy")), year=year)


def not_done(on: date) -> Q:
    """The policy itself, whatever became of its payments, is overdue on the day `on`."""
    return Q(due_on__lte=on) & not_yet("done_on", on)


def first_due(on: date) -> Least:
    """The earliest day at which a policy, or a payment of it, was due that is overdue on the day `on`."""
    unpaid = PolicyPayment.objects.unpaid(on).filter(policy=OuterRef("pk")).order_by("due_on")
    itself = Case(When(not_done(on), then="due_on"), default=Value(on), output_field=DateField())
    return Least(itself, Coalesce(Subquery(unpaid.values("due_on")[:1]), Value(on, output_field=DateField())))


class Policy(Record):
    """A policy that the town has to put into effect in a year, by a day."""

    division_path = "town_id"

    code = models.CharField("政策编号", max_length=40, unique=True)
    town = models.ForeignKey(Division, models.PROTECT, related_name="policies", verbose_name="乡镇")
    name = models.CharField("政策名称", max_length=200)
    year = models.PositiveSmallIntegerField("年度")
    due_on = models.DateField("落实时限")
    done_on = models.DateField("落实日期", null=True, blank=True)

    objects: Any = live_manager(PolicyQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "政策落实"
        verbose_name_plural = verbose_name
        ordering = ("-year", "code")

    @property
    def summary(self) -> str:
        return f"落实时限 {self.due_on}"

    def __str__(self) -> str:
        return self.name

    def state(self, on: date) -> State:
        """Whether it is in effect on the day `on`; its payments are not asked."""
        return of_deadline("落实", self.due_on, self.done_on, on, forgiven=True)


class PolicyPaymentQuerySet(ScopedQuerySet):
    def unpaid(self, on: date) -> "PolicyPaymentQuerySet":
        return self.filter(not_yet("paid_on", on), due_on__lte=on)


class PolicyPayment(Record):
    """What a policy owes to a person, a household or a workshop."""

    class SubjectKind(models.TextChoices):
        PERSON = "person", "劳动力"
        HOUSEHOLD = "household", "农户"
        WORKSHOP = "workshop", "帮扶车间"

    route_name = "payment"
    division_path = "policy__town_id"
    about = "policy"

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="payments", verbose_name="政策", db_index=False)
    subject_kind = models.CharField("对象类型", max_length=10, choices=SubjectKind.choices)
    subject_code = SensitiveCharField("对象编号", max_length=40, mask="subject", db_index=True)
    due_on = models.DateField("应兑现日期")
    paid_on = models.DateField("兑现日期", null=True, blank=True)
    amount = models.DecimalField("金额", max_digits=12, decimal_places=2, null=True, blank=True)

    objects: Any = live_manager(PolicyPaymentQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "政策兑现"
        verbose_name_plural = verbose_name
        ordering = ("-due_on",)
        constraints = (
            models.UniqueConstraint(fields=["policy", "subject_code", "due_on"], name="one_payment_a_subject_and_day"),
        )

    def __str__(self) -> str:
        return f"{self.policy} {self.due_on}"

    def state(self, on: date) -> State:
        return of_deadline("兑现", self.due_on, self.paid_on, on, forgiven=True)


class SupervisionTaskQuerySet(ScopedQuerySet):
    def missed(self, year: int, on: date) -> "SupervisionTaskQuerySet":
        """Tasks due in `year` and by `on` that were not completed by their own deadline."""
        return self.filter(
            Q(completed_on__isnull=True) | Q(completed_on__gt=models.F("due_on")),
            due_on__range=(date(year, 1, 1), on),
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
    responsible = models.CharField("责任人", max_length=50, blank=True, default="")

    objects: Any = live_manager(SupervisionTaskQuerySet)
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
