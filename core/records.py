"""What every record of the registers has in common."""

from typing import Any, ClassVar

from django.db import models

from core.scoping import LiveManager, ScopedQuerySet


def live_manager(queryset_class: type[ScopedQuerySet]) -> Any:
    """A manager with the methods of `queryset_class` that leaves voided rows out."""
    return type("LiveManager", (LiveManager.from_queryset(queryset_class),), {"use_in_migrations": False})()


class Record(models.Model):
    """A dated fact or a thing on a register. Never deleted: a mistake is voided, with a reason."""

    #: The look-up that leads from this model to the code of its village or town.
    division_path: ClassVar[str] = "village_id"

    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    void_reason = models.CharField("作废原因", max_length=200, blank=True, default="", editable=False)

    objects = live_manager(ScopedQuerySet)
    with_voided = models.Manager.from_queryset(ScopedQuerySet)()

    class Meta:
        abstract = True

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None
