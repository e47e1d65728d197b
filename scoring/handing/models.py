"""What of 待办 the office has handed over to a village: with a note, till a day."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.models import Village
from core.scoping import ScopedQuerySet
from core.states import State, Tone, days_left


class GroupHandoverQuerySet(ScopedQuerySet):
    def running(self) -> Self:
        """Neither done nor taken back."""
        return self.filter(ended_on=None)


class GroupHandover(models.Model):
    """A kind of tasks in a village, handed over to its clerks. What is left of it is counted, and never stored.

    It ends by itself when nothing is left; whatever comes up after that is another matter.
    """

    division_path = "village_id"

    task_kind = models.CharField("事项", max_length=50)
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name="交给哪个村")
    note = models.CharField("说明", max_length=200, blank=True, default="")
    due_on = models.DateField("办理期限")
    number = models.PositiveIntegerField("交办件数")
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="交办人")
    handed_on = models.DateField("交办日期")
    ended_on = models.DateField("结束日期", null=True, blank=True)
    is_taken_back = models.BooleanField("已收回", default=False)

    objects: Any = GroupHandoverQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "待办交办"
        verbose_name_plural = verbose_name
        ordering = (F("ended_on").desc(nulls_first=True), "due_on", "village", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["task_kind", "village"], condition=Q(ended_on=None), name="a_group_is_handed_over_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.village} {self.due_on}"

    def state(self, on: date, left: int) -> State:
        """How it stands on the day `on` with so many things left."""
        if self.is_taken_back:
            return State("已收回")
        return State("已办完", Tone.SAFE) if self.ended_on or not left else days_left(self.due_on, on)
