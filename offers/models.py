"""What was offered and is not taken up: somebody has said that it is nothing."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Max
from simple_history.models import HistoricalRecords

from core.scoping import ScopedQuerySet


class DeclinedOfferQuerySet(ScopedQuerySet):
    def version(self) -> tuple[int, int]:
        """Tells what is declined now from what was before: rows come with higher keys, and go."""
        counted = self.everywhere("a number of rows, and the highest").aggregate(rows=Count("pk"), last=Max("pk"))
        return counted["rows"], counted["last"] or 0


class DeclinedOffer(models.Model):
    """“不用登记”: of one offer, by its code and the key of the fact that offers. Taken away, it is offered again."""

    division_path = "place"

    offer = models.CharField("事项", max_length=40)
    key = models.BigIntegerField("记录")
    place = models.CharField("区划", max_length=12, db_index=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="用户"
    )
    declined_on = models.DateField("日期")

    objects: Any = DeclinedOfferQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "不用顺带登记的"
        verbose_name_plural = verbose_name
        constraints = (models.UniqueConstraint(fields=["offer", "key"], name="declined_once"),)

    def __str__(self) -> str:
        return f"{self.offer} {self.declined_on}"
