"""The pages of layouts that people make: draw one after a list, see what there is, change, hand on, take in, delete."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.views.generic import FormView, View

from core.divisions import enclosing_code
from core.views import OnceMixin
from ledger.models import ImportJob, RosterLayout
from ledger.rosters import actions as of_lists
from ledger.rosters.layout_files import folder, load_layouts
from ledger.rosters.made import actions
from ledger.rosters.made.actions import LayoutRefused
from ledger.rosters.made.forms import (
    DetailsForm,
    HeaderPlaceForm,
    LayoutChangeForm,
    LayoutIntakeForm,
    MeaningsForm,
    SheetsForm,
)
from ledger.rosters.made.known import fault_of
from ledger.rosters.made.meanings import drawable_sheets
from ledger.rosters.made.proposing import means_proposed, sheets_proposed
from ledger.rosters.views import RosterMixin
from ledger.views import ExchangePage

LISTED = 5


class LayoutDrawView(OnceMixin, RosterMixin):
    """Say of an uploaded list what its columns mean; from that a layout is made, and the list read by it."""

    template_name = "ledger/rosters/draw.html"

    def work(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = job = self.get_object()
        if not self.may_say or not self.sketch:
            return self.led_back(job)
        if "place" in request.POST:
            return self._look_elsewhere()
        form = self._meanings(request.POST)
        if not form.is_valid() or "back" in request.POST:
            return self._answer(form=form)
        details = DetailsForm(
            request.POST if "save" in request.POST else None, drawing=form.drawing, initial=self._said("details")
        )
        if not (details.is_bound and details.is_valid()):
            return self._answer(form=form, details=details)
        return self._keep(form, details)

    def _keep(self, form: MeaningsForm, details: DetailsForm) -> HttpResponse:
        told = {name: form.cleaned_data[name] for name in ("title", "is_shared")}
        drawing = form.drawing
        drawing.details = details.answers()
        seen = self.request.POST.get("seen", "")
        try:
            actions.keep_drawn(
                job=self.object, user=self.request.user, drawing=drawing, layout=self.layout, seen=seen, **told
            )
        except LayoutRefused as reason:
            form.add_error(None, str(reason))
            return self._answer(form=form)
        return self.led(self.object.get_absolute_url())

    def _look_elsewhere(self) -> HttpResponse:
        form = HeaderPlaceForm(self.request.POST, sketch=self.sketch)
        if not form.is_valid():
            return self._answer(place=form)
        of_lists.look_elsewhere(job=self.object, user=self.request.user, at=form.cleaned_data)
        return self.led(self.object.get_absolute_url())

    def _answer(self, **forms: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**forms))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told: dict[str, Any] = {"may_say": self.may_say, "sketch": self.sketch, "layout": self.layout}
        told["seen"] = self.request.POST.get("seen") or (self.layout.mark if self.layout else "")
        if self.sketch:
            told["place"] = HeaderPlaceForm(sketch=self.sketch)
            told["sheets_form"] = SheetsForm(initial={"sheet": self.sheets})
            told["sheets"] = self.sheets
            if self.sheets and "form" not in kwargs:
                told["form"] = self._meanings()
        return super().get_context_data(**told | kwargs)

    def _meanings(self, sent: Any = None) -> MeaningsForm:
        columns, layout = self.sketch["columns"], self.layout
        means = self._said("means") or means_proposed(columns, self.sheets)
        initial = {f"is/{path}": meaning for path, meaning in means.items()}
        if layout:
            initial |= {"title": layout.title, "is_shared": layout.is_shared}
        return MeaningsForm(sent, columns=columns, sheets=self.sheets, initial=initial)

    def _said(self, what: str) -> Any:
        """What was said when the layout was drawn that is drawn anew; only where it is about the same sheets."""
        return self.layout.answers.get(what, {}) if self.layout else {}

    @property
    def sketch(self) -> dict[str, Any]:
        sketch: dict[str, Any] = self.object.roster.sketch
        return sketch

    @cached_property
    def layout(self) -> RosterLayout | None:
        """The own layout that is drawn anew."""
        asked = self.request.POST.get("of") or self.request.GET.get("of") or ""
        own = RosterLayout.objects.of_office(self.request.user).exclude(answers={})
        return get_object_or_404(own, pk=int(asked)) if asked.isdecimal() and len(asked) < 10 else None

    @cached_property
    def sheets(self) -> list[str]:
        """The sheets of the ledger that rows of the list are to become rows of."""
        asked = self.request.POST.getlist("sheet") or self.request.GET.getlist("sheet")
        said = asked or self._said("sheets") or sheets_proposed(self.sketch["columns"])
        return [name for name in drawable_sheets() if name in said]


class LayoutPage(ExchangePage):
    """Layouts that the user's office made or is lent."""

    request: HttpRequest

    @property
    def office(self) -> str:
        return enclosing_code(self.request.user.division_codes)  # type: ignore[union-attr]

    def known(self) -> Any:
        kept = RosterLayout.objects.everywhere("of the user's office, which may lie above their divisions, or shared")
        own = Q(division_code=self.office) & ~Q(division_code="")
        elsewhere = Count("readings", filter=~Q(readings__import_job__division_code=F("division_code")))
        counted = kept.filter(own | Q(is_shared=True)).select_related("made_by")
        return counted.annotate(used=Count("readings"), used_elsewhere=elsewhere)

    def own(self) -> RosterLayout:
        """The layout of the address, which the user's office made."""
        layout: RosterLayout = get_object_or_404(
            RosterLayout.objects.of_office(self.request.user),
            pk=self.kwargs["pk"],  # type: ignore[attr-defined]
        )
        return layout


