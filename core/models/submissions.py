"""Forms that were sent: each does its work once, however often a bad connection sends it."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def claim(self, *, token: str, user: Any) -> "tuple[Submission | None, bool]":
        """The form with this `token`, and whether it arrives for the first time; ask in the transaction of its work.

        Whoever sends it meanwhile waits here until that transaction ends. A form without a token is never known.
        """
        try:
            return self.get_or_create(user=user, token=UUID(token))
        except ValueError:
            return None, True


class Submission(models.Model):
    """A form that did its work, and the page that it led to."""

    token = models.UUIDField("提交编号")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="提交人")
    sent_at = models.DateTimeField("提交时间", default=timezone.now, db_index=True)
    leads_to = models.CharField("转到", max_length=300)

    objects: ClassVar = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "表单提交"
        verbose_name_plural = verbose_name
        constraints = (models.UniqueConstraint(fields=["user", "token"], name="one_submission_a_token"),)

    def __str__(self) -> str:
        return str(self.token)

    def led_to(self, address: str) -> None:
        """It has done its work; whoever sends it again is led to `address` too."""
        self.leads_to = address[:300]
        self.save(update_fields=["leads_to"])
