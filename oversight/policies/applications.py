"""Applications for what a policy gives: handed in, reviewed, approved, published, paid."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Q, Value, When
from simple_history.models import HistoricalRecords

from core.fields import SensitiveCharField
from core.models import Village
from core.records import Record, live_manager
from core.records.conditions import not_yet
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone, days_left
from oversight.policies.models import Policy, PolicyPayment


class PolicyApplicationQuerySet(ScopedQuerySet):
    def at(self, stage: str, on: date) -> "PolicyApplicationQuerySet":
        """Applications that have come as far as `stage` on the day `on`; see `PolicyApplication.stage`."""
        stages = self.model.Stage
        overdue = Q(not_yet("payment__paid_on", on), payment__due_on__lt=on)
        known = Case(
            When(refused_on__lte=on, then=Value(stages.REFUSED.value)),
            When(payment__paid_on__lte=on, then=Value(stages.PAID.value)),
            When(overdue, then=Value(stages.OVERDUE.value)),
            When(published_on__lte=on, then=Value(stages.PUBLISHED.value)),
            When(approved_on__lte=on, then=Value(stages.APPROVED.value)),
            When(reviewed_on__lte=on, then=Value(stages.REVIEWED.value)),
            default=Value(stages.APPLIED.value),
        )
        return self.alias(stage_reached=known).filter(stage_reached=stage)


class PolicyApplication(Record):
    """Somebody's application under a policy. Approved, it has a payment; paid is written there, as ever.

    It belongs to the village where whoever applies was at home on that day, so that its clerk sees it.
    """

    class Stage(models.TextChoices):
        APPLIED = "applied", "已申请"
        REVIEWED = "reviewed", "已审核"
        APPROVED = "approved", "已批准"
        PUBLISHED = "published", "公示中"
        PAID = "paid", "已兑现"
        OVERDUE = "overdue", "逾期未兑现"
        REFUSED = "refused", "不予批准"

    TONES = {Stage.PAID: Tone.SAFE, Stage.OVERDUE: Tone.LOST, Stage.REFUSED: Tone.PLAIN}

    route_name = "application"

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="applications", verbose_name="政策", db_index=False)
    subject_kind = models.CharField("对象类型", max_length=10, choices=PolicyPayment.SubjectKind.choices)
    subject_code = SensitiveCharField("对象编号", max_length=40, mask="subject", db_index=True)
    village = models.ForeignKey(
        Village, models.PROTECT, related_name="policy_applications", verbose_name="村社区", editable=False
    )
    applied_on = models.DateField("申请日期")
    reviewed_on = models.DateField("镇审核日期", null=True, blank=True)
    approved_on = models.DateField("批准日期", null=True, blank=True)
    published_on = models.DateField("公示日期", null=True, blank=True)
    refused_on = models.DateField("不予批准日期", null=True, blank=True)
    refusal_reason = models.CharField("不予批准原因", max_length=200, blank=True, default="")
    payment = models.OneToOneField(
        PolicyPayment, models.PROTECT, null=True, blank=True, related_name="application", verbose_name="政策兑现",
        editable=False,
    )  # fmt: skip

    objects: Any = live_manager(PolicyApplicationQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "政策申请"
        verbose_name_plural = verbose_name
        ordering = ("-applied_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["policy", "subject_kind", "subject_code"], name="one_application_a_policy_and_subject"
            ),
            NotBefore("applied_on", "reviewed_on", name="policy_reviewed_after", message="镇审核日期早于申请日期"),
            NotBefore("reviewed_on", "approved_on", name="policy_approved_after", message="批准日期早于镇审核日期"),
            NotBefore("approved_on", "published_on", name="policy_published_after", message="公示日期早于批准日期"),
            NotBefore("applied_on", "refused_on", name="policy_refused_after", message="不予批准日期早于申请日期"),
        )

    def __str__(self) -> str:
        return f"{self.policy} {self.applied_on} 的申请"

    @property
    def summary(self) -> str:
        return str(self.policy)

    def stage(self, on: date) -> Stage:
        """How far it has come on the day `on`: the last that was done, unless it was refused or is owed too long."""
        payment = self.payment
        steps = (
            (self.refused_on, self.Stage.REFUSED),
            (payment and payment.paid_on, self.Stage.PAID),
            (payment and days_left(payment.due_on, on).tone == Tone.LOST and payment.due_on, self.Stage.OVERDUE),
            (self.published_on, self.Stage.PUBLISHED),
            (self.approved_on, self.Stage.APPROVED),
            (self.reviewed_on, self.Stage.REVIEWED),
        )
        return next((stage for day, stage in steps if day and day <= on), self.Stage.APPLIED)

    def state(self, on: date) -> State:
        stage = self.stage(on)
        return State(stage.label, self.TONES.get(stage, Tone.DUE))

    def awaits_review(self, on: date | None = None) -> bool:
        return not (self.reviewed_on or self.refused_on)

    def awaits_approval(self, on: date | None = None) -> bool:
        return bool(self.reviewed_on) and self.is_open()

    def awaits_publication(self, on: date | None = None) -> bool:
        return bool(self.approved_on) and self.published_on is None

    def may_lose_approval(self, on: date | None = None) -> bool:
        """Approved and not paid; the payment goes with it if the approval had made it."""
        return bool(self.approved_on) and not (self.payment and self.payment.paid_on)

    def may_lose_publication(self, on: date | None = None) -> bool:
        return bool(self.published_on) and self.may_lose_approval()

    def is_open(self, on: date | None = None) -> bool:
        """Neither approved nor refused."""
        return self.approved_on is None and self.refused_on is None
