"""考核细则: the rubric of each year as pages; everybody reads what is published."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from oversight.models import OrganisationDocument
from scoring.editions.overview import YearRubric, year_rubrics
from scoring.editions.rules import DRAFT


class RubricPages:
    """Pages of rubrics; who may draft sees drafts too."""

    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def may_draft(self) -> bool:
        return bool(self.request.user.has_perm(DRAFT))

    @cached_property
    def years(self) -> list[YearRubric]:
        return year_rubrics(with_drafts=self.may_draft)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_draft=self.may_draft, years=self.years, **kwargs)  # type: ignore[misc]


class RubricListView(RubricPages, TemplateView):
    """The years that have a rubric."""

    template_name = "scoring/editions/list.html"


class RubricView(RubricPages, TemplateView):
    """A year's rubric: official wording, points, numbers with their sources, targets, readings."""

    template_name = "scoring/editions/year.html"

    @cached_property
    def shown(self) -> YearRubric:
        found = next((each for each in self.years if each.year == self.kwargs["year"]), None)
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plans = OrganisationDocument.objects.visible_to(self.request.user).filter(
            year=self.shown.year, kind=OrganisationDocument.Kind.ACTION_PLAN
        )
        return super().get_context_data(shown=self.shown, rubric=self.shown.rubric, plans=plans, **kwargs)