class LayoutsView(OnceMixin, LayoutPage, FormView):
    """The layouts that an office made or is lent; one that another office made is taken in."""

    template_name = "ledger/rosters/layouts.html"
    form_class = LayoutIntakeForm

    def form_valid(self, form: LayoutIntakeForm) -> HttpResponse:
        file, user = form.cleaned_data["file"], self.request.user
        stem = file.name.rpartition("/")[2].removesuffix(".toml") if file else ""
        try:
            made = actions.take_in(user=user, text=form.cleaned_data["text"], told=form.told, stem=stem)
        except LayoutRefused as reason:
            form.add_error(None, str(reason))
            return self.form_invalid(form)
        return self.led(made.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = list(self.known())
        own = [layout for layout in known if layout.division_code == self.office]
        return super().get_context_data(own=own, lent=[layout for layout in known if layout not in own], **kwargs)


class LayoutView(LayoutPage, FormView):
    """One layout: what it says, who uses it; its own office changes it."""

    template_name = "ledger/rosters/layout.html"
    form_class = LayoutChangeForm

    @cached_property
    def layout(self) -> RosterLayout:
        layout: RosterLayout = get_object_or_404(self.known(), pk=self.kwargs["pk"])
        return layout

    def get_form_kwargs(self) -> dict[str, Any]:
        layout = self.own() if self.request.method == "POST" else self.layout
        return {**super().get_form_kwargs(), "layout": layout}

    def form_valid(self, form: LayoutChangeForm) -> HttpResponse:
        told = {name: form.cleaned_data[name] for name in ("seen", "title", "is_shared", "text")}
        try:
            actions.change(layout=self.own(), user=self.request.user, **told)
        except LayoutRefused as reason:
            form.add_error(None, str(reason))
            return self.form_invalid(form)
        messages.success(self.request, "已保存。以后的名册按新的读，已经写入的不变。")
        return redirect(self.layout)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        used = ImportJob.objects.visible_to(self.request.user).filter(roster__made_layouts=self.layout)
        return super().get_context_data(
            layout=self.layout,
            is_own=self.layout.division_code == self.office,
            fault=fault_of(self.layout.text),
            replaced=load_layouts(folder()).get(self.layout.name),
            used=used.order_by("-uploaded_at")[:LISTED],
            **kwargs,
        )


class LayoutFileView(LayoutPage, View):
    """The file of a layout, for another office or to be kept."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        layout = get_object_or_404(self.known(), pk=pk)
        answer = HttpResponse(layout.text, content_type="application/toml; charset=utf-8")
        shipped = layout.name in load_layouts(folder())
        answer.headers["Content-Disposition"] = content_disposition_header(
            True, f"{layout.name if shipped else layout.title}.toml"
        )
        return answer


class LayoutDeleteView(LayoutPage, View):
    """Delete a layout."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        layout = self.own()
        actions.delete(layout=layout)
        messages.success(request, f"已删除版式“{layout.title}”。用它写入的内容不变。")
        return redirect(reverse("ledger:layouts"))
