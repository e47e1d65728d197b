"""The pages of comparisons: upload a list, see what it and the ledger tell otherwise."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView

from core.registers import address_to_fix
from core.views import DayMixin, RegisterListView, ScopedMixin, came_from
from ledger import actions
from ledger.comparisons.overview import overview_of
from ledger.comparisons.tables import LineTable, filter_of, known
from ledger.models import COMPARED_FOR, ComparedLine, ImportJob
from ledger.rosters.views import RosterUploadView
from ledger.sheets import SHEETS_BY_NAME
from ledger.views import ExchangePage, ImportAction


class CompareView(RosterUploadView):
    """Upload a list that others made, to be held beside the ledger."""

    template_name = "ledger/comparisons/upload.html"
    mode = ImportJob.Mode.COMPARE
    kept_for = COMPARED_FOR


class OfComparison(ExchangePage):
    """Something about a comparison of the user's divisions."""

    @cached_property
    def job(self) -> ImportJob:
        jobs = ImportJob.objects.visible_to(self.request.user).filter(mode=ImportJob.Mode.COMPARE)
        found: ImportJob = get_object_or_404(
            jobs.select_related("requested_by", "roster"), public_id=self.kwargs["public_id"]
        )
        return found


class ComparisonView(OfComparison, RegisterListView):
    """How far a comparison is; when it is over, its lines in three groups."""

    model = ComparedLine
    table_class = LineTable
    template_name = "ledger/comparisons/comparison.html"
    nothing_yet = "名单和台账没有不同。"

    @property
    def partial(self) -> str:  # type: ignore[override]
        return "progress" if self.request.htmx.target == "progress" else "results"

    @property
    def filter_class(self) -> Any:  # type: ignore[override]
        return filter_of(self.job, self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if request.htmx.target == "progress" and self.job.is_over:  # type: ignore[attr-defined]
            response["HX-Refresh"] = "true"
        return response

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(job=self.job).with_standing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(job=self.job, overview=overview_of(self.job, self.request.user), **kwargs)


class CancelView(ImportAction):
    """Give up an import or a comparison that is not over; nothing of it is written."""

    def act(self, job: ImportJob) -> None:
        if actions.cancel(job=job, user=self.request.user):
            messages.success(self.request, "已取消，什么也没有写入。")
        else:
            messages.warning(self.request, "已经结束，或者不是您上传的，没有取消。")


class LineView(ExchangePage, ScopedMixin, DayMixin, DetailView):
    """One difference: what both sides say, whose it is, and where it is put right."""

    template_name = "ledger/comparisons/line.html"
    model = ComparedLine
    context_object_name = "line"

    def get_object(self, queryset: Any = None) -> ComparedLine:
        rows = self.get_queryset().filter(pk=self.kwargs["pk"])
        line: ComparedLine = get_object_or_404(rows)
        return known(rows, self.request.user)[0] if line else line

    @cached_property
    def record(self) -> Any:
        """The stored record that it is about, where the user may see it."""
        sheet: Any = SHEETS_BY_NAME[self.object.sheet]
        if not self.object.target or sheet.parts:
            return None
        return sheet.model.objects.visible_to(self.request.user).filter(pk=self.object.target).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comparison = reverse("ledger:comparison", args=[self.object.job.public_id])
        fix = address_to_fix(self.record, self.request.user) if self.record else ""
        return super().get_context_data(back=came_from(self.request, comparison), fix=fix, **kwargs)
