"""What happened on a day and changed records: one deed, undone as one."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.scoping import ScopedQuerySet


class LifeEvent(models.Model):
    """Something that happened on a day, to one record or to many; everything that it wrote is undone together."""

    division_path = "division_code"

    label = models.CharField("变更", max_length=30)
    title = models.CharField("内容", max_length=200)
    happened_on = models.DateField("变更日期")
    division_code = models.CharField("区划代码", max_length=12, db_index=True)
    reason = models.CharField("原因", max_length=200)
    basis = models.CharField("依据", max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField("登记时间", default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects: Any = models.Manager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = "变更登记"
        verbose_name_plural = verbose_name
        ordering = ("-happened_on", "-pk")

    def __str__(self) -> str:
        return f"{self.happened_on} {self.label}"


class WrittenRow(models.Model):
    """A row that an event wrote: `version` is the line of its history, the line before says what was there."""

    event = models.ForeignKey(LifeEvent, models.CASCADE, related_name="rows", verbose_name="变更登记")
    model = models.CharField("类别", max_length=60)
    key = models.CharField("记录", max_length=40)
    version = models.BigIntegerField("写下的版本")

    objects: Any = models.Manager()

    class Meta:
        verbose_name = "变更写下的记录"
        verbose_name_plural = verbose_name
        ordering = ("pk",)
        indexes = (models.Index(fields=["model", "key"], name="events_by_written_row"),)

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
