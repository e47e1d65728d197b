"""What an import tells of single cells: those that it refused, and what it does to stored values."""

from django.db import models

from ledger.models.imports import ImportJob
from ledger.report import EffectKind
from ledger.rosters.decisions import Decision


class RefusedCell(models.Model):
    """A cell that an import refused, as its page lists it: identity and phone numbers masked."""

    job = models.ForeignKey(
        ImportJob, models.CASCADE, related_name="refused_cells", verbose_name="导入任务", db_index=False
    )
    sheet = models.CharField("工作表", max_length=31)
    row = models.PositiveIntegerField("行", null=True)
    column = models.CharField("列", max_length=40)
    place = models.PositiveIntegerField("第几列", null=True, help_text="从 0 数；只有名册的格有")
    value = models.CharField("内容", max_length=100)
    message = models.CharField("原因", max_length=200)

    class Meta:
        verbose_name = "被拒绝的单元格"
        verbose_name_plural = verbose_name
        ordering = ("pk",)
        indexes = (models.Index(fields=["job", "sheet"], name="refused_cells_by_sheet"),)

    def __str__(self) -> str:
        return f"{self.sheet} {self.row or ''} {self.column}"

    @property
    def may_be_put_right(self) -> bool:
        """Whether it is a single cell of a list, which may be put right on the page."""
        return self.row is not None and self.place is not None


class StoredEffect(models.Model):
    """What an import does, or did, to a stored value that somebody should look at; personal numbers masked."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="effects", verbose_name="导入任务", db_index=False)
    kind = models.CharField("影响", max_length=20, choices=EffectKind.choices)
    sheet = models.CharField("工作表", max_length=31)
    found_in = models.CharField("名册的工作表", max_length=31, blank=True, default="")
    row = models.PositiveIntegerField("行")
    column = models.CharField("列", max_length=40)
    target = models.CharField("已登记的那一条", max_length=40, blank=True, default="")
    decision = models.CharField("决定", max_length=4, blank=True, default="", choices=Decision.choices)
    digest = models.CharField("原来的摘要", max_length=64, blank=True, default="", help_text="决定只对这个值有效")
    about = models.CharField("对象", max_length=300)
    stored = models.CharField("原来", max_length=100)
    value = models.CharField("文件里", max_length=100)

    class Meta:
        verbose_name = "导入影响"
        verbose_name_plural = verbose_name
        ordering = ("pk",)
        indexes = (models.Index(fields=["job", "kind"], name="effects_by_kind"),)

    def __str__(self) -> str:
        return f"{self.sheet} {self.row} {self.column}"
