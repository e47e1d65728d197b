"""Deciding about lines that were ticked, or about one; and the village's side of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from core.filters import RegisterFilter
from core.permissions import ENTER
from core.registers.narrowing import village_choice
from core.registers.ticks import KeepTicksMixin, OfTickedMixin
from core.views import OnceMixin, RegisterListView
from ledger.comparisons import actions
from ledger.comparisons.actions import digest_of_lines, hindrance
from ledger.comparisons.forms import DECISIONS, REOPEN, DecisionOnLinesForm, VillageAnswerForm
from ledger.comparisons.models import LineDecision
from ledger.comparisons.tables import AskedTable, known
from ledger.comparisons.views import ComparisonView, OfComparison, OfLine
from ledger.models import ComparedLine
from ledger.rules import EXCHANGE

#: What is said once it is decided.
DONE = {
    LineDecision.TAKE: "正在写入 {} 处，写好了下面看得到；写错了，打开那一批可以整批撤销。",
    LineDecision.KEEP: "已保留 {} 处，下次同样的名单不再当成新的差异。",
    LineDecision.VERIFY: "已请村里核实 {} 处，经办员在待办里看到。",
    REOPEN: "{} 处重新待决定。",
}
NAMED = 20


class LineTicks(KeepTicksMixin, ComparisonView):
    """Ticks among the lines of a comparison."""

    list_address = OfComparison.list_address

    def bulk_address(self, name: str) -> str:
        return reverse("ledger:decide_lines", args=[self.job.public_id, name])


class LinesDecided(OnceMixin, OfComparison):
    """Something decided about lines; `decided` are those that the user sees."""

    permission_required = EXCHANGE
    decision: Any

    @property
    def decided(self) -> Any:
        raise NotImplementedError

    def decide(self, form: Any) -> int:
        if self.decision not in DECISIONS:
            raise Http404
        return actions.decide(
            job=self.job, lines=self.decided, decision="" if self.decision == REOPEN else self.decision,
            seen=form.cleaned_data["seen"], user=self.request.user, note=form.cleaned_data.get("note", ""),
        )  # fmt: skip


class DecideManyView(OfTickedMixin, LinesDecided, FormView):
    """All that was ticked is decided at once: what cannot be is named, and stays as it is."""

    template_name = "ledger/comparisons/decide.html"
    form_class = DecisionOnLinesForm
    nothing_said = "还没有勾选：先勾选，再按怎么决定。"

    @property
    def decision(self) -> str:  # type: ignore[override]
        decision: str = self.kwargs["decision"]
        if decision not in DECISIONS:
            raise Http404
        return decision

    @property
    def decided(self) -> Any:
        rows = ComparedLine.objects.visible_to(self.request.user).filter(job=self.job)
        return rows.filter(pk__in=self.selection.names)

    @cached_property
    def ticked_rows(self) -> list[Any]:
        return sorted(known(self.decided, self.request.user), key=lambda line: line.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "decision": self.decision}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "seen": digest_of_lines(self.ticked_rows)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        able = [line for line in self.ticked_rows if not hindrance(line, self.decision)]
        unable = [(line, why) for line in self.ticked_rows if (why := hindrance(line, self.decision))]
        told = {"able": able[:NAMED], "able_number": len(able), "unable": unable[:NAMED], "unable_number": len(unable)}
        label, address = DECISIONS[self.decision], self.list_address
        return super().get_context_data(decision=label, list_address=address, job=self.job, **told, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            number = self.decide(form)
        except ValidationError as refusal:
            messages.error(self.request, refusal.message)
            return self.render_to_response(self.get_context_data(form=self.fresh_form()))
        self.selection.clear()
        messages.success(self.request, DONE[self.decision].format(number))
        return self.led(self.list_address)

    def fresh_form(self) -> Any:
        """With the lines as they stand by now."""
        return self.form_class(initial=self.get_initial(), decision=self.decision)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


class DecideLineView(OfLine, LinesDecided, View):
    """The buttons of one line."""

    http_method_names = ["post"]
    permission_required = EXCHANGE

    @property
    def job(self) -> Any:  # type: ignore[override]
        return self.line.job

    @property
    def decision(self) -> str:  # type: ignore[override]
        return str(self.request.POST.get("decision", ""))

    @property
    def decided(self) -> Any:
        return self.lines.filter(pk=self.line.pk)

    def work(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DecisionOnLinesForm(request.POST, decision=self.decision)
        try:
            if form.is_valid():
                number = self.decide(form)
                messages.success(request, DONE[self.decision].format(number))
                return self.led(self.back if self.decision != LineDecision.TAKE else self.list_address)
            messages.error(request, "没有决定：说明最多 200 字")
        except ValidationError as refusal:
            messages.error(request, refusal.message)
        return HttpResponseRedirect(self.line.get_absolute_url())


# --- the village's side ---


class AskedFilter(RegisterFilter):
    choices = (village_choice("place"),)


class VerifyListView(RegisterListView):
    """What the villages of the user have been asked to verify, and have not answered."""

    permission_required = ENTER
    model = ComparedLine
    table_class = AskedTable
    filter_class = AskedFilter
    template_name = "ledger/comparisons/to_verify.html"
    nothing_yet = "没有要核实的。镇里比对名单，请村里核实的列在这里。"

    def get_queryset(self) -> Any:
        return super().get_queryset().verifying().with_standing()


class VillageAnswerView(OnceMixin, OfLine, View):
    """台账没错: the village says that the record is right as it is."""

    http_method_names = ["post"]

    @transaction.atomic
    def work(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = VillageAnswerForm(request.POST)
        if not form.is_valid():
            messages.error(request, "没有保存：说明最多 200 字")
            return redirect(self.line)
        if actions.confirm(line=self.line, user=request.user, note=form.cleaned_data["note"]):
            messages.success(request, "已答复镇里：台账没错。")
        else:
            messages.info(request, "已经答复过，或者镇里不用核实了。")
        return self.led(reverse("ledger:to_verify"))
