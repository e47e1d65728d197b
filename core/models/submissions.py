"""Forms that were sent: each does its work once, however often a bad connection sends it."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def of(self, token: str) -> "SubmissionQuerySet":
        """The form with this token, as it was sent, if it did its work already."""
        try:
            return self.filter(token=UUID(token))
        except ValueError:
            return self.none()

    def claim(self, *, token: UUID, user: Any, leads_to: str) -> bool:
        """Whether the form with this `token` arrives for the first time; ask in the transaction that does its work."""
        _, is_first = self.get_or_create(token=token, defaults={"user": user, "leads_to": leads_to[:300]})
        return is_first


class Submission(models.Model):
    """The token of a form that did its work, and the page that it led to."""

    token = models.UUIDField("提交编号", primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="提交人")
    sent_at = models.DateTimeField("提交时间", default=timezone.now, db_index=True)
    leads_to = models.CharField("转到", max_length=300)

    objects: ClassVar = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "表单提交"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return str(self.token)
