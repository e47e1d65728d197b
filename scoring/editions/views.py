"""考核细则: the rubric of each year as pages; everybody reads what is published, drafts are changed and published."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.views.generic import TemplateView, View
from django.views.generic.base import ContextMixin

from core.models import Division
from core.permissions import KEEP
from core.views import PermissionMixin
from oversight.models import OrganisationDocument
from scoring.catalogue import first_year, text_of
from scoring.editions.actions import publish, why_not_published
from scoring.editions.bases import base_figures, take_over
from scoring.editions.checks import faults_of
from scoring.editions.new_year import steps, year_asked_for
from scoring.editions.overview import ShownRubric, unreadable, year_rubrics
from scoring.editions.preview import preview
from scoring.editions.rules import DRAFT, PUBLISH
from scoring.models import RubricEdition
from scoring.parsing import read
from scoring.views import ScopePage


class RubricPages(ContextMixin):
    """Pages of rubrics; who may draft sees drafts too."""

    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def may_draft(self) -> bool:
        return bool(self.request.user.has_perm(DRAFT))

    @cached_property
    def years(self) -> list[ShownRubric]:
        return year_rubrics(with_drafts=self.may_draft)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_draft=self.may_draft, years=self.years, **kwargs)


class RubricListView(RubricPages, TemplateView):
    """The years that have a rubric."""

    template_name = "scoring/editions/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The bases that are asked for next: of this year until they are entered early in it, then of the next."""
        today = localdate()
        return super().get_context_data(
            next_year=year_asked_for(today), unreadable=unreadable(with_drafts=self.may_draft), **kwargs
        )


class RubricView(RubricPages, TemplateView):
    """A year's rubric: official wording, points, numbers with their sources, targets, readings."""

    template_name = "scoring/editions/year.html"

    @cached_property
    def shown(self) -> ShownRubric:
        found = next((each for each in self.years if each.year == self.kwargs["year"]), None)
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plans = OrganisationDocument.objects.visible_to(self.request.user).filter(
            year=self.shown.year, kind=OrganisationDocument.Kind.ACTION_PLAN
        )
        return super().get_context_data(
            shown=self.shown,
            rubric=self.shown.rubric,
            plans=plans,
            may_register=self.request.user.has_perm(KEEP),
            wrong=list(faults_of(self.shown.rubric)) if self.shown.is_draft else [],
            may_publish=self.shown.is_draft and self.request.user.has_perm(PUBLISH),
            **kwargs,
        )


class DownloadView(RubricPages, View):
    """The text of a year, as the program reads it."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        shown = next((each for each in self.years if each.year == year), None)
        if shown is None:
            raise Http404
        text = shown.edition.text if shown.edition else text_of(year)
        name = f"rubric-{year}{'-draft' if shown.is_draft else ''}.toml"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=headers)


class PreviewView(ScopePage):
    """What a town of the user's scores today by the draft and by the rubric in force; here it is published."""

    template_name = "scoring/editions/preview.html"
    permission_required = DRAFT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = get_object_or_404(RubricEdition.objects.drafts(), year=kwargs["year"])
        draft = read(edition.text)
        refused = why_not_published(edition, edition.digest, self.request.user)
        return super().get_context_data(
            edition=edition,
            preview=preview(self.form.place[: Division.Level.TOWN], self.on, draft),
            wrong=list(faults_of(draft)),
            may_publish=self.request.user.has_perm(PUBLISH) and not refused,
            **kwargs,
        )


class PublishView(PermissionMixin, View):
    """Publish a draft that others have written."""

    permission_required = PUBLISH

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        get_object_or_404(RubricEdition, year=year)
        try:
            publish(year=year, seen=request.POST.get("digest", ""), by=request.user)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, f"已发布，{year}年按这份细则计分。")
        return HttpResponseRedirect(reverse("scoring:rubric", args=[year]))


class BasesView(ScopePage):
    """The base figures of a year beside what was counted at the end of the year before; one click takes them over."""

    template_name = "scoring/editions/bases.html"
    permission_required = KEEP

    @property
    def town(self) -> str:
        return self.form.place[: Division.Level.TOWN]

    @property
    def base_year(self) -> int:
        year = self.kwargs["year"] - 1
        if not first_year() <= year <= self.today.year:
            raise Http404
        return year

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            base_year=self.base_year,
            figures=base_figures(self.town, self.base_year),
            has_ended=self.base_year < self.today.year,
            may_keep=not self.is_village,
            **kwargs,
        )

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        if not self.form.place or self.is_village or self.base_year == self.today.year:
            raise Http404
        taken = take_over(self.town, self.base_year)
        messages.success(request, f"已取用{taken}个基数。" if taken else "基数都已登记，没有改动。")
        return HttpResponseRedirect(request.get_full_path())


class ChecklistView(ScopePage):
    """What is left to do before a year begins, each with its page."""

    template_name = "scoring/editions/checklist.html"
    permission_required = KEEP

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not first_year() < kwargs["year"] <= self.today.year + 1:
            raise Http404
        found = steps(self.request.user, self.form.place[: Division.Level.TOWN], kwargs["year"])
        left = len([each for each in found if not each.is_done])
        return super().get_context_data(steps=found, left=left, **kwargs)
