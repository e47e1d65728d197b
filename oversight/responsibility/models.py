"""Whose account, or which post, stands behind a name that is written down as 责任人."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import LeadershipPost
from core.fields import NameField
from core.models import Division
from core.scoping import ScopedQuerySet


class Responsible(models.Model):
    """A name as records of a town have it, joined to an account or to a post, once for all records that have it.

    What records say stays text, as files bring it. A post is whoever holds it on the day.
    """

    division_path = "town_id"

    town = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="乡镇")
    name = NameField("责任人", max_length=50)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="账号"
    )
    post = models.ForeignKey(
        LeadershipPost, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="岗位"
    )

    objects: Any = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "责任人"
        verbose_name_plural = verbose_name
        ordering = ("town", "name")
        constraints = (
            models.UniqueConstraint(fields=["town", "name"], name="one_responsible_a_name"),
            models.CheckConstraint(
                condition=Q(account=None, post__isnull=False) | Q(account__isnull=False, post=None),
                name="responsible_is_account_or_post",
            ),
        )

    def __str__(self) -> str:
        return self.name
