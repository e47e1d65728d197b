"""What every page has in common: who may open it, which rows it sees, and how a fragment of it is asked for."""

from datetime import date
from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import DetailView, ListView
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from core import audit
from core.audit.changes import versions_of
from core.filters import RegisterFilter
from core.models import Submission
from core.pages.counted import Opened, opened
from core.pages.days import DayForm, forecast
from core.pages.display import Fact, facts_of
from core.pages.leading import leads_of
from core.pages.panels import panels_of, pieces_of
from core.states import State
from core.tables import PAGE_SIZE, RegisterTable

__all__ = ["PAGE_SIZE"]


class PermissionMixin(AccessMixin):
    """Answers 403 to those whose role does not open the page. Signing in is the middleware's matter."""

    permission_required = ""
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission_required and not request.user.has_perm(self.permission_required):
            return self.handle_no_permission()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ScopedMixin(PermissionMixin):
    """Rows of the user's divisions only; somebody else's row is not found."""

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().visible_to(self.request.user)  # type: ignore[misc]


class PartialMixin(TemplateResponseMixin):
    """One URL, page or fragment: htmx gets the named partial of the same template."""

    partial = "results"
    request: HttpRequest

    def get_template_names(self) -> list[str]:
        names = super().get_template_names()
        htmx = self.request.htmx  # type: ignore[attr-defined]
        if htmx and not htmx.boosted and not htmx.history_restore_request:
            return [f"{name}#{self.partial}" for name in names]
        return names


def came_from(request: HttpRequest, otherwise: str) -> str:
    """The page of this site that a link or a form names as `next`; `otherwise` where it names none."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if own else otherwise


class DayMixin:
    """The day that a page is about: today, asked once a request."""

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def on(self) -> date:
        return self.today


class OnceMixin:
    """A page whose form does its work once, however often it is sent and however close together.

    Its token is claimed before anything is looked at: the same form waits for itself, and is led where the first was.
    What does the work calls `led`; a form that was not led anywhere has done nothing, and its claim goes as well. Whom
    it looked up by a number stays in the trail: the page that comes back names them.
    """

    request: Any
    leads_to = ""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        with audit.looking() as looked_up, transaction.atomic():
            submission, is_first = Submission.objects.claim(token=request.POST.get("token", ""), user=request.user)
            if submission and not is_first:
                return self.sent_before(submission)
            response = self.work(request, *args, **kwargs)
            if not self.leads_to:
                transaction.set_rollback(True)
            elif submission:
                submission.led_to(self.leads_to)
        if not self.leads_to:
            audit.write_again(looked_up)
        return response

    def work(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the form, which has not done its work yet."""
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def led(self, address: str) -> HttpResponse:
        """The work is done; where one goes from here."""
        self.leads_to = address
        return HttpResponseRedirect(address)

    def sent_before(self, submission: Submission) -> HttpResponse:
        return HttpResponseRedirect(submission.leads_to)


class AskedMixin:
    """A page that its address asks for by a form; what cannot be read is refused beside its field."""

    request: HttpRequest

    @cached_property
    def asked(self) -> Any:
        return self.get_asked()

    def get_asked(self) -> Form:
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.asked.is_valid():
            return self.refused()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def refused(self) -> HttpResponseBase:
        others = [(name, text) for name, text in self.request.GET.items() if name not in self.asked.fields]
        return render(self.request, "core/refused.html", {"form": self.asked, "others": others}, status=400)


class ChosenDayMixin(AskedMixin, DayMixin, ContextMixin):
    """The day that a page is about: the one that its address names, or today. One still to come is called 预计."""

    def get_asked(self) -> DayForm:
        return DayForm(self.request.GET, today=self.today)

    @cached_property
    def on(self) -> date:
        return self.asked.day

    def get_bands(self) -> list[str]:
        """What stands above all that the page shows."""
        return forecast(self.on, self.today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(bands=self.get_bands(), **kwargs)


class RegisterListView(PartialMixin, ScopedMixin, ChosenDayMixin, ListView):
    """A register as a list: filters in the URL, count, sorting, pages. Name a model, a table and a filter set.

    Where the address names a number that a page has counted, its rows alone are listed, as of its day.
    """

    table_class: type[RegisterTable]
    filter_class: type[RegisterFilter]
    page_size = PAGE_SIZE
    #: The field that names a row, where one comes back to the list from what is done about it.
    back_to = ""
    nothing_found = "没有符合条件的记录。请放宽筛选条件。"
    nothing_yet = "还没有登记。"
    nothing_counted = "截至这一天没有。"

    @cached_property
    def opened(self) -> Opened | None:
        """The number that was opened."""
        try:
            return opened(self.request.GET, self.model, self.asked.day)
        except LookupError as unknown:
            raise Http404 from unknown

    @cached_property
    def on(self) -> date:
        return self.opened.on if self.opened else self.today

    @cached_property
    def chosen(self) -> RegisterFilter:
        """The filters of the address."""
        asked = self.request.GET.dict()
        return self.filter_class(asked, user=self.request.user, on=self.on, today=self.today, opened=self.opened)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.chosen
        rows = chosen.narrow(self.object_list)
        unnarrowed = self.nothing_counted if self.opened else self.nothing_yet
        empty = self.nothing_found if chosen.narrowed else unnarrowed
        options = {"empty": empty, "size": self.page_size, "back_to": self.back_to}
        table = self.table_class(rows, self.request, self.on, **options)
        leads = leads_of(self.request.resolver_match.view_name, self.request.user)  # type: ignore[union-attr]
        return super().get_context_data(filter=chosen, table=table, leads=leads, **self._number(), **kwargs)

    def _number(self) -> dict[str, int]:
        """What the number that was opened stands for; of a past day, how much of it is elsewhere by now."""
        if not self.opened:
            return {}
        user = self.request.user
        elsewhere = self.opened.elsewhere(user) if self.on < self.today else 0
        return {"number": self.opened.number(user), "elsewhere": elsewhere}


class RegisterDetailView(DayMixin, ScopedMixin, DetailView):
    """One record of a register: what is true now, the rows that belong to it, who changed what."""

    template_name = "core/record.html"
    #: Fields and properties that say what is true now; a property comes with its name: ("年龄", "age").
    facts: tuple[str | tuple[str, str], ...] = ()
    related: tuple[str, ...] = ()

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related(*self.related)

    def get_facts(self) -> list[Fact]:
        return facts_of(self.object, self.facts)

    def get_states(self) -> list[State]:
        """How the record stands today, most urgent first."""
        return [self.object.state(self.on)] if hasattr(self.object, "state") else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            kind=self.object._meta.verbose_name,
            facts=self.get_facts(),
            states=self.get_states(),
            pieces=pieces_of(self.object, self.request, self.on),
            panels=panels_of(self.object, self.request, self.on),
            versions=versions_of(self.object, self.request.user),
            **kwargs,
        )
