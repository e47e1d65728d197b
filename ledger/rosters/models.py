"""What is kept of a list that somebody uploaded: how it is to be read, its columns, and what is known of its shape."""

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from core.divisions import enclosing_code
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
    sketch = models.JSONField("样子", default=dict, help_text="表头和各列的例子，号码已打码，随文件一起删除")
    header_at = models.JSONField("表头在哪里", default=dict, help_text="上传人说的工作表、行号和行数")
    made_layouts = models.ManyToManyField(
        "ledger.RosterLayout", related_name="readings", blank=True, verbose_name="用到的自制版式"
    )

    class Meta:
        verbose_name = "名册读法"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return f"{self.import_job}（读法）"

    @property
    def read_for(self) -> Any:
        """The job as whose list it is read: of lines that are taken, their comparison, perhaps of an office above."""
        return self.compared_in or self.import_job

    @property
    def drawn_layouts(self) -> Any:
        """The layouts of the office's own by which it was read, as far as they can be drawn anew."""
        own = self.made_layouts.everywhere("of the very office whose import it is")  # type: ignore[attr-defined]
        return own.filter(division_code=self.import_job.division_code).exclude(answers={})


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


class SharedQuerySet(ScopedQuerySet):
    """What a division keeps for itself or lends to others."""

    def known_to(self, division_code: str) -> "SharedQuerySet":
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

    objects: ClassVar[Any] = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = "记住的列对应"
        verbose_name_plural = verbose_name
        constraints = (
            models.UniqueConstraint(fields=["division_code", "fingerprint"], name="one_roster_shape_a_division"),
        )

    def __str__(self) -> str:
        return f"{self.layout} {self.fingerprint[:8]}"


class RosterLayoutQuerySet(SharedQuerySet):
    def of_office(self, user: Any) -> "RosterLayoutQuerySet":
        """Those that the user's office made, which it alone changes."""
        code = enclosing_code(user.division_codes)
        return self.filter(division_code=code).exclude(division_code="").bounded()


class RosterLayout(models.Model):
    """A layout that somebody made. Its `text` is what a file in fixtures/layouts is, and read alike."""

    division_path = "division_code"

    division_code = models.CharField("区划范围", max_length=12)
    name = models.CharField("标识", max_length=60, help_text="命令里用；和系统自带的版式同名，就代替它")
    title = models.CharField("名称", max_length=60)
    text = models.TextField("版式文件", help_text="TOML，和系统自带的版式一样写")
    answers = models.JSONField("画的时候怎么说的", default=dict, blank=True, help_text="直接改文件以后没有")
    fingerprint = models.CharField("照着画的表头", max_length=64, blank=True, default="", help_text="SHA-256")
    is_shared = models.BooleanField("各乡镇都可以用", default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="最后修改人"
    )
    made_at = models.DateTimeField("最后修改", auto_now=True)

    objects: ClassVar[Any] = RosterLayoutQuerySet.as_manager()

    class Meta:
        verbose_name = "自制版式"
        verbose_name_plural = verbose_name
        ordering = ("title", "pk")
        constraints = (
            models.UniqueConstraint(fields=["division_code", "name"], name="one_roster_layout_a_name"),
            models.UniqueConstraint(fields=["division_code", "title"], name="one_roster_layout_a_title"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ledger:layout", args=[self.pk])

    @property
    def mark(self) -> str:
        """By which whoever changes the layout finds out that somebody else did meanwhile."""
        return hashlib.sha256(f"{self.title}\n{self.is_shared}\n{self.text}".encode()).hexdigest()[:16]
