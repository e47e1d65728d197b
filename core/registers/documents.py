"""佐证材料: attached on a record's page, fetched and voided from there. Who may see the record may see the list."""

import logging
from collections.abc import Iterable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django import forms
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import View

from core import audit
from core.files import documents
from core.files.chosen import FilesField, attach_all
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
    """Files, and what they are to prove."""

    proves = forms.CharField(label="证明什么", max_length=100, help_text="例如：认定文件、现场照片、补贴发放表")
    file = FilesField(
        label="文件",
        help_text="可以一次选几个：PDF、JPG、PNG、Word（.docx）或 Excel（.xlsx）；有一个不能收，就都先不上传",
    )

    def __init__(self, *args: Any, record: Record, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["file"]
        field.record = record
        self.filled_in_by(user)


class AddDocument(OfRecord, WritePage):
    """Attach files to a record: all that were chosen, or none."""

    form_class = DocumentForm
    verb, done = "上传", "已上传。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "record": self.record, "user": self.request.user}

    def act(self, form: Any) -> str:
        sent = form.cleaned_data
        attach_all(sent["file"], record=self.record, proves=sent["proves"], by=self.request.user)
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
        return self.fetched(self.document, as_attachment=True)

    def fetched(self, document: Document, *, as_attachment: bool) -> HttpResponseBase:
        try:
            file = document.file.open("rb")  # first: what isn't there was not taken out
        except OSError:
            logger.exception("The file of document %s can't be read", document.pk)
            back = self.register.address(self.record)
            return render(self.request, "core/file_missing.html", {"document": document, "back": back}, status=404)
        told = {"register": self.register.title(), "record": str(self.record.pk)}
        audit.record(
            AuditEvent.Action.EXPORT,
            subject=document,
            division=audit.division_of(self.record),
            details=told if as_attachment else {**told, "shown": True},
        )
        kind = documents.MIME[documents.Format(document.format)]
        return FileResponse(file, as_attachment=as_attachment, filename=document.name, content_type=kind)


#: A file that is shown brings nothing along, and nothing frames it: it is a stranger's.
BARE = {
    "default-src": [NONE],
    "img-src": [SELF],
    "object-src": [SELF],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [NONE],
}


@method_decorator(csp(BARE), name="dispatch")
class ShowDocument(FetchDocument):
    """A picture or a PDF in the browser, which guesses nothing of what it is and keeps nothing of it."""

    def post(self, request: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.document.is_shown:
            raise Http404
        response = self.fetched(self.document, as_attachment=False)
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response


def pages(record: str) -> Iterable[tuple[str, Any, str]]:
    """The addresses of a record's documents, below that of the record: address, view, what it is called."""
    return (
        (f"{record}/documents/add/", AddDocument, "file_add"),
        (f"{record}/documents/<uuid:document>/", FetchDocument, "file"),
        (f"{record}/documents/<uuid:document>/show/", ShowDocument, "file_show"),
        (f"{record}/documents/<uuid:document>/void/", VoidDocument, "file_void"),
    )
