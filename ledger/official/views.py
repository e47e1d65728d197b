"""上报与公示的表: the lists that go out, and each of them to take along."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from core.exports.forms import PAPER, refuse_too_long_for_paper
from core.exports.views import AT_ONCE, as_workbook
from core.models import Division, ListExport
from core.views import DayMixin
from ledger.official.forms import OfficialListForm
from ledger.official.layout_files import official_lists
from ledger.official.layouts import DAYS, OfficialList, OfficialPeriod, posted_for
from ledger.official.making import GAP, OfficialTaking, columns_of
from ledger.official.sources import Wanted
from ledger.views import ExchangePage

in_words = DAYS["day"].format


class OfficialListsView(ExchangePage, TemplateView):
    """All of them, by what they are for."""

    template_name = "ledger/official/lists.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups: dict[str, list[OfficialList]] = {}
        for each in official_lists().values():
            groups.setdefault(each.group, []).append(each)
        return super().get_context_data(groups=groups, **kwargs)


class OfficialListView(ExchangePage, DayMixin, FormView):
    """One of them: what it asks, and the list itself as a workbook or on paper."""

    template_name = "ledger/official/list.html"
    form_class = OfficialListForm

    @cached_property
    def layout(self) -> OfficialList:
        try:
            return official_lists()[self.kwargs["name"]]
        except KeyError as unknown:
            raise Http404 from unknown

    def get_initial(self) -> dict[str, Any]:
        """What a link says already."""
        return {name: self.request.GET[name] for name in ("subject", "period", "division") if name in self.request.GET}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "layout": self.layout, "today": self.today, "user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(layout=self.layout, **kwargs)

    def form_valid(self, form: OfficialListForm) -> HttpResponseBase:  # type: ignore[override]
        taking = self.taken(form)
        if form.cleaned_data["form"] == PAPER:
            return self.on_paper(form, taking)
        if taking.rows > AT_ONCE:
            return redirect("list_export", pk=self.enqueue(taking).pk)
        return as_workbook(taking, taking.title)

    def on_paper(self, form: OfficialListForm, taking: OfficialTaking) -> HttpResponse:
        try:
            refuse_too_long_for_paper(PAPER, taking.rows)
        except ValidationError as refusal:
            form.add_error("form", refusal)
            return self.form_invalid(form)
        taking.record(form="打印页")
        back = reverse("ledger:official_list", args=[self.layout.name])
        return render(self.request, "core/export_paper.html", {"listing": taking.listing, "back": back})

    def enqueue(self, taking: OfficialTaking) -> ListExport:
        """Have it made in the background."""
        sent = self.request.POST.copy()
        sent.pop("csrfmiddlewaretoken", None)
        return ListExport.hand_on(self.request, title=taking.title, chosen={"sent": sent.urlencode()})

    def taking_again(self, sent: str) -> OfficialTaking | None:
        """What a worker hands out for who asked this page."""
        form = self.form_class(QueryDict(sent), layout=self.layout, today=self.today, user=self.request.user)
        return self.taken(form) if form.is_valid() else None

    def taken(self, form: OfficialListForm) -> OfficialTaking:
        told, layout = form.cleaned_data, self.layout
        span = form.span
        wanted = Wanted(self.request.user, told["division"], span.first, span.last, told.get("subject"))
        rows = layout.source.rows(wanted)
        table = layout.source.table(rows, self.request, span.last, wanted=wanted)
        words = self.words(told, span)
        above, below = (tuple(line.format(**words) for line in lines) for lines in (layout.above, layout.below))
        more = {name: told[name] for name in ("numbers", "reason") if told.get(name)}
        columns = columns_of(layout, table.columns)
        return OfficialTaking(table, layout.title.format(**words), above, columns, layout=layout, below=below, **more)

    def words(self, told: dict[str, Any], span: OfficialPeriod) -> dict[str, Any]:
        """What the lines of a layout may name."""
        unit = told["unit"] or Division.objects.visible_to(self.request.user).get(code=told["division"]).name
        first, last = told.get("posted_from"), told.get("posted_until")
        posted = f"{in_words(first)}至{in_words(last)}（共{posted_for(first, last)}天）" if first else ""
        return {
            "unit": unit, "period": span.label, "today": in_words(self.today), "gap": GAP,
            "posted": posted, "contact": told.get("contact") or GAP, "subject": told.get("subject"),
        }  # fmt: skip
