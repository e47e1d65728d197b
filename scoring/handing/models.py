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

    It ends by itself when nothing is left; whatever comes up after that is another matter. What belongs to a term, such
    as a half-year's verification, ends with it, whatever of it was `missed`.
    """

    division_path = "village_id"

    task_kind = models.CharField("事项", max_length=50)
    village = models.ForeignKey(Village, models.PROTECT, related_name="+", verbose_name="交给哪个村")
    note = models.CharField("说明", max_length=200, blank=True, default="")
    due_on = models.DateField("办理期限")
    number = models.PositiveIntegerField("交办件数")
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="交办人")
    handed_on = models.DateField("交办日期")
    last_day = models.DateField("这一期的最后一天", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)
    is_taken_back = models.BooleanField("已收回", default=False)
    missed = models.PositiveIntegerField("到期没办完件数", default=0)

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

    def is_over(self, on: date) -> bool:
        """Whether the term that it belongs to has ended before the day `on`."""
        return self.last_day is not None and self.last_day < on

    def holds(self, group: Any, late_of: str) -> bool:
        """Whether a group of the village's tasks is of what was handed over; `late_of` is what its duty says so."""
        is_overdue = late_of == self.task_kind and group.due >= self.handed_on
        return is_overdue or group.duty.name == self.task_kind

    def state(self, on: date, left: int) -> State:
        """How it stands on the day `on` with so many things left."""
        if self.is_taken_back:
            return State("已收回")
        if self.missed:
            return State(f"到期没办完 {self.missed} 件", Tone.LOST)
        return State("已办完", Tone.SAFE) if self.ended_on or not left else days_left(self.due_on, on)
