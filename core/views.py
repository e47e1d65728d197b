"""What every page has in common: who may open it, which rows it sees, and how a fragment of it is asked for."""

from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import DetailView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

PAGE_SIZE = 30


class PermissionMixin(AccessMixin):
    """Answers 403 to those whose role does not open the page. Signing in is the middleware's matter."""

    permission_required = ""
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission_required and not request.user.has_perm(self.permission_required):
            return self.handle_no_permission()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc, no-any-return]


class ScopedMixin(PermissionMixin):
    """Rows of the user's divisions only; somebody else's row is not found."""

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().visible_to(self.request.user)  # type: ignore[misc, no-any-return]


class PartialMixin:
    """One URL, page or fragment: htmx gets the named partial of the same template."""

    partial = "results"
    request: HttpRequest

    def get_template_names(self) -> list[str]:
        names: list[str] = super().get_template_names()  # type: ignore[misc]
        if self.request.htmx and not self.request.htmx.boosted:  # type: ignore[attr-defined]
            return [f"{name}#{self.partial}" for name in names]
        return names


class RegisterListView(PartialMixin, ScopedMixin, SingleTableMixin, FilterView):  # type: ignore[misc]
    """A register as a list: filters in the URL, count, sorting, pages. Name a model, a table and a filter set."""

    paginate_by = PAGE_SIZE

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"empty_text": "没有符合条件的记录"}


class RegisterDetailView(ScopedMixin, DetailView):  # type: ignore[type-arg]
    """One record of a register."""
