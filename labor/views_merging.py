"""A person entered twice: find the other row, look at both, make them one; and take them apart again."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic.edit import FormView

from core.registers import KEEP
from core.registers.forms import ReasonForm
from core.registers.writing import WritePage
from core.views import DayMixin, PermissionMixin
from labor.forms_merging import MergeForm, OtherForm
from labor.models import Merger, Person
from labor.people import search
from labor.people.actions import merge, undo_merge, why_not_undone
from labor.people.comparison import Comparison
from labor.people.registers import PersonRegister

MOST_FOUND = 20


class OfPerson:
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
class FindOtherView(OfPerson, DayMixin, PermissionMixin, FormView):  # type: ignore[type-arg]
    """Whoever might be the same person, by name or number."""

    permission_required = KEEP
    form_class = OtherForm
    template_name = "labor/merge_find.html"

    def form_valid(self, form: OtherForm) -> HttpResponse:
        text = search.tidy(form.cleaned_data["text"])
        others = Person.objects.visible_to(self.request.user).exclude(pk=self.person.pk).select_related("village")
        try:
            found = others.numbered(search.number_of(text)) if search.is_number(text) else others.named(text)
        except search.NoSuchNumber as fault:
            form.add_error("text", str(fault))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, found=list(found[:MOST_FOUND])))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        same = Q(name=self.person.name)
        alike = Person.objects.visible_to(self.request.user).filter(same).exclude(pk=self.person.pk)
        kwargs.setdefault("found", list(alike.select_related("village")[:MOST_FOUND]))
        return super().get_context_data(person=self.person, **kwargs)


class MergeView(OfPerson, WritePage):
    """Both side by side, what moves, what collides; sent, they are one."""

    register, model = PersonRegister, Person
    form_class = MergeForm
    template_name = "labor/merge.html"
    done = "已合并。合并错了可以在这一页“撤销合并”。"

    @cached_property
    def other(self) -> Any:
        if self.kwargs["other"] == self.kwargs["public_id"]:
            raise Http404
        return self.found(self.kwargs["other"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "sides": {"left": self.person, "right": self.other}}

    def get_initial(self) -> dict[str, Any]:
        return {"keep": "left"}

    def act(self, form: MergeForm) -> str:
        merger = merge(kept=form.kept, duplicate=form.duplicate, reason=form.cleaned_data["reason"])
        return merger.kept.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comparison = Comparison(self.person, self.other, self.request.user)
        return super().get_context_data(person=self.person, comparison=comparison, **kwargs)


class UndoMergeView(WritePage):
    """Two of one again, after a look at what that means."""

    register, model = PersonRegister, Person
    form_class = ReasonForm
    template_name = "labor/merge_undo.html"
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
