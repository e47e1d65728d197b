"""What has to be done again and again without anybody asking, and when it last was."""

from django.db import models


class ScheduledDuty(models.Model):
    """When a duty was last done and when it last went wrong; what is expected of it is in core/jobs/duties.py."""

    name = models.CharField("名称", max_length=100, primary_key=True)
    succeeded_at = models.DateTimeField("上次完成", null=True)
    failed_at = models.DateTimeField("上次出错", null=True)

    class Meta:
        verbose_name = "定时事务"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return self.name
