"""Batches: one import of one file, so that what it did can be found, shown and undone."""

from django.conf import settings
from django.db import models


class ImportBatch(models.Model):
    """One import that wrote something. Row history names it: `history_reason`."""

    created_at = models.DateTimeField("导入时间", auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入人"
    )
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要", max_length=64, help_text="SHA-256")
    report = models.JSONField("结果", default=dict, help_text="按表计数，不含个人信息")

    class Meta:
        verbose_name = "导入批次"
        verbose_name_plural = verbose_name
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.file_name}（{self.created_at:%Y-%m-%d %H:%M}）"

    @property
    def history_reason(self) -> str:
        """What the history rows of this batch bear as their reason."""
        return f"import:{self.pk}"
