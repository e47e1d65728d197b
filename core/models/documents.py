"""Files that prove what a record says: the assessment reads them (查阅文件资料)."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from core.fields import PrivateFileField

FOLDER = "documents"


class DocumentQuerySet(models.QuerySet["Document"]):
    def of(self, record: models.Model) -> "DocumentQuerySet":
        """What is attached to `record` and not voided; its scope is that of the record."""
        kind = ContentType.objects.get_for_model(record)
        return self.filter(content_type=kind, object_pk=str(record.pk), voided_at__isnull=True)

    def of_all(self, records: Sequence[models.Model]) -> "dict[Any, list[Document]]":
        """What is attached to records of one kind, by their keys."""
        if not records:
            return {}
        kind, keys = ContentType.objects.get_for_model(records[0]), {str(record.pk): record.pk for record in records}
        found: dict[Any, list[Document]] = {}
        for document in self.filter(content_type=kind, object_pk__in=keys, voided_at__isnull=True):
            found.setdefault(keys[document.object_pk], []).append(document)
        return found


class Document(models.Model):
    """A file attached to a record. Never deleted: a wrong one is voided, with a reason."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        JPEG = "jpg", "JPG 图片"
        PNG = "png", "PNG 图片"
        DOCX = "docx", "Word 文档"
        XLSX = "xlsx", "Excel 工作簿"

    public_id = models.UUIDField("公开编号", unique=True, default=uuid4, editable=False)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name="记录类别")
    object_pk = models.CharField("记录", max_length=40)
    record = GenericForeignKey("content_type", "object_pk")
    file = PrivateFileField("文件", upload_to=FOLDER)
    name = models.CharField("文件名", max_length=200)
    proves = models.CharField("证明什么", max_length=100)
    format = models.CharField("格式", max_length=10, choices=Format.choices)
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField("摘要", max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)
    void_reason = models.CharField("作废原因", max_length=200, blank=True, default="", editable=False)

    objects: ClassVar[Any] = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "佐证材料"
        verbose_name_plural = verbose_name
        ordering = ("uploaded_at", "pk")
        indexes = (models.Index(fields=["content_type", "object_pk"], name="documents_of_a_record"),)

    def __str__(self) -> str:
        return self.name

    def display_name(self, *, plain: bool) -> str:
        """What a page calls it: the name of a file may name somebody."""
        return self.name if plain else f"佐证材料（{self.get_format_display()}）"

    @property
    def is_picture(self) -> bool:
        return self.format in (self.Format.JPEG, self.Format.PNG)

    @property
    def is_shown(self) -> bool:
        """Whether a browser shows it by itself."""
        return self.is_picture or self.format == self.Format.PDF
