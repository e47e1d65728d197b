"""基础资料: what is stored of holidays and divisions, and the way to replace it by a file."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from administration.reference import changing
from administration.reference.forms import ReferenceFileForm
from administration.reference.models import ReferenceChange
from core.models import SpecialDay
from core.permissions import OPERATE
from core.views import OnceMixin, PartialMixin, PermissionMixin, ScopedMixin

RECENT = 15
Step = ReferenceChange.Step


class ReferenceView(OnceMixin, PermissionMixin, PartialMixin, FormView):
    """Upload a list, and see what became of earlier ones."""

    permission_required = OPERATE
    template_name = "administration/reference.html"
    form_class = ReferenceFileForm

    def form_valid(self, form: ReferenceFileForm) -> HttpResponse:
        sent = form.cleaned_data
        change = changing.upload(user=self.request.user, kind=sent["topic"], file=sent["file"])
        return self.led(change.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = ReferenceChange.objects.visible_to(self.request.user).select_related("requested_by")
        page = Paginator(changes, RECENT).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, years=_years(), **kwargs)


def _years() -> Any:
    """For each year that has an arrangement: how many days off, and how many worked at a weekend."""
    off, worked = (Count("day", Q(kind=kind)) for kind in (SpecialDay.Kind.HOLIDAY, SpecialDay.Kind.WORKDAY))
    years = SpecialDay.objects.values(year=ExtractYear("day")).annotate(off=off, worked=worked)
    return years.order_by("-year")


class ChangeMixin(ScopedMixin, SingleObjectMixin):
    """One uploaded list that the user may see."""

    permission_required = OPERATE
    queryset = ReferenceChange.objects.select_related("requested_by")
    context_object_name = "change"


class ReferenceChangeView(PartialMixin, ChangeMixin, DetailView):
    """How far it is, and what it adds, changes and makes vanish."""

    template_name = "administration/reference_change.html"
    partial = "progress"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if request.htmx and self.object.is_over:  # type: ignore[attr-defined]
            response["HX-Refresh"] = "true"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = None if self.object.is_over else self.object
        return super().get_context_data(waiting=waiting, found=self.object.difference, **kwargs)


class StepView(ChangeMixin, View):
    """Agree to what was shown, or take it back."""

    http_method_names = ["post"]
    step = Step.WRITE

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        change = self.get_object()
        if not changing.agree(change=change, step=self.step):
            messages.error(request, "这份名单现在不能这样做，请看它目前的状态。")
        return redirect(change)
