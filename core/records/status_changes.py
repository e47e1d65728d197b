"""What dated columns held before a day: the rows of 状态变更, and what the database keeps of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q

from core.records.dated import DatedRecord, before_column
from core.records.record import Record


class StatusChange(Record):
    """A value that a dated column held up to the day before `changed_on` (状态变更); subclasses name whose it was."""

    item: Any  #: the name of the column

    changed_on = models.DateField("变更日期", help_text="新的情况从这一天起算")
    was_text = models.CharField("变更前（文字）", max_length=50, blank=True, default="")
    was_on = models.DateField("变更前（日期）", null=True, blank=True)
    was_village = models.ForeignKey(
        "core.Village", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="变更前（村社区）"
    )
    was_site = models.ForeignKey(
        "core.RelocationSite",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="变更前（安置点）",
    )
    reason = models.CharField("原因", max_length=200, blank=True, default="")
    basis = models.CharField("依据", max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        abstract = True
        ordering = ("-changed_on", "item")

    def __str__(self) -> str:
        return f"{self.changed_on} {self.get_item_display()}"  # type: ignore[attr-defined]

    @classmethod
    def target(cls) -> type[DatedRecord]:
        """The model whose values these were."""
        return cls._meta.get_field(cls.about).related_model  # type: ignore[return-value]

    @property
    def before(self) -> Any:
        """The value up to the day before; None or a blank: there was none."""
        return getattr(self, before_column(self.target()._meta.get_field(self.item)))

    def clean(self) -> None:
        super().clean()
        field: Any = self.target()._meta.get_field(self.item) if self.item in self.target().dated else None
        if field and not field.blank and self.before in (None, ""):
            raise ValidationError(
                {before_column(field): f"{field.verbose_name}不能空着：请填变更前的{field.verbose_name}"}
            )


def status_change_constraints(target: type[DatedRecord], owner: str) -> tuple[Any, ...]:
    """What the database keeps of changes of `target`, which the field `owner` names.

    A value has one change a day; it stands in the column of its item, no other is filled, and it is there where the
    field requires one.
    """
    fields: list[Any] = [target._meta.get_field(name) for name in target.dated]
    columns = {before_column(field) for field in fields}
    fits = Q(pk__in=[])
    for field in fields:
        own = before_column(field)
        blank = [_is_blank(column) for column in sorted(columns - {own})]
        fits |= Q(*blank, *([] if field.blank else [~_is_blank(own)]), item=field.name)
    return (
        models.UniqueConstraint(fields=[owner, "item", "changed_on"], name=f"one_change_a_{owner}_item_and_day"),
        CheckConstraint(condition=fits, name=f"{owner}_change_fits_its_item"),
    )


def _is_blank(column: str) -> Q:
    return Q(**{column: ""}) if column == "was_text" else Q(**{f"{column}__isnull": True})
