"""Policies, with whom they are for: 政策找人, a tap that registers an application, and the catalogue."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView, View

from core.exports.views import ExportMixin
from core.filters import RegisterFilter
from core.pages.display import Fact
from core.pages.panels import Piece
from core.permissions import ENTER, KEEP
from core.personal_data.names import display_name
from core.registers.narrowing import village_choice
from core.registers.views import RecordPage, RegisterListPage
from core.tables import RegisterTable
from core.views import DayMixin, PermissionMixin, RegisterListView, ScopedMixin, came_from
from oversight.models import Policy
from oversight.policies.actions import apply
from oversight.policies.catalogue import samples
from oversight.policies.finding import found_under, policies_for
from oversight.policies.tables import ADDRESS_KEYS, found_table, subjects_of


class FoundFilter(RegisterFilter):
    choices = (village_choice("village"),)


class FindingPage(DayMixin, ScopedMixin, ListView):
    """The year's policies that say whom they are for, each with how many have not applied."""

    model = Policy
    template_name = "oversight/finding.html"

    def get_queryset(self) -> Any:
        return policies_for(self.request.user).filter(year=self.on.year)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = found_under(list(self.object_list), self.request.user, self.on)
        states = [(each, each.policy.window(self.on)) for each in found]
        return super().get_context_data(found=states, year=self.on.year, **kwargs)


class PolicyMixin(ScopedMixin):
    """A page about a policy that says whom it is for, for everybody who has people in its town."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def policy(self) -> Policy:
        return get_object_or_404(policies_for(self.request.user), pk=self.kwargs["pk"])


class FindPage(PolicyMixin, RegisterListView):
    """Those whom a policy is for and who have not applied."""

    model = Policy
    template_name = "oversight/find.html"
    filter_class = FoundFilter
    nothing_yet = "符合条件的都已经申请。"
    taps = True

    @property
    def table_class(self) -> type[RegisterTable]:
        may_apply = self.request.user.has_perm(ENTER) and self.policy.takes_applications(self.on)
        return found_table(self.policy, taps=self.taps and may_apply)

    def get_queryset(self) -> Any:
        return self.policy.not_applied(self.on).visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        policy = self.policy
        return super().get_context_data(policy=policy, states=[policy.window(self.on)], **kwargs)


class FindExport(ExportMixin, FindPage):
    """The list as it is narrowed down, to take along."""

    taps = False

    @property
    def export_title(self) -> str:
        return f"{self.policy.name}未申请名单"

    @property
    def back(self) -> str:
        return reverse("oversight:finding_people", args=[self.policy.pk])


class ApplyView(DayMixin, PolicyMixin, View):
    """One tap registers that somebody applied; a second one says that it is registered."""

    model = Policy
    permission_required = ENTER

    @cached_property
    def subject(self) -> Any:
        """Somebody whom the policy is for, among those whom the user sees."""
        model = self.policy.criterion.model
        try:
            rows = model.objects.visible_to(self.request.user).filter(**{ADDRESS_KEYS[model]: self.kwargs["subject"]})
            seen = get_object_or_404(rows)
            return get_object_or_404(self.policy.qualifying(self.on, only=seen.pk).visible_to(self.request.user))
        except (ValueError, ValidationError) as odd:  # no number, no UUID
            raise Http404 from odd

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            new = self.apply()
        except ValidationError as refusal:
            messages.warning(request, "".join(refusal.messages))
        else:
            who = display_name(self.subject, request.user)
            messages.success(request, f"{'已登记' if new else '已经登记过'}{who}的申请：{self.policy}。")
        return redirect(came_from(request, self.subject.get_absolute_url()))

    def apply(self) -> bool:
        """Whether it is the first time; ValidationError outside the days on which one can apply."""
        if not self.policy.takes_applications(self.on):
            raise ValidationError("现在不在申报期内，确需补登的请镇里在政策页面登记")
        return apply(policy=self.policy, subject=self.subject, on=self.on)[1]


class CataloguePage(DayMixin, PermissionMixin, TemplateView):
    """政策目录: samples to register a policy of this year from."""

    permission_required = KEEP
    template_name = "oversight/catalogue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = self.on.year
        names = Policy.objects.visible_to(self.request.user).filter(year=year).values_list("name", flat=True)
        listed = [(each, each.query(year), each.name in names) for each in samples(year)]
        return super().get_context_data(samples=listed, year=year, **kwargs)


class PolicyListPage(RegisterListPage):
    """政策落实, with the ways to the catalogue and to those whom policies are for."""

    def get_lead(self) -> Piece:
        return Piece("oversight/policy_links.html", self.on.year)


class SubjectPage(RecordPage):
    """An application or a payment, with whom it is for."""

    def get_facts(self) -> list[Fact]:
        found = subjects_of([self.object], self.request.user).values()
        return [Fact("对象", next(iter(found), None)), *super().get_facts()]
