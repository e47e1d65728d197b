"""What the town gives: policies with a day by which they are to be in effect, whom they owe, and who applied."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, DateField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest, Least
from simple_history.models import HistoricalRecords

from core.fields import SensitiveCharField
from core.models import Division, Village
from core.records import Record, live_manager
from core.records.constraints import NotBefore
from core.states import State, Tone, days_left, of_deadline
from labor.models import Household, Person
from oversight.policies.eligibility import Criterion, Eligibility, criteria, terms_of
from oversight.policies.querysets import PolicyApplicationQuerySet, PolicyPaymentQuerySet, PolicyQuerySet, not_done
from workshops.models import Workshop

#: By what applications and payments name those to whom they go.
SUBJECT_KEYS: dict[Any, str] = {Person: "id_number", Household: "code", Workshop: "code"}
#: How the numbers of a policy are said.
TERMS = {"months": "满{}个月", "age_from": "{}周岁以上", "age_until": "{}周岁以下", "people": "至少{}人"}


def first_due(on: date) -> Least:
    """The earliest day at which a policy, or a payment of it, was due that is overdue on the day `on`."""
    unpaid = PolicyPayment.objects.unpaid(on).filter(policy=OuterRef("pk")).order_by("due_on")
    itself = Case(When(not_done(on), then="due_on"), default=Value(on), output_field=DateField())
    return Least(itself, Coalesce(Subquery(unpaid.values("due_on")[:1]), Value(on, output_field=DateField())))


def last_due(on: date) -> Greatest:
    """The latest such day: until then something of the policy was still to be done."""
    unpaid = PolicyPayment.objects.unpaid(on).filter(policy=OuterRef("pk")).order_by("-due_on")
    never = Value(date.min, output_field=DateField())
    itself = Case(When(not_done(on), then="due_on"), default=never, output_field=DateField())
    return Greatest(itself, Coalesce(Subquery(unpaid.values("due_on")[:1]), never))


class Policy(Record):
    """A policy that the town has to put into effect in a year, by a day.

    Whom it is for, when one applies and what it gives are optional, and no columns of the ledger.
    """

    division_path = "town_id"

    code = models.CharField("政策编号", max_length=40, unique=True)
    town = models.ForeignKey(Division, models.PROTECT, related_name="policies", verbose_name="乡镇")
    name = models.CharField("政策名称", max_length=200)
    year = models.PositiveSmallIntegerField("年度")
    due_on = models.DateField("落实时限")
    done_on = models.DateField("落实日期", null=True, blank=True)
    eligibility = models.CharField("适用对象", max_length=20, choices=Eligibility.choices, blank=True, default="")
    months = models.PositiveSmallIntegerField("满几个月", null=True, blank=True)
    age_from = models.PositiveSmallIntegerField("最低年龄", null=True, blank=True)
    age_until = models.PositiveSmallIntegerField("最高年龄", null=True, blank=True)
    people = models.PositiveSmallIntegerField("最少吸纳人数", null=True, blank=True)
    wording = models.CharField("政策条件原文", max_length=500, blank=True, default="")
    amount = models.DecimalField("补助标准", max_digits=12, decimal_places=2, null=True, blank=True)
    window_from = models.DateField("申报开始", null=True, blank=True)
    window_until = models.DateField("申报截止", null=True, blank=True)
    department = models.CharField("主管部门", max_length=100, blank=True, default="")
    proofs = models.CharField("申报材料", max_length=300, blank=True, default="")

    objects = live_manager(PolicyQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "政策落实"
        verbose_name_plural = verbose_name
        ordering = ("-year", "code")
        constraints = (
            NotBefore("window_from", "window_until", name="policy_window_in_order", message="申报截止早于申报开始"),
            NotBefore("age_from", "age_until", name="policy_ages_in_order", message="最高年龄小于最低年龄"),
        )

    @property
    def summary(self) -> str:
        return f"落实时限 {self.due_on}"

    def __str__(self) -> str:
        return self.name

    def state(self, on: date) -> State:
        """Whether it is in effect on the day `on`; its payments are not asked."""
        return of_deadline("落实", self.due_on, self.done_on, on, forgiven=True)

    @property
    def criterion(self) -> Criterion | None:
        """What finds those whom it is for; None where nobody has said who they are."""
        return criteria.get(self.eligibility)

    @property
    def terms(self) -> str:
        """The numbers of its conditions in words, those that its criterion asks for."""
        asks = self.criterion.asks if self.criterion else ()
        told = ((words, getattr(self, name)) for name, words in TERMS.items() if name in asks)
        return "，".join(words.format(number) for words, number in told if number is not None)

    def window(self, on: date) -> State:
        """Whether one can apply on the day `on`."""
        if self.window_from and on < self.window_from:
            return State(f"{self.window_from} 开始申报")
        if self.window_until and on > self.window_until:
            return State(f"{self.window_until} 已截止申报", Tone.LOST)
        return State(f"{self.window_until} 截止申报", Tone.DUE) if self.window_until else State("正在申报", Tone.SAFE)

    def takes_applications(self, on: date) -> bool:
        """Whether one tap may register an application on the day `on`: in its year, inside its window."""
        begun, over = self.window_from or on, self.window_until or on
        return self.year == on.year and begun <= on <= over

    def qualifying(self, on: date, only: Any = None) -> Any:
        """The people, households or workshops of its town that it is for on the day `on`; its criterion is known.

        `only` is the key of one of them, where nobody else is asked about.
        """
        rows = self.criterion.find(terms_of(self, on, only)).within(self.town_id)
        return rows if only is None else rows.filter(pk=only)

    def not_applied(self, on: date) -> Any:
        """政策找人: those who qualify and have neither applied nor been granted anything."""
        rows = self.qualifying(on)
        kind, key = KINDS[rows.model], SUBJECT_KEYS[rows.model]
        told = (each.filter(subject_kind=kind) for each in (self.applications, self.payments))
        known = (each.exists_for("subject_code", outer=key) for each in told)
        return rows.filter(*(~each for each in known))


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

    objects = live_manager(PolicyPaymentQuerySet)
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

    @property
    def was_applied_for(self) -> bool:
        """Whether an application stands on it."""
        application = getattr(self, "application", None)
        return application is not None and not application.is_voided

    def state(self, on: date) -> State:
        return of_deadline("兑现", self.due_on, self.paid_on, on, forgiven=True)


#: Those to whom applications and payments go, by kind.
SUBJECTS: dict[str, Any] = {
    PolicyPayment.SubjectKind.PERSON: Person,
    PolicyPayment.SubjectKind.HOUSEHOLD: Household,
    PolicyPayment.SubjectKind.WORKSHOP: Workshop,
}
KINDS: dict[Any, str] = {model: kind for kind, model in SUBJECTS.items()}


def named_as(subject: Any) -> dict[str, Any]:
    """How applications and payments name a person, a household or a workshop: with its kind, or two would be one."""
    return {"subject_kind": KINDS[type(subject)], "subject_code": getattr(subject, SUBJECT_KEYS[type(subject)])}


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

    objects = live_manager(PolicyApplicationQuerySet)
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
