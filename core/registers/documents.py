"""佐证材料: attached on a record's page, fetched and voided from there. Who may see the record may see the list."""

import logging
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.views.generic import View

from core import audit
from core.files import documents
from core.files.uploads import refuse_too_large
from core.forms import TokenForm
from core.models import AuditEvent, Document
from core.permissions import SEE_NAMES
from core.records import Record
from core.registers.declaration import Register
from core.registers.forms import ReasonForm
from core.registers.writing import OfRecord, WritePage
from core.views import ScopedMixin

logger = logging.getLogger(__name__)


class DocumentForm(TokenForm):
    """A file, and what it is to prove."""

    proves = forms.CharField(label="证明什么", max_length=100, help_text="例如：认定文件、现场照片、补贴发放表")
    file = forms.FileField(
        label="文件",
        validators=[refuse_too_large],
        help_text="PDF、JPG、PNG、Word（.docx）或 Excel（.xlsx）",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx,.xlsx", "class": "form-control"}),
        error_messages={"required": "请选择要上传的文件", "empty": "这个文件是空的，请重新选择"},
    )

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        documents.format_of(file)
        known = Document.objects.of(self.record).filter(sha256=documents.digest(file)).first()
        if known:
            raise ValidationError(f"同样的文件已经上传过：{known.name}", code="known")
        return file


class AddDocument(OfRecord, WritePage):
    """Attach a file to a record."""

    form_class = DocumentForm
    verb, done = "上传", "已上传。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "record": self.record}

    def act(self, form: Any) -> str:
        sent = form.cleaned_data
        documents.attach(record=self.record, file=sent["file"], proves=sent["proves"], by=self.request.user)
        return self.register.address(self.record)

    def get_heading(self) -> str:
        return "上传佐证材料"


class OfDocument(OfRecord):
    """A page of a document of a record; a voided one, or another record's, is not found."""

    @cached_property
    def document(self) -> Document:
        return get_object_or_404(Document.objects.of(self.record), public_id=self.kwargs["document"])


class VoidDocument(OfDocument, WritePage):
    """Take a wrong file out, with a reason."""

    form_class = ReasonForm
    verb, done = "作废", "已作废。"

    def act(self, form: Any) -> str:
        documents.void(document=self.document, reason=form.cleaned_data["reason"])
        return self.register.address(self.record)

    def get_heading(self) -> str:
        return f"作废佐证材料：{self.document.name}"


class FetchDocument(OfDocument, ScopedMixin, View):
    """The file itself, asked for by a button and written down.

    It may show whole names, so who only sees masked ones does not get it.
    """

    locks = False
    register: type[Register] = Register
    model: Any = None
    permission_required = SEE_NAMES

    def post(self, request: Any, **kwargs: Any) -> HttpResponseBase:
        document = self.document
        try:
            file = document.file.open("rb")  # first: what isn't there was not taken out
        except OSError:
            logger.exception("The file of document %s can't be read", document.pk)
            back = self.register.address(self.record)
            return render(request, "core/file_missing.html", {"document": document, "back": back}, status=404)
        audit.record(
            AuditEvent.Action.EXPORT,
            subject=document,
            division=audit.division_of(self.record),
            details={"register": self.register.title(), "record": str(self.record.pk)},
        )
        kind = documents.MIME[documents.Format(document.format)]
        return FileResponse(file, as_attachment=True, filename=document.name, content_type=kind)


def pages(record: str) -> Iterable[tuple[str, Any, str]]:
    """The addresses of a record's documents, below that of the record: address, view, what it is called."""
    return (
        (f"{record}/documents/add/", AddDocument, "file_add"),
        (f"{record}/documents/<uuid:document>/", FetchDocument, "file"),
        (f"{record}/documents/<uuid:document>/void/", VoidDocument, "file_void"),
    )
