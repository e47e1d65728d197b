"""The list of people, the page of one, and the pages that make one of two."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from core import audit
from core.models import AuditEvent
from core.permissions import KEEP, REVEAL
from core.registers.forms import ReasonForm
from core.registers.views import DatedRecordPage, RegisterListPage
from core.registers.writing import CONFIRMED, WritePage
from core.views import DayMixin, PartialMixin, PermissionMixin, ScopedMixin
from labor.models import Merger, Person
from labor.people import search
from labor.people.actions import merge, undo_merge, why_not_undone
from labor.people.comparison import Comparison
from labor.people.finding import numbered
from labor.people.forms import MergeForm, OtherForm, RevealForm
from labor.people.quick import quick_actions
from labor.people.registers import PersonRegister
from labor.people.summary import PersonSummary
from labor.people.timeline import timeline_of, with_late_entries

ENTRIES_A_PAGE = 40


class PersonListView(RegisterListPage):
    """人员: everybody on the registers of the user's villages."""

    template_name = "labor/people/person_list.html"
    nothing_found = "没有符合条件的人。请放宽筛选条件，或换个写法再查。"


class HouseholdView(DatedRecordPage):
    """A household, where a member is added with the household filled in."""

    template_name = "labor/people/household.html"


class PersonMixin(ScopedMixin):
    """A person of the user's villages, by the opaque id of the address."""

    model = Person
    slug_field = slug_url_kwarg = "public_id"


class PersonView(PartialMixin, DatedRecordPage):
    """A person: what is true now, then everything that happened, newest first."""

    template_name = "labor/people/person_detail.html"

    def get_queryset(self) -> QuerySet[Person]:
        people: Any = super().get_queryset()
        return people.with_verification(self.on).with_current_jobs(self.on).with_open_cases(self.on)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = [entry for entry in timeline_of(self.object) if entry.on <= self.on or not self.is_past]
        page = Paginator(entries, ENTRIES_A_PAGE).get_page(self.request.GET.get("page"))
        page.object_list = with_late_entries(self.object, list(page.object_list))
        summary = PersonSummary(self.object, self.on)
        return super().get_context_data(
            summary=summary,
            quick=[] if self.is_past else quick_actions(summary, self.request.user),
            age=self.object.age(self.on),
            page=page,
            reveal=RevealForm(),
            **kwargs,
        )


class RevealView(PartialMixin, PersonMixin, SingleObjectMixin, FormView):
    """A whole number, once, for a reason that the audit trail keeps."""

    permission_required = REVEAL
    form_class = RevealForm
    template_name = "labor/people/reveal.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.get_object())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: RevealForm) -> HttpResponse:
        audit.record(AuditEvent.Action.REVEAL, subject=self.object, details=form.cleaned_data)
        number = getattr(self.object, form.cleaned_data["field"]).plain
        return self.render_to_response(self.get_context_data(form=form, number=number))


MOST_ALIKE = 20


class AboutPerson:
    """A page about somebody in the user's divisions."""

    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def person(self) -> Any:
        return self.found(self.kwargs["public_id"])

    def found(self, public_id: Any) -> Any:
        people = Person.objects.visible_to(self.request.user).select_related("village", "household")
        return get_object_or_404(people, public_id=public_id)


@method_decorator(sensitive_post_parameters("text"), name="dispatch")
class FindOtherView(AboutPerson, DayMixin, PermissionMixin, FormView):
    """Whoever might be the same person, by name or number."""

    permission_required = KEEP
    form_class = OtherForm
    template_name = "labor/people/merge_find.html"

    def form_valid(self, form: OtherForm) -> HttpResponse:
        text = search.tidy(form.cleaned_data["text"])
        others = Person.objects.visible_to(self.request.user).exclude(pk=self.person.pk).select_related("village")
        try:
            found = numbered(others, search.number_of(text)) if search.is_number(text) else others.named(text)
        except search.NoSuchNumber as fault:
            form.add_error("text", str(fault))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, found=list(found[:MOST_ALIKE])))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        same = Q(name=self.person.name)
        alike = Person.objects.visible_to(self.request.user).filter(same).exclude(pk=self.person.pk)
        kwargs.setdefault("found", list(alike.select_related("village")[:MOST_ALIKE]))
        return super().get_context_data(person=self.person, **kwargs)


class MergeView(AboutPerson, WritePage):
    """Both side by side, what moves, what collides; sent, they are one."""

    register, model = PersonRegister, Person
    form_class = MergeForm
    template_name = "labor/people/merge.html"
    done = "已合并。合并错了可以在这一页“撤销合并”。"

    @cached_property
    def other(self) -> Any:
        if self.kwargs["other"] == self.kwargs["public_id"]:
            raise Http404
        return self.found(self.kwargs["other"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "sides": {"left": self.person, "right": self.other},
            "user": self.request.user,
        }

    def get_initial(self) -> dict[str, Any]:
        return {"keep": "left"}

    def form_valid(self, form: MergeForm) -> HttpResponse:
        """What is taken over is said once more before it is."""
        if form.taken and CONFIRMED not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, taking=form.told))
        return super().form_valid(form)

    def act(self, form: MergeForm) -> str:
        said = form.cleaned_data["reason"]
        merger = merge(kept=form.kept, duplicate=form.duplicate, reason=said, taken=form.taken)
        return merger.kept.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comparison = Comparison(self.person, self.other, self.request.user)
        return super().get_context_data(person=self.person, comparison=comparison, **kwargs)


class UndoMergeView(WritePage):
    """Two of one again, after a look at what that means."""

    register, model = PersonRegister, Person
    form_class = ReasonForm
    template_name = "labor/people/merge_undo.html"
    done = "已撤销合并，两个人的记录已分开。"

    @cached_property
    def merger(self) -> Any:
        mergers = Merger.objects.visible_to(self.request.user).select_related("kept__village", "duplicate__village")
        return get_object_or_404(mergers, pk=self.kwargs["pk"])

    def act(self, form: ReasonForm) -> str:
        undo_merge(merger=self.merger, reason=form.cleaned_data["reason"])
        return str(self.merger.kept.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hindrance = why_not_undone(self.merger)
        return super().get_context_data(merger=self.merger, hindrance=hindrance, **kwargs)
