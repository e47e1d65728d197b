"""The first start of an installation while it is under way."""

from typing import Any

from django.db import models
from django.db.models import F


class SetupQuerySet(models.QuerySet["Setup"]):
    def take_a_try(self, most: int) -> bool:
        """Count one more wrong code; False where there have been so many already. Two at once count as two."""
        return bool(self.filter(tries__lt=most).update(tries=F("tries") + 1))


class Setup(models.Model):
    """One row: the code that opens the set-up, as a hash, how often it was guessed wrong, and the steps put off."""

    code = models.CharField("设置码", max_length=200, default="")
    tries = models.PositiveSmallIntegerField("输错次数", default=0)
    put_off = models.JSONField("以后再办的步骤", default=list)

    objects: Any = SetupQuerySet.as_manager()

    class Meta:
        verbose_name = "首次设置"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return "首次设置"

    @classmethod
    def current(cls) -> "Setup":
        """The row; a blank one where no code was printed yet."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
