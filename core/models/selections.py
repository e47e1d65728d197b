"""The records that somebody has ticked in a list, until something is done to them."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models


class SelectionQuerySet(models.QuerySet["Selection"]):
    def of(self, user: Any, register: str) -> "Selection":
        """What the user has ticked in the list of a register; a new one where that is nothing."""
        return self.filter(user=user, register=register).first() or Selection(user=user, register=register)

    def locked(self, user: Any, register: str) -> "Selection":
        """The same to be changed, inside a transaction: of two ticks at once none is lost."""
        self.get_or_create(user=user, register=register)
        return self.select_for_update().get(user=user, register=register)


class Selection(models.Model):
    """What a user has ticked in a register, page after page: the names that the records have in addresses."""

    #: So many are worked on at once.
    MOST = 10_000

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="用户")
    register = models.CharField("登记簿", max_length=60)
    names = models.JSONField("所选记录", default=list)

    objects: ClassVar = SelectionQuerySet.as_manager()

    class Meta:
        verbose_name = "所选记录"
        verbose_name_plural = verbose_name
        constraints = (models.UniqueConstraint(fields=["user", "register"], name="one_selection_a_register"),)

    def __str__(self) -> str:
        return f"{self.register}：{len(self.names)}条"

    def keep(self, names: Iterable[str], *, without: Collection[str] = ()) -> None:
        """Add `names` and take those `without` out. Raises ValidationError where they would be too many."""
        kept = list(dict.fromkeys([*(name for name in self.names if name not in set(without)), *names]))
        if len(kept) > self.MOST:
            raise ValidationError(f"一次最多选{self.MOST}条，这样会有{len(kept)}条：请先用筛选缩小范围")
        self.names = kept
        self.save()

    def clear(self) -> None:
        self.names = []
        self.save()
