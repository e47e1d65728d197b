"""The pages of comparisons: upload a list, see what it and the ledger tell otherwise, open one line."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView

from core.permissions import ENTER
from core.registers import address_to_fix
from core.registers.ticks import BulkAction, TicksMixin
from core.views import DayMixin, PermissionMixin, RegisterListView, came_from
from ledger import actions
from ledger.comparisons.actions import digest_of_lines, hindrance
from ledger.comparisons.forms import DECISIONS, REOPEN, DecisionOnLinesForm, VillageAnswerForm
from ledger.comparisons.models import LineDecision
from ledger.comparisons.overview import overview_of, totals_told
from ledger.comparisons.tables import LineTable, filter_of, known
from ledger.models import COMPARED_FOR, ComparedLine, ImportJob
from ledger.rosters.views import RosterUploadView
from ledger.rules import EXCHANGE
from ledger.sheets import SHEETS_BY_NAME
from ledger.views import ExchangePage, ImportAction

TAKINGS_SHOWN = 10


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

    @property
    def ticked_in(self) -> str:
        return f"ledger.comparison.{self.job.public_id}"

    @property
    def list_address(self) -> str:
        return reverse("ledger:comparison", args=[self.job.public_id])


class ComparisonView(OfComparison, TicksMixin, RegisterListView):
    """How far a comparison is; when it is over, its lines in three groups, ticked and decided many at once."""

    model = ComparedLine
    template_name = "ledger/comparisons/comparison.html"
    nothing_yet = "名单和台账没有不同。"

    @property
    def partial(self) -> str:  # type: ignore[override]
        return "progress" if self.request.htmx.target == "progress" else "results"

    @property
    def filter_class(self) -> Any:  # type: ignore[override]
        return filter_of(self.job, self.request.user)

    @property
    def table_class(self) -> Any:  # type: ignore[override]
        return self.with_ticks(LineTable)

    @property
    def ticks_address(self) -> str:
        return reverse("ledger:compared_ticks", args=[self.job.public_id])

    @property
    def bulk_actions(self) -> list[BulkAction]:
        return [BulkAction(name, label) for name, label in DECISIONS.items()]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if request.htmx.target == "progress" and self.job.is_over:  # type: ignore[attr-defined]
            response["HX-Refresh"] = "true"
        return response

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(job=self.job).with_standing()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        jobs = ImportJob.objects.visible_to(self.request.user).filter(roster__compared_in=self.job)
        return super().get_context_data(
            job=self.job,
            overview=overview_of(self.job, self.request.user),
            totals=totals_told(self.job, self.request.user),
            takings=jobs.select_related("batch", "requested_by")[:TAKINGS_SHOWN],
            **self.get_ticks(),
            **kwargs,
        )


class CancelView(ImportAction):
    """Give up an import or a comparison that is not over; nothing of it is written."""

    def act(self, job: ImportJob) -> None:
        if actions.cancel(job=job, user=self.request.user):
            messages.success(self.request, "已取消，什么也没有写入。")
        else:
            messages.warning(self.request, "已经结束，或者不是您上传的，没有取消。")


class OfLine(PermissionMixin, DayMixin):
    """Something about one line: of their own village a clerk opens those that the village was asked about."""

    permission_required = ENTER
    request: Any
    kwargs: dict[str, Any]

    @property
    def lines(self) -> Any:
        rows = ComparedLine.objects.visible_to(self.request.user)
        return rows if self.may_decide else rows.filter(decision=LineDecision.VERIFY)

    @property
    def may_decide(self) -> bool:
        return self.request.user.has_perm(EXCHANGE)

    @property
    def back(self) -> str:
        return came_from(self.request, self.list_address)

    @property
    def list_address(self) -> str:
        """Its comparison; where that is not the user's to open, such as a county's, what villages are asked."""
        job, jobs = self.line.job, ImportJob.objects.visible_to(self.request.user)
        is_seen = self.may_decide and jobs.filter(pk=job.pk).exists()
        return job.get_absolute_url() if is_seen else reverse("ledger:to_verify")

    @cached_property
    def line(self) -> ComparedLine:
        rows = self.lines.filter(pk=self.kwargs["pk"])
        get_object_or_404(rows)
        return known(rows.select_related("job"), self.request.user)[0]


class LineView(OfLine, DetailView):
    """One difference: what both sides say, whose it is, where it is put right, and what is decided about it."""

    template_name = "ledger/comparisons/line.html"
    context_object_name = "line"

    def get_object(self, queryset: Any = None) -> ComparedLine:
        return self.line

    @cached_property
    def record(self) -> Any:
        """The stored record that it is about, where the user may see it."""
        sheet: Any = SHEETS_BY_NAME[self.line.sheet]
        if not self.line.target or sheet.parts:
            return None
        return sheet.model.objects.visible_to(self.request.user).filter(pk=self.line.target).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line = self.line
        return super().get_context_data(
            back=self.back,
            fix=address_to_fix(self.record, self.request.user) if self.record else "",
            decisions=[(name, label) for name, label in DECISIONS.items() if self.offers(name)],
            seen=digest_of_lines([line]),
            form=DecisionOnLinesForm(decision=LineDecision.VERIFY, initial={"seen": digest_of_lines([line])}),
            answer_form=VillageAnswerForm() if line.decision == LineDecision.VERIFY and not line.answer else None,
            batch=self.batch,
            **kwargs,
        )

    def offers(self, decision: str) -> bool:
        """Whether it can be decided so, and is not yet."""
        own = self.line.decision or REOPEN
        return self.may_decide and decision != own and not hindrance(self.line, decision)

    @property
    def batch(self) -> ImportJob | None:
        """The import that has written it, where the user may open that."""
        jobs = ImportJob.objects.visible_to(self.request.user)
        found: ImportJob | None = jobs.filter(pk=self.line.taken_in_id).first()
        return found
