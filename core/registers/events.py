"""变更登记: what was registered as a change or a correction, newest first, and how it is undone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView

from core.models import LifeEvent
from core.pages.display import page_of
from core.pages.scores import ScoresBefore
from core.periods import day_before
from core.permissions import ENTER, KEEP
from core.records import events
from core.records.hindrance import refused
from core.records.record import Record
from core.registers.forms import ReasonForm
from core.registers.life_events import LIFE_EVENTS, LifeEventForm, LifeEventOn, kinds_on
from core.views import PAGE_SIZE, DayMixin, OnceMixin, ScopedMixin, came_from

SHOWN = 10


def events_on(record: Record, request: HttpRequest, on: Any) -> list[Any]:
    """What happened to a record, for its page; for those who may undo it."""
    found = events.events_of(record).visible_to(request.user)
    return list(found[:SHOWN]) if request.user.has_perm(KEEP) else []


class EventPage(ScopedMixin):
    """Who keeps the registers sees every event of their divisions, who only enters facts their own."""

    model: Any = LifeEvent
    permission_required = ENTER
    request: Any

    def events(self) -> Any:
        found = LifeEvent.objects.visible_to(self.request.user)
        return found if self.request.user.has_perm(KEEP) else found.filter(recorded_by=self.request.user)


class EventListView(EventPage, ListView):
    """Changes, corrections and what was done to many, the newest first."""

    template_name = "core/events/list.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self) -> Any:
        return self.events().select_related("recorded_by").order_by("-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(kinds=kinds_on(None) if self.request.user.has_perm(KEEP) else [], **kwargs)


class UndoEventView(OnceMixin, DayMixin, EventPage, FormView):
    """Put back what an event wrote, after a look at what that is."""

    form_class = ReasonForm
    template_name = "core/events/undo.html"

    @cached_property
    def event(self) -> LifeEvent:
        return get_object_or_404(self.events(), pk=self.kwargs["pk"])

    @cached_property
    def records(self) -> list[Any]:
        return events.records_of(self.event, self.request.user)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        before = ScoresBefore({self.event.division_code}, {day_before(self.event.happened_on), self.today})
        try:
            events.undo(event=self.event, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            return refused(self, form, refusal)
        messages.success(self.request, "已撤销，各项恢复成变更以前的样子。")
        if told := before.told:
            messages.info(self.request, told)
        return self.led(self.get_back())

    def get_back(self) -> str:
        one = self.records[0] if len(self.records) == 1 else None
        return (one and page_of(one, self.request.user)) or reverse("event_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(event=self.event, records=self.records, back=self.get_back(), **kwargs)


class LifeEventView(OnceMixin, DayMixin, ScopedMixin, FormView):
    """An event about many: asked first, then shown with everybody whom it touches, then written at once."""

    permission_required = KEEP
    template_name = "core/events/form.html"

    @cached_property
    def kind(self) -> LifeEventOn:
        found = [kind for kind in LIFE_EVENTS if kind.name == self.kwargs["kind"]]
        if not found or (found[0].page is None) != ("key" not in self.kwargs):
            raise Http404
        return found[0]

    @cached_property
    def record(self) -> Any:
        if self.kind.page is None:
            return None
        rows: Any = self.kind.page._default_manager.visible_to(self.request.user)
        rows = rows.select_for_update(of=("self",)) if self.request.method == "POST" else rows
        return get_object_or_404(rows, pk=self.kwargs["key"])

    def get_form_class(self) -> type[LifeEventForm]:
        return self.kind.form

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "on": self.today, "record": self.record}

    def form_valid(self, form: LifeEventForm) -> HttpResponse:
        try:
            if self.request.POST.get("confirmed") != form.digest:
                return self.render_to_response(self.get_context_data(form=form, preview=form.touched))
            before = ScoresBefore(form.places, {day_before(form.cleaned_data["happened_on"]), self.today})
            event = form.carry_out()
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, f"已登记：{event.label}，{event.title}。登记错了可以在“变更登记”里撤销。")
        if told := before.told:
            messages.info(self.request, told)
        return self.led(came_from(self.request, self.get_back()))

    def get_back(self) -> str:
        return (self.record and page_of(self.record, self.request.user)) or reverse("event_list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"record": self.record, "heading": self.kind.form.label, "back": self.get_back()}
        return super().get_context_data(**shown, **kwargs)
