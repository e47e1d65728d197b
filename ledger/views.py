"""The ledger's pages: upload a workbook, follow its import, read its report, take ledgers and templates out."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from core.models import Village
from core.pages.display import page_of
from core.permissions import ENTER
from core.views import PAGE_SIZE, OnceMixin, PartialMixin, PermissionMixin, ScopedMixin
from ledger import actions, downloads
from ledger.forms import ExportForm, UploadForm, WriteForm
from ledger.import_summary import (
    MEANINGS,
    columns_in_conflict,
    corrections_told,
    effect_lines,
    people_told,
    reasons,
    refused_sheets,
    sheet_lines,
)
from ledger.models import KEPT_FOR, ImportJob
from ledger.refusals import LISTED
from ledger.report import EffectKind
from ledger.rosters.forms import correctable
from ledger.rules import EXCHANGE
from ledger.undoing import NotUndoable, in_the_way

RECENT = 15
NAMES_SHOWN = 20
#: In the address of an import: it was to be undone, and could not be.
STUCK = "stuck"


class ExchangePage(PermissionMixin):
    """A page for those who bring ledgers in and take them out."""

    permission_required = EXCHANGE


class ExchangeView(OnceMixin, ExchangePage, PartialMixin, FormView):
    """Upload a ledger, download one, and see what became of earlier uploads."""

    template_name = "ledger/exchange.html"
    form_class = UploadForm

    def form_valid(self, form: UploadForm) -> HttpResponse:
        sent = form.cleaned_data
        job = actions.upload(user=self.request.user, file=sent["file"], mode=sent["mode"])
        return self.led(job.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        imports = ImportJob.objects.visible_to(self.request.user).select_related("requested_by", "batch", "roster")
        return super().get_context_data(
            page=Paginator(imports, RECENT).get_page(self.request.GET.get("page")),
            export_form=ExportForm(user=self.request.user),
            most_megabytes=settings.UPLOAD_LIMIT // 2**20,
            kept_for=KEPT_FOR,
            **kwargs,
        )


class ImportMixin(ExchangePage, ScopedMixin, SingleObjectMixin):
    """One import that the user may see."""

    queryset = ImportJob.objects.select_related("requested_by", "batch", "marked_copy", "outlook", "roster")
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "job"


class ImportView(PartialMixin, ImportMixin, DetailView):
    """How far an import is; when it is over, its report."""

    template_name = "ledger/import.html"

    @property
    def partial(self) -> str:
        target = self.request.htmx.target
        return target if target in ("progress", "outlook") else "results"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if request.htmx.target == "progress" and self.object.underway is None:
            response["HX-Refresh"] = "true"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {name: self.request.GET.get(name, "") for name in ("sheet", "message")}
        refused = self.object.refused_cells.filter(**{name: value for name, value in asked.items() if value})
        page, sheets = Paginator(refused, PAGE_SIZE).get_page(self.request.GET.get("page")), refused_sheets(self.object)
        return super().get_context_data(
            page=page,
            refused=correctable(self.object, page, self.request.user),
            may_correct=self.object.may_be_decided_by(self.request.user),
            corrections=corrections_told(self.object),
            lines=sheet_lines(self.object, sheets),
            refused_sheets=sheets,
            people=people_told(self.object),
            effects=effect_lines(self.object),
            names=self.object.effects.filter(kind=EffectKind.NAME_DIFFERS)[:NAMES_SHOWN],
            reasons=reasons(self.object),
            asked=asked,
            listed=LISTED,
            in_the_way=self.in_the_way,
            **kwargs,
        )

    @property
    def in_the_way(self) -> list[Any]:
        """What the user can open of what stood in the way of undoing the import, where that was tried."""
        batch, user = self.object.batch, self.request.user
        asked = STUCK in self.request.GET and batch and not batch.undone_at
        return [each for each in in_the_way(batch) if page_of(each, user)][:LISTED] if asked else []


class EffectsView(PartialMixin, ImportMixin, DetailView):
    """What an import does to stored values, in one respect: value by value, before and after."""

    template_name = "ledger/effects.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            kind = EffectKind(self.kwargs["kind"])
        except ValueError:
            raise Http404 from None
        found = self.object.effects.filter(kind=kind)
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("page"))
        told = {"kind": kind, "meaning": MEANINGS[kind], "page": page, "listed": LISTED}
        if self.is_decided_here(kind):
            told["columns"] = columns_in_conflict(self.object)
        return super().get_context_data(**told, **kwargs)

    def is_decided_here(self, kind: EffectKind) -> bool:
        """Whether the user says of each value here whether it is taken."""
        return kind == EffectKind.BY_HAND and self.object.may_be_decided_by(self.request.user)


class ImportAction(ImportMixin, View):
    """Something done to an import by a button; afterwards one is back at its page."""

    act: Callable[..., Any]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = self.get_object()
        return redirect(self.act(job) or job)


class WriteView(ImportAction):
    """Write what was checked."""

    def act(self, job: ImportJob) -> None:
        form = WriteForm(self.request.POST)
        if form.is_valid():
            actions.write_checked(job=job, user=self.request.user, **form.cleaned_data)


class RunAgainView(ImportAction):
    """Do a failed import once more."""

    def act(self, job: ImportJob) -> None:
        actions.run_again(job=job, user=self.request.user)


class MarkView(ImportAction):
    """Make the workbook with its errors marked."""

    def act(self, job: ImportJob) -> None:
        actions.ask_for_marked_copy(job=job, user=self.request.user)


class UndoView(ImportAction):
    """Take an import back."""

    def act(self, job: ImportJob) -> str:
        try:
            actions.undo_import(job=job, user=self.request.user)
        except NotUndoable as reason:
            messages.error(self.request, str(reason))
            return f"{job.get_absolute_url()}?{STUCK}=1#in-the-way"
        else:
            messages.success(self.request, "已撤销：新增的记录已作废，更新过的记录已恢复原样。")
        return job.get_absolute_url()


class MarkedCopyView(ImportMixin, View):
    """The workbook with its errors marked. It holds whole identity numbers, so taking it out is audited."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        return downloads.marked_copy(self.get_object())


class TemplateDownloadView(ExchangePage, View):
    """The empty workbook with its lists and its guide."""

    def get(self, request: HttpRequest) -> FileResponse:
        return downloads.template(request.user, small=request.GET.get("small") == "1")


class ExportView(ExchangePage, FormView):
    """The ledger of one of the user's divisions; POST, because taking it out is written down."""

    http_method_names = ["post"]
    form_class = ExportForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: ExportForm) -> HttpResponse:
        return downloads.ledger(form.cleaned_data["division"], self.request.user)

    def form_invalid(self, form: ExportForm) -> HttpResponse:
        raise Http404


class OpenListView(PermissionMixin, View):
    """Those still to verify, as a list for a paper round; POST, because taking it out is written down."""

    permission_required = ENTER
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> FileResponse:
        villages = Village.objects.visible_to(request.user)
        code = request.POST.get("village", "")
        return downloads.open_list(request.user, get_object_or_404(villages, pk=code) if code else None)
