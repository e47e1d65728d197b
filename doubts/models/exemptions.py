"""豁免: a doubt that is looked at and left as it is, for a reason and for a time; see ADR 0054."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.doubts import Doubt
from core.fields import SensitiveCharField
from core.scoping import ScopedQuerySet
from core.states import State, Tone


class DoubtName(NamedTuple):
    """What tells one doubt from another: its rule's code, the number that it is about, and the key of the row."""

    rule: str
    subject: str
    key: str


class ExemptionQuerySet(ScopedQuerySet):
    def holding(self, on: date) -> Self:
        """Approved by the day `on`, and not over."""
        return self.filter(approved_on__lte=on, last_day__gte=on)

    def waiting(self, on: date) -> Self:
        """Asked for, and nobody has approved it yet."""
        return self.filter(approved_on=None, last_day__gte=on)

    def by_name(self) -> "Mapping[DoubtName, Exemption]":
        """By the doubts that they leave alone; of several, the one that lasts longest."""
        return {each.name: each for each in self.order_by("last_day")}


class Exemption(models.Model):
    """Somebody has asked for it, and somebody else approved it. It stays whatever becomes of the values.

    `values` are those that the doubt had when it was asked for: the list says where they have changed since.
    """

    division_path = "place"

    rule = models.CharField("规则", max_length=50)
    subject: Any = SensitiveCharField("对象编号", max_length=100, mask="subject")
    key = models.CharField("键", max_length=500, blank=True, default="")
    place = models.CharField("所在村", max_length=12, db_index=True)
    values = models.JSONField("申请时的值", default=dict)
    reason = models.CharField("豁免原因", max_length=200)
    last_day = models.DateField("豁免到")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="申请人"
    )
    asked_on = models.DateField("申请日期")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    approved_on = models.DateField("批准日期", null=True, blank=True)

    objects: Any = ExemptionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "疑点豁免"
        verbose_name_plural = verbose_name
        ordering = ("-asked_on", "-pk")
        indexes = (models.Index(fields=["rule", "subject"], name="exemptions_of_a_doubt"),)
        constraints = (
            models.UniqueConstraint(
                fields=["rule", "subject", "key"], condition=Q(approved_on=None), name="one_waiting_exemption_a_doubt"
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None) | Q(asked_by=None) | ~Q(approved_by=models.F("asked_by")),
                name="exempted_by_two_people",
                violation_error_message="豁免要由另一个人批准",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reason}（到{self.last_day}）"

    @property
    def name(self) -> DoubtName:
        return DoubtName(self.rule, self.subject.plain, self.key)

    def holds(self, on: date) -> bool:
        return self.approved_on is not None and self.approved_on <= on <= self.last_day

    def is_outdated(self, values: Mapping[str, str]) -> bool:
        """The values that it was given for have changed since."""
        return dict(values) != self.values

    def state(self, on: date) -> State:
        if self.last_day < on:
            return State(f"豁免已于{self.last_day}到期")
        if self.approved_on is None:
            return State("豁免待批准", Tone.DUE)
        return State(f"已豁免到{self.last_day}", Tone.SAFE)


def name_of(rule: str, hit: Doubt) -> DoubtName:
    return DoubtName(rule, hit.subject, hit.key)
