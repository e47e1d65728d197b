"""A file of reference data that an administrator uploaded: checked, shown, brought in, taken back."""

from typing import Any

from django.db import models
from django.urls import reverse

from core.fields import PrivateFileField
from core.jobs.queue import Job
from core.reference.county import CountyList
from core.reference.holidays import HolidayList
from core.reference.lists import Difference, ListKind

#: Here a file waits for its worker, which deletes it.
FOLDER = "reference"


class ReferenceChange(Job):
    """What a file does to a list: found by one job, done by the next when somebody has agreed, undone by a third."""

    task = "administration.tasks.change_reference"

    class Topic(models.TextChoices):
        HOLIDAYS = "holidays", "节假日和调休"
        COUNTY = "county", "一个县的行政区划"

    class Step(models.TextChoices):
        CHECK = "check", "核对"
        WRITE = "write", "写入"
        UNDO = "undo", "撤销"

    topic = models.CharField("资料", max_length=20, choices=Topic.choices)
    step = models.CharField("步骤", max_length=10, choices=Step.choices, default=Step.CHECK)
    file = PrivateFileField("文件", upload_to=FOLDER, blank=True)
    file_name = models.CharField("文件名", max_length=200)
    listed = models.JSONField("名单", default=dict)
    found = models.JSONField("变化", default=dict)
    in_use = models.JSONField("正在使用", default=dict)
    faults = models.JSONField("错误", default=list)
    written_at = models.DateTimeField("写入时间", null=True)
    undone_at = models.DateTimeField("撤销时间", null=True)

    class Meta(Job.Meta):
        verbose_name = "基础资料更新"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return f"{self.get_topic_display()} {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("administration:reference_change", args=[self.pk])

    @property
    def list_kind(self) -> ListKind:
        """How such a file is read, compared and stored."""
        return HolidayList() if self.topic == self.Topic.HOLIDAYS else CountyList()

    @property
    def difference(self) -> Difference:
        """What was found when the file was checked."""
        return Difference(**self.found) if self.found else Difference({}, {}, {})

    @property
    def may_be_written(self) -> bool:
        """It was checked, would change something, and nothing stands against it."""
        stands = self.is_over and self.found and not self.faults and not self.in_use
        return bool(stands) and not self.written_at and not self.difference.is_nothing

    @property
    def may_be_undone(self) -> bool:
        return self.is_over and self.written_at is not None and self.undone_at is None

    @property
    def outcome(self) -> tuple[str, str]:
        """Where it stands, and the tone in which that is said."""
        told: tuple[tuple[Any, str, str], ...] = (
            (not self.is_over, self.get_state_display(), "accent"),
            (self.undone_at, "已撤销", "due"),
            (self.written_at, "已写入", "safe"),
            (self.faults, "有错误，没有写入", "lost"),
            (self.state == self.State.FAILED, "没有完成", "lost"),
            (self.in_use, "有的正在使用，不能写入", "lost"),
            (self.difference.is_nothing, "没有变化", ""),
        )
        return next(((words, tone) for holds, words, tone in told if holds), ("待确认，还没有写入", "due"))
