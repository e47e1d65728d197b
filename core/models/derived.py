"""What actions wrote elsewhere: which record of which cause, as a bookkeeping of its own beside the registers."""

from typing import Any

from django.db import models


class DerivedFact(models.Model):
    """What one record, the cause, wrote into another, the target; see core/records/derived.py for the table of kinds.

    `version` is the row of the target's history that it wrote last: the values are there, and those from before one row
    earlier than `first`. Values of columns with a day hold from `changed_on`. What was undone with its cause no longer
    `stands`, and comes again with it.
    """

    kind = models.CharField("类别", max_length=40)
    cause = models.BigIntegerField("起因")
    target = models.BigIntegerField("所写的记录")
    version = models.BigIntegerField("写下的版本")
    first = models.BigIntegerField("最先写下的版本")
    changed_on = models.DateField("变更日期", null=True, blank=True)
    stands = models.BooleanField("仍然有效", default=True)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = "连带写下的内容"
        verbose_name_plural = verbose_name
        constraints = (models.UniqueConstraint(fields=["kind", "cause", "target"], name="one_fact_a_cause_and_target"),)
        indexes = (models.Index(fields=["kind", "target"], name="derived_facts_by_target"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.cause} → {self.target}"
