"""What is kept of a list that somebody uploaded: how it is to be read, its columns, and what is known of its shape."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from core.scoping import ScopedQuerySet


class RosterReading(models.Model):
    """How the list of an import is to be read, and what its worksheets were taken for."""

    import_job = models.OneToOneField(
        "ledger.ImportJob", models.CASCADE, related_name="roster", verbose_name="导入任务"
    )
    compared_in = models.ForeignKey(
        "ledger.ImportJob", models.SET_NULL, null=True, related_name="takings", verbose_name="取自这次比对",
        help_text="只写入其中决定“用他们的”那些",
    )  # fmt: skip
    layout = models.CharField("版式", max_length=60, blank=True, default="", help_text="只用这个版式")
    as_of = models.DateField("名册日期", null=True, blank=True)
    as_of_read = models.DateField("读出的名册日期", null=True, blank=True)
    tables = models.JSONField("各工作表", default=list, help_text="版式、表头行和行数，不含个人信息")
    candidates = models.JSONField("最像的版式", default=list)

    class Meta:
        verbose_name = "名册读法"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return f"{self.import_job}（读法）"


class RosterColumn(models.Model):
    """A column of an uploaded list, with some of its values; personal numbers masked."""

    reading = models.ForeignKey(RosterReading, models.CASCADE, related_name="columns", verbose_name="名册读法")
    fingerprint = models.CharField("表头摘要", max_length=64)
    place = models.PositiveIntegerField("第几列")
    source = models.CharField("文件里的标题", max_length=200)
    headings = models.JSONField("读作", default=list)
    samples = models.JSONField("例如", default=list)

    class Meta:
        verbose_name = "名册的列"
        verbose_name_plural = verbose_name
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.source


class RosterCorrection(models.Model):
    """A cell of an uploaded list as somebody put it right on the page, which counts instead of what the file says."""

    reading = models.ForeignKey(RosterReading, models.CASCADE, related_name="corrections", verbose_name="名册读法")
    sheet = models.CharField("工作表", max_length=31)
    row = models.PositiveIntegerField("行")
    place = models.PositiveIntegerField("第几列", help_text="从 0 数")
    column = models.CharField("列", max_length=40)
    read = models.CharField("文件里", max_length=100, help_text="号码已打码")
    text = models.CharField("改为", max_length=200, help_text="原样，只在读文件时用")
    shown = models.CharField("改为（打码）", max_length=100, blank=True, default="")
    is_refused = models.BooleanField("仍被拒绝", default=False)

    class Meta:
        verbose_name = "改正的格"
        verbose_name_plural = verbose_name
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["reading", "sheet", "row", "place"], name="one_correction_a_cell"),
        )

    def __str__(self) -> str:
        return f"{self.sheet} {self.row} {self.column}"


class RosterShapeQuerySet(ScopedQuerySet):
    def known_to(self, division_code: str) -> "RosterShapeQuerySet":
        """Those of a division and those that others share, its own last."""
        own = models.Q(division_code=division_code)
        return self.filter(own | models.Q(is_shared=True)).order_by(
            models.Case(models.When(own, then=1), default=0), "pk"
        )


class RosterShape(models.Model):
    """Which column of lists with certain headings means what: the correction of a person, kept for the next file."""

    division_path = "division_code"

    division_code = models.CharField("区划范围", max_length=12)
    fingerprint = models.CharField("表头摘要", max_length=64, help_text="SHA-256")
    layout = models.CharField("版式", max_length=60)
    columns = models.JSONField("读作", default=dict, help_text="版式的标题 → 第几列")
    pairs = models.JSONField("各行都是", default=dict, help_text="版式的标题 → 值")
    is_shared = models.BooleanField("各乡镇都可以用", default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="保存人"
    )
    made_at = models.DateTimeField("保存时间", auto_now=True)

    objects: ClassVar[Any] = RosterShapeQuerySet.as_manager()

    class Meta:
        verbose_name = "记住的列对应"
        verbose_name_plural = verbose_name
        constraints = (
            models.UniqueConstraint(fields=["division_code", "fingerprint"], name="one_roster_shape_a_division"),
        )

    def __str__(self) -> str:
        return f"{self.layout} {self.fingerprint[:8]}"
