"""A year's rubric that was written in the browser: a draft until somebody else publishes it, then never changed."""

import hashlib
from collections.abc import Collection
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords


class PublishedRubric(TypeError):
    """What was published stays as it is."""

    def __init__(self) -> None:
        super().__init__("已发布的细则不能修改或删除")


class RubricEditionQuerySet(models.QuerySet["RubricEdition"]):
    def published(self) -> "RubricEditionQuerySet":
        return self.filter(state=RubricEdition.State.PUBLISHED)

    def drafts(self) -> "RubricEditionQuerySet":
        return self.filter(state=RubricEdition.State.DRAFT)

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        if kwargs.get("update_conflicts"):
            raise PublishedRubric
        return super().bulk_create(*args, **kwargs)

    def update(self, **kwargs: Any) -> NoReturn:
        """A change leaves a row of history, so each is saved by itself."""
        raise PublishedRubric

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.published().exists():
            raise PublishedRubric
        return super().delete()


class RubricEdition(models.Model):
    """The rubric of a year as text, over the file of that year where there is one; of the whole installation."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"

    year = models.PositiveSmallIntegerField("年度", unique=True)
    text = models.TextField("细则文本")
    #: SHA-256 of the text.
    digest = models.CharField("校验值", max_length=64, editable=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="rubrics_drafted", verbose_name="起草人"
    )
    drafted_at = models.DateTimeField("起草时间", default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="rubrics_published", verbose_name="发布人"
    )
    published_at = models.DateTimeField("发布时间", null=True)

    objects = RubricEditionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "年度细则"
        verbose_name_plural = verbose_name
        ordering = ("-year",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft", published_by=None, published_at=None)
                | Q(state="published", published_by__isnull=False, published_at__isnull=False),
                name="rubric_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("drafted_by")), name="rubric_published_by_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年考核细则"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and type(self).objects.published().filter(pk=self.pk).exists():
            raise PublishedRubric
        self.digest = hashlib.sha256(self.text.encode()).hexdigest()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if not self.is_draft or type(self).objects.published().filter(pk=self.pk).exists():
            raise PublishedRubric
        return super().delete(*args, **kwargs)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def version(self) -> int:
        """The number of the newest row of its history: which of its texts somebody has seen."""
        return self.history.order_by("-history_id").values_list("history_id", flat=True).first() or 0

    @property
    def writers(self) -> Collection[int]:
        """The keys of everybody who has written in it."""
        return set(self.history.exclude(history_user=None).values_list("history_user", flat=True)) | {
            self.drafted_by_id
        }
