"""What the town gives: policies with a day by which they are to be in effect, and whom they owe."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, DateField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from simple_history.models import HistoricalRecords

from core.conditions import not_yet
from core.masking import SensitiveCharField
from core.models import Division
from core.records import Record, live_manager
from core.scoping import ScopedQuerySet
from core.states import State, of_deadline


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
