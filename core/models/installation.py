"""What a database is for: a town's own facts, or the made-up ones of the demo."""

from django.db import models
from django.utils import timezone


class Installation(models.Model):
    """One row, written once that is decided; without it nothing has begun here. See docs/adr/0033."""

    is_demo = models.BooleanField("演示")
    decided_at = models.DateTimeField("确定时间", default=timezone.now)

    class Meta:
        verbose_name = "安装用途"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return "演示" if self.is_demo else "正式"

    @classmethod
    def decide(cls, *, is_demo: bool) -> None:
        """What was decided before stays."""
        cls.objects.get_or_create(pk=1, defaults={"is_demo": is_demo})


def holds_demo() -> bool:
    """Whether all that the database holds is made up."""
    return Installation.objects.filter(is_demo=True).exists()
