"""Days on which work stands still or goes on against the week's habit."""

from django.db import models


class SpecialDay(models.Model):
    """A day of the State Council's yearly arrangement: a holiday, or a day at the weekend that is worked instead."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "放假"
        WORKDAY = "workday", "调休上班"

    day = models.DateField("日期", primary_key=True)
    kind = models.CharField("安排", max_length=10, choices=Kind.choices)
    name = models.CharField("节日", max_length=20)

    class Meta:
        verbose_name = "节假日安排"
        verbose_name_plural = verbose_name
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
