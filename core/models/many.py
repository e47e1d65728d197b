"""What is done to more records than one waits for."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.jobs.pages import OfPage

#: So long what a worker found can be decided.
MAY_BE_DECIDED = timedelta(days=1)


class ActionOnMany(OfPage):
    """What somebody does to many records, written in the background as the page would have written it."""

    task = "core.tasks.act_on_many"

    #: What the form sent, and how many records it is about.
    sent = models.TextField("填写的内容")
    number = models.PositiveIntegerField("条数")
    #: What is to be decided before it is done: how many are refused, who and why, and what is odd.
    undecided = models.JSONField("要先定的", default=dict)
    #: What the page says when it is done, each with its level and the page for more of it, and where it leads.
    told = models.JSONField("结果", default=list)
    leads_to = models.CharField("转到", max_length=300, default="")

    class Meta(OfPage.Meta):
        verbose_name = "成批办理"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def leave(self, state: Any, message: str = "") -> None:
        super().leave(state, message)
        forget_sent()


def forget_sent() -> int:
    """What was sent may name people or say what nobody else may read: it goes when there is nothing left to decide."""
    over = ActionOnMany.objects.exclude(state__in=ActionOnMany.OPEN).exclude(sent="")
    left = Q(undecided={}) | Q(finished_at__lt=timezone.now() - MAY_BE_DECIDED)
    return int(over.filter(left).update(sent="", undecided={}))
