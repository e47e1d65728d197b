"""The pages of lists that others made: upload one, say which column is what, decide whose value counts."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView

from core.divisions import enclosing_code
from core.views import PAGE_SIZE, OnceMixin, PartialMixin
from ledger.models import KEPT_FOR, ImportJob, RosterShape
from ledger.report import EffectKind
from ledger.rosters import actions
from ledger.rosters.forms import LONGEST, CorrectionForm, DecisionForm, RosterColumnsForm, RosterUploadForm
from ledger.rosters.layouts import Layout
from ledger.rosters.made.known import layout_titles, layouts_of
from ledger.views import ExchangePage, ImportAction, ImportMixin


class RosterUploadView(OnceMixin, ExchangePage, FormView):
    """Upload a list that others made, as it is."""

    template_name = "ledger/rosters/upload.html"
    form_class = RosterUploadForm
    mode = ImportJob.Mode.CHECK
    kept_for = KEPT_FOR

    def get_form_kwargs(self) -> dict[str, Any]:
        office = enclosing_code(self.request.user.division_codes)
        return {**super().get_form_kwargs(), "titles": layout_titles(office)}

    def form_valid(self, form: RosterUploadForm) -> HttpResponse:
        sent = form.cleaned_data
        told = {name: sent[name] for name in ("file", "layout", "as_of")}
        return self.led(actions.upload_roster(user=self.request.user, mode=self.mode, **told).get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        megabytes = settings.UPLOAD_LIMIT // 2**20
        return super().get_context_data(most_megabytes=megabytes, kept_for=self.kept_for, **kwargs)


BEING_TAKEN = "没有改：决定“用他们的”正在写入，写好以后再改"


class RosterMixin(ImportMixin, DetailView):
    """An uploaded list that the user may see."""

    def get_object(self, queryset: Any = None) -> ImportJob:
        job: ImportJob = super().get_object(queryset)
        if not job.is_roster:
            raise Http404
        return job

    @property
    def may_say(self) -> bool:
        """Whether the list is the user's, and not written yet."""
        return self.object.may_be_decided_by(self.request.user)

    def led_back(self, job: ImportJob) -> HttpResponse:
        """To the list, where nothing can be said of it now."""
        if job.is_being_taken:
            messages.error(self.request, BEING_TAKEN)
        return redirect(job)


class RosterColumnsView(RosterMixin):
    """Which column of an uploaded list is what; corrected here, and remembered for the next of its shape."""

    template_name = "ledger/rosters/columns.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        forms = kwargs.pop("forms", None) or self._forms()
        return super().get_context_data(forms=forms, may_say=self.may_say, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = job = self.get_object()
        forms = self._forms(request.POST)
        form = next((form for form in forms if form.is_bound), None)
        if not self.may_say:
            return self.led_back(job)
        if form is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(forms=forms))
        if not form.another_layout:
            said = {"columns": form.places(), "pairs": form.pairs(), "is_shared": form.cleaned_data["is_shared"]}
            table = {name: form.table[name] for name in ("fingerprint", "layout")}
            actions.remember(job=job, user=request.user, **table, **said)
        layout = form.cleaned_data["layout"] if form.another_layout else job.roster.layout
        actions.read_again(job=job, user=request.user, layout=layout, as_of=form.cleaned_data["as_of"])
        return redirect(job)

    def _forms(self, sent: Any = None) -> list[RosterColumnsForm]:
        """Those of the tables whose layout is still there."""
        known = self.layouts
        return [self._form(table, sent) for table in self.object.roster.tables if table["layout"] in known]

    @cached_property
    def layouts(self) -> dict[str, Layout]:
        return layouts_of(self.object.division_code)

    def _form(self, table: dict[str, Any], sent: Any = None) -> RosterColumnsForm:
        """The form of a shape; what was sent belongs to one of them."""
        reading, shape, fingerprint = self.object.roster, self._shape(table), table["fingerprint"]
        data = sent if sent is not None and sent.get("fingerprint") == fingerprint else None
        initial = {
            "fingerprint": fingerprint,
            "layout": table["layout"],
            "as_of": reading.as_of or reading.as_of_read,
            "is_shared": bool(shape and shape.is_shared and not table.get("lender")),
        }
        return RosterColumnsForm(
            data,
            initial=initial,
            table=table,
            columns=reading.columns.filter(fingerprint=fingerprint),
            layout=self.layouts[table["layout"]],
            titles={name: layout.title for name, layout in self.layouts.items()},
            pairs=shape.pairs if shape else {},
        )

    def _shape(self, table: dict[str, Any]) -> RosterShape | None:
        """What was said of lists of this shape: by the division itself, or by the one whose words were used."""
        own = self.object.division_code
        shapes = RosterShape.objects.everywhere("of the division of a job that the user may see").known_to(own)
        found = shapes.filter(fingerprint=table["fingerprint"], layout=table["layout"])
        return (found if table.get("lender") else found.filter(division_code=own)).last()


class CorrectionsView(PartialMixin, RosterMixin):
    """The refused cells of a list that were put right on its page; more of them are, or one is taken back."""

    template_name = "ledger/rosters/corrections.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = self.object.roster.corrections.all()
        page = Paginator(said, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, may_say=self.may_say, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job = self.get_object()
        if job.is_being_taken:
            return self.led_back(job)
        if (correction := request.POST.get("back", "")).isdecimal():
            actions.take_back(job=job, correction=int(correction), user=request.user)
            return redirect(job)
        names = (name.removeprefix(CorrectionForm.PREFIX) for name in request.POST)
        cells = job.refused_cells.filter(pk__in=[int(name) for name in names if name.isdecimal()])
        form = CorrectionForm(request.POST, cells=cells)
        if form.is_valid():
            actions.put_right(job=job, texts=form.texts(), user=request.user)
        else:
            messages.error(request, f"没有保存：一格最多 {LONGEST} 字")
        return redirect(job)


class ConflictView(ImportAction):
    """Say whose value counts where a list differs from what somebody wrote by hand."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        job, form = self.get_object(), DecisionForm(request.POST)
        if form.is_valid():
            actions.decide(job=job, user=request.user, **form.said())
        page = request.POST.get("page", "")
        back = reverse("ledger:effects", args=[job.public_id, EffectKind.BY_HAND])
        return redirect(f"{back}?page={page}" if page.isdecimal() else back)
