"""The list of doubts, as the nightly job keeps it; see ADR 0061."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.http import urlencode

from core.fields import SensitiveCharField
from core.scoping import ScopedQuerySet
from core.states import State, Tone, days_left
from doubts.models.exemptions import DoubtName, Exemption


class ListedDoubtQuerySet(ScopedQuerySet):
    def unsettled(self) -> Self:
        """What the rules still find, exempted or not."""
        return self.filter(settled_on=None)

    def with_exemption(self, on: date, *, holding: bool) -> Self:
        """Those with an exemption that holds on the day `on`, or else with one that waits to be approved."""
        exemptions = Exemption.objects.holding(on) if holding else Exemption.objects.waiting(on)
        return self.filter(_names_one_of(exemptions))

    def open(self, on: date) -> Self:
        """What the rules still find and nobody has exempted."""
        return self.unsettled().exclude(_names_one_of(Exemption.objects.holding(on)))


def _names_one_of(exemptions: Any) -> Exists:
    names = {name: OuterRef(name) for name in DoubtName._fields}
    return Exists(exemptions.everywhere("of a doubt that is bounded").filter(**names))


class ListedDoubt(models.Model):
    """A hit of a rule from the day on which it was found to the one on which it was no longer there."""

    division_path = "place"

    rule = models.CharField("规则", max_length=50)
    subject: Any = SensitiveCharField("对象编号", max_length=100, mask="subject", db_index=True)
    key = models.CharField("键", max_length=500, blank=True, default="")
    place = models.CharField("所在村", max_length=12, db_index=True)
    values = models.JSONField("查到的值", default=dict)
    severity = models.CharField("轻重", max_length=4)
    found_on = models.DateField("发现日期", db_index=True)
    settled_on = models.DateField("消除日期", null=True, db_index=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="负责人"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="交办人"
    )
    due_on = models.DateField("办理期限", null=True, blank=True)

    #: The list that it is shown in, filters and all.
    listed_at = ""

    objects: Any = ListedDoubtQuerySet.as_manager()

    class Meta:
        verbose_name = "疑点清单"
        verbose_name_plural = verbose_name
        ordering = ("place", "rule", "subject", "key")
        constraints = (
            models.UniqueConstraint(
                fields=["rule", "subject", "key"], condition=Q(settled_on=None), name="a_doubt_is_listed_once"
            ),
        )

    def __str__(self) -> str:
        return self.rule

    def get_absolute_url(self) -> str:
        """From the list its page leads back to the list as it was."""
        address = reverse("doubts:doubt", args=[self.pk])
        return f"{address}?{urlencode({'next': self.listed_at})}" if self.listed_at else address

    @property
    def name(self) -> DoubtName:
        return DoubtName(self.rule, self.subject.plain, self.key)

    def age(self, on: date) -> int:
        """So many days it has been there."""
        return ((self.settled_on or on) - self.found_on).days

    def state(self, on: date) -> State:
        """How it stands: settled, handed to somebody with a day, or open."""
        if self.settled_on:
            return State(f"{self.settled_on}已消除", Tone.SAFE)
        if self.due_on:
            return days_left(self.due_on, on)
        return State("未交办")
