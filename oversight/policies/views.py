"""Policies, with whom they are for: 政策找人, a tap that registers an application, and the catalogue."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView, TemplateView, View

from core.exports.views import ExportMixin
from core.filters import RegisterFilter
from core.pages.display import Fact
from core.pages.panels import Piece
from core.permissions import ENTER, KEEP
from core.personal_data.names import display_name
from core.registers.narrowing import village_choice
from core.registers.ticks import BulkAction, KeepTicksMixin, OfTickedMixin, TicksMixin, digest_of, still_ticked
from core.registers.views import RecordPage, RegisterListPage
from core.tables import RegisterTable
from core.views import DayMixin, OnceMixin, PermissionMixin, RegisterListView, ScopedMixin, came_from
from oversight.models import Policy
from oversight.policies.actions import VOIDED_BEFORE, apply, apply_many
from oversight.policies.catalogue import samples
from oversight.policies.finding import found_in, found_under, policies_for
from oversight.policies.forms import ApplyManyForm
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


class FindPage(TicksMixin, PolicyMixin, RegisterListView):
    """Those whom a policy is for and who have not applied."""

    model = Policy
    template_name = "oversight/find.html"
    filter_class = FoundFilter
    nothing_yet = "符合条件的都已经申请。"

    @property
    def may_apply(self) -> bool:
        return bool(self.request.user.has_perm(ENTER) and self.policy.takes_applications(self.on))

    @property
    def row_key(self) -> str:  # type: ignore[override]
        return ADDRESS_KEYS[self.policy.criterion.model]

    @property
    def ticked_in(self) -> str:
        return found_in(self.policy)

    @property
    def ticks_address(self) -> str:
        return reverse("oversight:finding_ticks", args=[self.policy.pk])

    @property
    def bulk_actions(self) -> list[BulkAction]:
        return [BulkAction("apply", "登记申请")] if self.may_apply else []

    @property
    def table_class(self) -> type[RegisterTable]:  # type: ignore[override]
        return self.with_ticks(found_table(self.policy, taps=self.may_apply))

    def get_queryset(self) -> Any:
        return self.policy.not_applied(self.on).visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        policy, ticks = self.policy, self.get_ticks()
        return super().get_context_data(policy=policy, states=[policy.window(self.on)], **ticks, **kwargs)


class FindTicks(KeepTicksMixin, FindPage):
    """Ticks in the list of those whom a policy is for."""

    permission_required = ENTER

    def bulk_address(self, name: str) -> str:
        return reverse("oversight:policy_apply_many", args=[self.policy.pk])

    @property
    def list_address(self) -> str:
        return reverse("oversight:finding_people", args=[self.policy.pk])


class FindExport(ExportMixin, FindPage):
    """The list as it is narrowed down, to take along."""

    may_apply = False

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


class ApplyToMany(OfTickedMixin, OnceMixin, DayMixin, PolicyMixin, FormView):
    """Everybody who was ticked applies on one day; it is one event, and undone as one."""

    model = Policy
    permission_required = ENTER
    template_name = "oversight/apply_many.html"
    form_class = ApplyManyForm

    nothing_said = "还没有勾选要申请的，或者勾选的都已经申请过。"

    @property
    def ticked_in(self) -> str:
        return found_in(self.policy)

    @property
    def ticked_rows(self) -> list[Any]:
        return self.subjects

    @cached_property
    def subjects(self) -> list[Any]:
        """Those who were ticked and have not applied."""
        key = ADDRESS_KEYS[self.policy.criterion.model]
        rows = self.policy.not_applied(self.on).visible_to(self.request.user)
        return list(rows.filter(**{f"{key}__in": self.selection.names}).order_by("village", "pk"))

    @property
    def list_address(self) -> str:
        return reverse("oversight:finding_people", args=[self.policy.pk])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except IntegrityError:  # somebody registered one of these applications a moment earlier
            messages.warning(request, "刚刚有人登记了其中的申请，名单已经更新，请核对后再办。")
            return redirect(self.list_address)

    def work(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.subjects:
            return self.nothing_ticked()
        if not still_ticked(request, self.subjects):
            return self.render_to_response(self.get_context_data())
        return super().work(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "policy": self.policy, "on": self.on}

    def form_valid(self, form: ApplyManyForm) -> HttpResponse:
        done = apply_many(policy=self.policy, subjects=self.subjects, on=form.cleaned_data["applied_on"])
        self.selection.clear()
        messages.success(self.request, f"已登记{done}份申请。登错了可以在“变更登记”里一次撤销。")
        if done < len(self.subjects):
            messages.warning(self.request, f"{len(self.subjects) - done}份没有登记：{VOIDED_BEFORE}。")
        return self.led(self.list_address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            policy=self.policy,
            subjects=self.subjects,
            ticked=digest_of(self.subjects),
            list_address=self.list_address,
            **kwargs,
        )


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
