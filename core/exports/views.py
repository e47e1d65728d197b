"""The pages by which a list is taken along: what to choose, the list itself, and how far a long one is."""

from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from django.views.generic.base import ContextMixin

from core import audit
from core.exports.forms import PAPER, TakingForm
from core.exports.taking import Offered, Taking, chosen
from core.exports.workbook import write
from core.jobs.pages import OwnJob
from core.models import AuditEvent, ListExport, ListLayout
from core.tables import PRESSED, RegisterTable
from core.views import PartialMixin

#: A list of more rows is written in the background.
AT_ONCE = 4_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportMixin(ContextMixin):
    """A list to take along. GET asks what; POST without an answer takes what was chosen the last time, masked."""

    http_method_names: Any = ["get", "post"]
    request: Any
    object_list: Any

    @property
    def export_title(self) -> str:
        """What it is called."""
        raise NotImplementedError

    @property
    def back(self) -> str:
        """The list that is taken along."""
        raise NotImplementedError

    def get_said(self) -> list[str]:
        """What stands below the title."""
        return list(getattr(self, "get_bands", list)())

    @cached_property
    def table(self) -> RegisterTable:
        self.object_list = self.get_queryset()  # type: ignore[attr-defined]
        table: RegisterTable = super().get_context_data()["table"]
        return table

    @cached_property
    def offered(self) -> list[Offered]:
        return self.get_offered()

    def get_offered(self) -> list[Offered]:
        """Every column that may be chosen."""
        return [Offered(column) for column in self.table.columns if PRESSED.isdisjoint(column.kind.split())]

    @cached_property
    def layout(self) -> ListLayout:
        return ListLayout.objects.of(self.request.user, self.request.resolver_match.view_name)

    def taking(self, columns: list[str], **choice: str) -> Taking:
        return Taking(self.table, self.export_title, self.get_said(), chosen(self.offered, columns), **choice)

    def taking_again(self, **chosen: Any) -> Taking | None:
        """What a worker hands out for who asked this page; None where it can't be made out what that was."""
        return self.taking(**chosen) if self.asked.is_valid() else None  # type: ignore[attr-defined]

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return self.ask(self.get_form())

    def get_form(self, *data: Any) -> TakingForm:
        offered = {each.column.key: each.column.label_on(self.table.on) for each in self.offered}
        wanted = [each.column.key for each in chosen(self.offered, self.layout.columns)]
        rows = self.table.paginator.count
        return TakingForm(*data, offered=offered, wanted=wanted, user=self.request.user, rows=rows)

    def ask(self, form: TakingForm) -> HttpResponseBase:
        told = {"form": form, "title": self.export_title, "rows": self.table.paginator.count}
        return self.shown("core/export.html", **told)

    def shown(self, template: str, **told: Any) -> HttpResponseBase:
        """A page about the list, with the way back to it as it was narrowed down."""
        back = f"{self.back}?{self.request.GET.urlencode()}".rstrip("?")
        return render(self.request, template, {"back": back, **told})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "form" not in request.POST:
            return self.answer(self.taking(self.layout.columns))
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.ask(form)
        choice = dict(form.cleaned_data)
        columns, on_paper = choice.pop("columns"), choice.pop("form") == PAPER
        ListLayout.objects.choose(self.request.user, self.request.resolver_match.view_name, columns)
        return self.answer(self.taking(columns, **choice), on_paper=on_paper)

    def answer(self, taking: Taking, *, on_paper: bool = False) -> HttpResponseBase:
        if on_paper:
            taking.record(form="打印页")
            return self.shown("core/export_paper.html", listing=taking.listing)
        if taking.rows > AT_ONCE:
            return redirect("list_export", pk=self.enqueue(taking).pk)
        return as_workbook(taking, f"{taking.title}{taking.table.on:%Y%m%d}")

    def enqueue(self, taking: Taking) -> ListExport:
        """Have it made in the background."""
        keys = [each.column.key for each in taking.columns]
        chosen = {"columns": keys, "numbers": taking.numbers, "reason": taking.reason}
        return ListExport.hand_on(self.request, title=taking.title, query=self.request.GET.urlencode(), chosen=chosen)


def as_workbook(taking: Taking, name: str) -> FileResponse:
    """The list as a workbook, and a line of who took it along."""
    file = BytesIO()
    write(file, taking.listing)
    taking.record()
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")


class OwnListExport(OwnJob):
    model = ListExport


class ListExportPage(OwnListExport, PartialMixin, TemplateView):
    """How far a list is, and the way to fetch it."""

    template_name = "core/export_progress.html"
    partial = "progress"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = self.job
        back = reverse("list_export_file", args=[job.pk])
        waiting = None if job.is_over else job
        response = self.render_to_response(self.get_context_data(job=job, waiting=waiting, file_address=back))
        if request.htmx and job.is_over:  # type: ignore[attr-defined]
            response["HX-Refresh"] = "true"
        return response


class ListExportFile(OwnListExport):
    """The workbook itself; POST, because taking it along is written down."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        job = self.job
        if not job.is_still_theirs:
            raise PermissionDenied("您的角色或管辖区划变了，这份名单不能再下载，请重新导出。")
        try:
            file = job.file.open("rb")
        except (OSError, ValueError) as gone:
            raise Http404 from gone
        audit.record(AuditEvent.Action.EXPORT, subject=job, details={"file": job.title, "rows": job.rows})
        name = f"{job.title}{timezone.localdate():%Y%m%d}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
