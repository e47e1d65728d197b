"""The trail for auditors: look for lines, take them out, verify the chain. To read is written down too."""

from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from accounts.auditors import open_to_auditors
from administration.models import TrailExport, TrailVerification
from administration.trail.forms import VerifyForm
from administration.trail.lines import lines_of
from administration.trail.search import TrailForm, found
from administration.trail.verifying import latest
from core import audit
from core.jobs.queue import Job
from core.models import AuditEvent
from core.permissions import READ_TRAIL
from core.views import OnceMixin, PartialMixin, PermissionMixin

PAGE = 50
#: Beyond so many lines nobody is told how many exactly: to count a million takes longer than to show fifty.
COUNTED = 10_000
#: What of a question is written down whole; names of people are not.
NOTED = ("action", "kind", "since", "until")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TrailPage(PermissionMixin):
    """A page for those who read the trail."""

    permission_required = READ_TRAIL


@open_to_auditors
class TrailView(TrailPage, PartialMixin, TemplateView):
    """Lines of the trail, the newest first. The one page whose GET writes: a line that says it was read."""

    template_name = "administration/trail.html"

    @transaction.atomic
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = TrailForm(request.GET)
        if self.form.is_valid():
            self._note()
        response = self.render_to_response(self.get_context_data(**kwargs))
        response.render()  # inside the transaction: what was not written down is not shown
        return response

    def _note(self) -> None:
        asked = self.form.criteria
        whole = {name: asked[name] for name in NOTED if name in asked}
        others = [str(self.form.fields[name].label) for name in asked if name not in NOTED]
        audit.record(AuditEvent.Action.TRAIL_READ, details={**whole, **({"asked": others} if others else {})})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self._rows()
        shown = list(rows[: PAGE + 1])
        return super().get_context_data(
            form=self.form,
            lines=lines_of(shown[:PAGE], self.request.user),
            older=shown[PAGE - 1].pk if len(shown) > PAGE else None,
            is_first="before" not in self.request.GET,
            counted=self._count(),
            most_counted=COUNTED,
            export=TrailExport.objects.filter(requested_by=self.request.user).first(),
            **kwargs,
        )

    def _rows(self) -> Any:
        if not self.form.is_valid():
            return AuditEvent.objects.none()
        rows = found(self.form.cleaned_data, self.request.user)
        before = self.request.GET.get("before", "")
        return rows.filter(pk__lt=int(before)) if before.isdecimal() and len(before) < 19 else rows

    def _count(self) -> int:
        if not self.form.is_valid():
            return 0
        return len(found(self.form.cleaned_data, self.request.user).values_list("pk", flat=True)[: COUNTED + 1])


@open_to_auditors
class TrailExportView(OnceMixin, TrailPage, View):
    """Have what was found written into a workbook, in the background."""

    http_method_names = ["post"]

    def work(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TrailForm(request.POST)
        if not form.is_valid():
            return redirect("administration:trail")
        job = TrailExport(requested_by=request.user, criteria=form.criteria).enqueue()
        return self.led(reverse("administration:export", args=[job.pk]))


class OwnExport(TrailPage):
    """A workbook that the user has asked for; nobody else's is found."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def job(self) -> TrailExport:
        return get_object_or_404(TrailExport, pk=self.kwargs["pk"], requested_by=self.request.user)


@open_to_auditors
class ExportPage(OwnExport, PartialMixin, TemplateView):
    """How far the workbook is, and the way to fetch it."""

    template_name = "administration/trail_export.html"
    partial = "progress"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = self.job
        response = self.render_to_response(self.get_context_data(job=job, waiting=None if job.is_over else job))
        if request.htmx and job.is_over:  # type: ignore[attr-defined]
            response["HX-Refresh"] = "true"
        return response


@open_to_auditors
class FetchView(OwnExport, View):
    """The workbook itself; POST, because taking it out is written down."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        job = self.job
        try:
            file = job.file.open("rb")
        except (OSError, ValueError) as gone:
            raise Http404 from gone
        audit.record(AuditEvent.Action.EXPORT, subject=job, details={"file": "审计记录", "rows": job.rows})
        name = f"审计记录{timezone.localdate():%Y%m%d}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@open_to_auditors
class VerificationView(OnceMixin, TrailPage, PartialMixin, FormView):
    """Verify the whole chain, follow how far that is, and read what earlier verifications saw."""

    template_name = "administration/verification.html"
    form_class = VerifyForm
    partial = "progress"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if request.htmx and not self._open():  # type: ignore[attr-defined]
            response["HX-Refresh"] = "true"
        return response

    def form_valid(self, form: VerifyForm) -> HttpResponse:
        if not self._open():
            TrailVerification(requested_by=self.request.user, anchor=form.cleaned_data["anchor"]).enqueue()
        return self.led(reverse("administration:verification"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = TrailVerification.objects.filter(state__in=[Job.State.DONE, Job.State.FAILED])
        page = Paginator(earlier, 10).get_page(self.request.GET.get("page"))
        return super().get_context_data(waiting=self._open(), last=latest(), page=page, **kwargs)

    @staticmethod
    def _open() -> TrailVerification | None:
        return TrailVerification.objects.open().first()
