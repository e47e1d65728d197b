"""What workers do with the trail: verify it, and write what was found into a workbook."""

from datetime import timedelta
from typing import Any

from django.db import models

from core.fields import PrivateFileField
from core.jobs.queue import Job

FOLDER = "trail"
#: For so long a workbook of the trail may be fetched.
KEPT_FOR = timedelta(days=7)


class TrailJob(Job):
    """Work on the trail: it only reads, so it may be done once more."""

    class Meta(Job.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def may_be_repeated(self) -> bool:
        return self.state == self.State.FAILED


class TrailVerification(TrailJob):
    """The whole chain computed once more, and what was seen; `fault` is blank where it is whole."""

    task = "administration.tasks.verify_trail"

    anchor = models.CharField("比对的校验值", max_length=100, default="", blank=True)
    length = models.PositiveBigIntegerField("条数", default=0)
    hash = models.CharField("末条校验值", max_length=64, default="")
    unsealed = models.PositiveIntegerField("尚未封存", default=0)
    fault = models.CharField("问题", max_length=200, default="")

    class Meta(Job.Meta):
        verbose_name = "审计核验"
        verbose_name_plural = verbose_name

    @property
    def end(self) -> str:
        """What to note down: an anchor for later."""
        return f"{self.length}:{self.hash}" if self.length and not self.fault else ""


class TrailExport(TrailJob):
    """Lines of the trail as a workbook, for whoever asked."""

    task = "administration.tasks.export_trail"

    criteria = models.JSONField("条件", default=dict)
    file = PrivateFileField("文件", upload_to=FOLDER, suffix=".xlsx", blank=True)
    rows = models.PositiveIntegerField("条数", default=0)

    class Meta(Job.Meta):
        verbose_name = "审计导出"
        verbose_name_plural = verbose_name

    @property
    def kept_until(self) -> Any:
        return self.finished_at + KEPT_FOR
