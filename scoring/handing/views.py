"""The pages on which a group of 待办 is handed over to a village, looked after, and taken back."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView, View

from core.models import Village
from core.permissions import ENTER, KEEP
from core.views import PAGE_SIZE, DayMixin, OnceMixin, PermissionMixin, ScopedMixin, came_from
from scoring.catalogue import duties_of, rubric_for
from scoring.handing.actions import clerks_of, hand_group_over, left_of, take_back
from scoring.handing.forms import GroupHandoverForm
from scoring.handing.models import GroupHandover
from scoring.task_groups import task_groups


class HandGroupOverView(OnceMixin, PermissionMixin, DayMixin, FormView):
    """交办: what there is to do of one kind in a village goes to its clerks."""

    permission_required = KEEP
    form_class = GroupHandoverForm
    template_name = "scoring/handing/form.html"

    @cached_property
    def village(self) -> Any:
        return get_object_or_404(Village.objects.visible_to(self.request.user), pk=self.kwargs["village"])

    @cached_property
    def duty(self) -> Any:
        """The kind, by any of its duties: in December there is one for each year."""
        duties = duties_of(rubric_for(self.on.year), self.on)
        found = next((each for each in duties if each.name == self.kwargs["kind"]), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def number(self) -> int:
        groups, _ = task_groups(self.village.pk, self.on)
        return sum(len(group.keys) for group in groups if group.duty.name == self.duty.name)

    @property
    def back(self) -> str:
        return came_from(self.request, reverse("scoring:handed"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "on": self.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        clerks = clerks_of([self.village.pk], self.on)[self.village.pk]
        shown = {"village": self.village, "duty": self.duty, "number": self.number, "clerks": clerks, "back": self.back}
        return super().get_context_data(**shown, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        if not clerks_of([self.village.pk], self.on):
            form.add_error(None, "这个村没有在用的经办员账号，交办了没有人看得到")
        elif not self.number:
            form.add_error(None, "这个村已经没有这样的待办")
        if form.errors:
            return self.form_invalid(form)
        said = {name: form.cleaned_data[name] for name in ("note", "due_on")}
        hand_group_over(
            duty=self.duty, village=self.village, number=self.number, by=self.request.user, on=self.on, **said
        )
        messages.success(self.request, f"已交给{self.village}，{said['due_on']} 前办完。")
        return self.led(self.back)


class HandedView(DayMixin, ScopedMixin, ListView):
    """交办的待办: what was handed over to whom, till when, and what is left of it now."""

    model = GroupHandover
    permission_required = ENTER
    template_name = "scoring/handing/list.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("village", "handed_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(**kwargs)
        rows = list(shown["page_obj"].object_list)
        titles = {duty.name: duty.title for duty in duties_of(rubric_for(self.on.year), self.on)}
        left, clerks = left_of(rows, self.on), clerks_of({each.village_id for each in rows}, self.on)
        lines = [
            (each, titles.get(each.task_kind, each.task_kind), left[each.pk], clerks.get(each.village_id, []),
             each.state(self.on, left[each.pk]))
            for each in rows
        ]  # fmt: skip
        return {**shown, "lines": lines, "may_take_back": self.request.user.has_perm(KEEP)}


class TakeBackView(DayMixin, PermissionMixin, View):
    """收回: the village no longer has it."""

    permission_required = KEEP

    @transaction.atomic
    def post(self, request: Any, pk: int) -> HttpResponse:
        running = GroupHandover.objects.visible_to(request.user).running().select_for_update(of=("self",))
        handover = get_object_or_404(running, pk=pk)
        take_back(handover=handover, on=self.on)
        messages.success(request, f"已从{handover.village}收回。")
        return redirect("scoring:handed")
