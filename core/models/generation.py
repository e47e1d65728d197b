"""Which of the states that this database has been through by other ways than writing."""

from uuid import uuid4

from django.db import models
from django.utils import timezone


class Generation(models.Model):
    """One row: another token after each upgrade and each restore, when numbers of history may be given out again."""

    token = models.UUIDField("标识", default=uuid4, editable=False)
    begun_at = models.DateTimeField("开始时间", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "数据库世代"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return str(self.token)


def new_generation() -> None:
    """Nothing that was counted before holds any more."""
    Generation.objects.update_or_create(pk=1, defaults={"token": uuid4(), "begun_at": timezone.now()})
