"""One human being, one row: the numbers that somebody was known by, and rows that were entered twice."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from core.fields import SensitiveCharField
from core.scoping import ScopedQuerySet
from labor.people.models import Person


class PersonAlias(models.Model):
    """An identity number that a person was known by before a merger or a correction; look-ups resolve it."""

    id_number = SensitiveCharField("原证件号码", max_length=18, unique=True, mask="id_number")
    person = models.ForeignKey(Person, models.CASCADE, related_name="aliases", verbose_name="劳动力")

    class Meta:
        verbose_name = "曾用证件号码"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return str(self.id_number)


class Merger(models.Model):
    """Two rows that were found to be one person. What it did is kept by keys, so that it can be undone."""

    division_path = "kept__village_id"

    kept = models.ForeignKey(Person, models.PROTECT, related_name="mergers", verbose_name="保留的人")
    duplicate = models.ForeignKey(Person, models.PROTECT, related_name="merged_into", verbose_name="重复的人")
    reason = models.CharField("原因", max_length=100)
    merged_at = models.DateTimeField("合并时间", default=timezone.now)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="合并人"
    )
    #: Keys of the facts that went over to the kept person, and of those that were voided, by model; of the aliases.
    moved = models.JSONField("转移的记录", default=dict)
    voided = models.JSONField("作废的记录", default=dict)
    aliases = models.JSONField("转移的曾用号码", default=list)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects: Any = models.Manager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = "人员合并"
        verbose_name_plural = verbose_name
        ordering = ("-merged_at", "-pk")

    def __str__(self) -> str:
        return f"{self.duplicate} → {self.kept}"

    @property
    def facts(self) -> int:
        """How many facts went over."""
        return sum(len(keys) for keys in self.moved.values())
