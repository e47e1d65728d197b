"""What a user has chosen about a list, and lists that are taken along."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from core.fields import PrivateFileField
from core.jobs.pages import OfPage
from core.jobs.queue import Job

QUERY_LENGTH = 500
#: How many rows a page of a list may have; the first unless chosen.
ROWS_A_PAGE = (25, 50, 100)
#: So long a list that was made in the background may be fetched.
KEPT_FOR = timedelta(days=1)


class ListLayoutQuerySet(models.QuerySet["ListLayout"]):
    def of(self, user: Any, page: str) -> "ListLayout":
        """What the user has chosen on a page; nothing yet where that is nothing."""
        return self.filter(user=user, page=page).first() or ListLayout(user=user, page=page)

    def choose(self, user: Any, page: str, columns: list[str], **more: Any) -> None:
        self.update_or_create(user=user, page=page, defaults={"columns": columns, **more})


class ListLayout(models.Model):
    """Which columns a user wants on a page, in which order, and how many rows; none chosen are the usual ones."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="用户")
    page = models.CharField("页面", max_length=60)
    columns = models.JSONField("栏目", default=list)
    size = models.PositiveSmallIntegerField("每页行数", default=ROWS_A_PAGE[0])

    objects: ClassVar = ListLayoutQuerySet.as_manager()

    class Meta:
        verbose_name = "栏目设置"
        verbose_name_plural = verbose_name
        constraints = (models.UniqueConstraint(fields=["user", "page"], name="one_layout_a_page"),)

    def __str__(self) -> str:
        return f"{self.page}：{len(self.columns)}栏"


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    def offered(self, user: Any, page: str) -> "SavedFilterQuerySet":
        """Those that a user has on a page: their own, and their office's."""
        return self.filter(models.Q(user=user) | models.Q(division__in=user.division_codes), page=page)


class SavedFilter(models.Model):
    """How a list was narrowed down and sorted, under a name; the office's own where it has a `division`.

    What was typed into a search box is no part of it: that may be somebody's name.
    """

    name = models.CharField("名称", max_length=20)
    page = models.CharField("页面", max_length=60)
    query = models.CharField("条件", max_length=QUERY_LENGTH)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="谁存的")
    division = models.CharField("本单位", max_length=12, blank=True, default="")

    objects: ClassVar = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = "常用筛选"
        verbose_name_plural = verbose_name
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["user", "page", "name"], name="one_saved_filter_a_name"),)

    def __str__(self) -> str:
        return self.name


class ListExport(OfPage):
    """A long list that is written into a workbook in the background, for whoever asked."""

    task = "core.tasks.export_list"

    #: How the list was narrowed down.
    query = models.TextField("条件", default="")
    chosen = models.JSONField("选择", default=dict)
    file = PrivateFileField("文件", upload_to="exports", suffix=".xlsx", blank=True)
    rows = models.PositiveIntegerField("条数", default=0)

    class Meta(Job.Meta):
        verbose_name = "名单导出"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def kept_until(self) -> Any:
        return self.finished_at + KEPT_FOR if self.finished_at else None

    @property
    def may_be_repeated(self) -> bool:
        """It only reads."""
        return self.state == self.State.FAILED
