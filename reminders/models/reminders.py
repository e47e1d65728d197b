"""What somebody was reminded of: one row, one time."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from core.assessment import codes_of, term_of
from core.models import Division
from core.scoping import ScopedQuerySet
from reminders.kinds import DEFAULT_RULES, MISSED, Kind


class ReminderQuerySet(ScopedQuerySet):
    def addressed_to(self, user: Any) -> "ReminderQuerySet":
        return self.filter(recipient=user)

    def unread(self) -> "ReminderQuerySet":
        return self.filter(read_at__isnull=True)

    def superseded(self) -> "ReminderQuerySet":
        """Those whose recipient has since been told of the same deadline again."""
        same = {name: OuterRef(name) for name in ("recipient", "kind", "division", "deadline")}
        return self.filter(Exists(Reminder.objects.filter(**same, days_before__lt=OuterRef("days_before"))))


class Reminder(models.Model):
    """`count` things of a kind in a division, due on `deadline`, told to a user or (without one) to the group chat.

    What makes it the same reminder is its unique key, which the database keeps: whoever makes it again makes nothing.
    """

    division_path = "division_id"

    kind = models.CharField("类别", max_length=30, choices=Kind.choices)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="reminders", verbose_name="接收人"
    )
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    deadline = models.DateField("截止日期")
    days_before = models.SmallIntegerField("提前天数", help_text=f"{MISSED} 为逾期")
    count = models.PositiveIntegerField("数量")
    text = models.TextField("内容")
    made_at = models.DateTimeField("提醒时间")
    read_at = models.DateTimeField("阅读时间", null=True)
    #: The pass that made it.
    run = models.UUIDField("批次", default=uuid4, db_index=True, editable=False)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = verbose_name
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=["deadline"], name="reminders_by_deadline"),)
        constraints = (
            models.UniqueConstraint(
                fields=["recipient", "kind", "division", "deadline", "days_before"], name="reminded_once"
            ),
            # NULLs are distinct in a unique index
            models.UniqueConstraint(
                fields=["kind", "division", "deadline", "days_before"],
                condition=Q(recipient__isnull=True),
                name="group_reminded_once",
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def key(self) -> str:
        """What makes it this reminder and no other, as the headers of a mail can carry it."""
        told = f"{self.recipient_id or 'group'}"
        return f"{self.kind}.{told}.{self.division_id}.{self.deadline:%Y%m%d}.{self.days_before}"

    @property
    def is_missed(self) -> bool:
        return self.days_before == MISSED

    @property
    def title(self) -> str:
        return f"{self.get_kind_display()}{'：已逾期' if self.is_missed else ''}"

    @property
    def link(self) -> str:
        """Where to go on: to what is to be done or, for whoever only looks on or is too late, to what it costs."""
        default = DEFAULT_RULES[Kind(self.kind)]
        if self.kind == Kind.HANDED_OVER:
            return f"{reverse('scoring:inbox')}?division={self.division_id}"
        if self.kind == Kind.RESPONSIBLE:
            return reverse("oversight:mine")
        if not default.duty:
            return f"{reverse('labor:person_list')}?channel=public_benefit"
        place = f"division={self.division_id}"
        if not (default.measured or self.is_missed):
            return f"{reverse('scoring:inbox')}?kind={default.duty}&{place}"
        day = term_of(self.deadline).end if default.dated else self.deadline
        codes = codes_of([default.rule], day)
        page = reverse("scoring:sub_item", args=codes[:1]) if codes else reverse("scoring:dashboard")
        return f"{page}?as_of={day}&{place}"

    def is_stale(self, on: date) -> bool:
        """It announces a deadline that has passed by the day `on`."""
        return not self.is_missed and self.deadline < on
