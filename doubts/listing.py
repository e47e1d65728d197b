"""The pages of the list: all doubts of the user's divisions, one of them, and what can be done about them."""

import re
from collections.abc import Callable
from datetime import date
from types import FunctionType
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.generic import FormView, TemplateView, View

from core.contributions import Slot
from core.exports.views import ExportMixin
from core.jobs import duties
from core.pages.panels import Piece
from core.permissions import ENTER, KEEP
from core.registers import address_to_fix
from core.views import DayMixin, OnceMixin, PermissionMixin, RegisterListView, came_from
from doubts import actions, tasks
from doubts.filters import OPEN, DoubtFilter, outdated
from doubts.forms import ExemptForm, HandOverForm
from doubts.holding import codes_on
from doubts.models import Exemption, ListedDoubt
from doubts.overview import BY, MANY, by_severity, groups_of, weeks_of
from doubts.rules import APPROVE
from doubts.tables import DoubtTable, at_risk, know
from labor.models import Person

#: The key of a row, as an address can name it.
KEY = re.compile(r"[0-9]{1,18}")


class BesideDoubts(NamedTuple):
    """What is no doubt and yet unfinished in the user's divisions, told above the list."""

    find: Callable[[Any, date], Any]
    template: str


BESIDE_DOUBTS = Slot(FunctionType, BesideDoubts)


class DoubtListView(RegisterListView):
    """Open doubts by rule, village or person in charge; a rule with many is one line until it is opened."""

    model = ListedDoubt
    table_class = DoubtTable
    filter_class = DoubtFilter
    template_name = "doubts/list.html"
    nothing_yet = "没有疑点。每天夜里查一遍，查出来的列在这里。"

    def get_queryset(self) -> Any:
        return by_severity(super().get_queryset().filter(rule__in=codes_on(self.today)))

    @cached_property
    def chosen(self) -> DoubtFilter:
        return DoubtFilter(self.request.GET.dict(), user=self.request.user, on=self.on)

    @property
    def by(self) -> str:
        asked = self.request.GET.get("by", "")
        return asked if asked in BY else "rule"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.chosen.narrow(self.object_list)
        folded = self.fold(rows)
        groups = groups_of(rows, self.by, self.on, self.request.user)
        if "by" not in self.request.GET and not self.chosen.values["rule"]:
            groups = [group for group in groups if group.value in folded]  # the others are listed
        self.object_list = self.get_queryset().exclude(rule__in=folded)
        visible = self.get_queryset()
        return super().get_context_data(
            by=self.by, ways=BY, groups=self.led(groups), folded=len(folded), weeks=weeks_of(visible, self.on),
            finding=duties.statuses()[tasks.find_doubts.name], export_address=reverse("doubts:export"),
            outdated=len(outdated(visible, self.on)), beside=self.get_beside(), **kwargs,
        )  # fmt: skip

    def get_beside(self) -> list[Piece]:
        """What else the user's divisions have left unfinished."""
        return [Piece(each.template, each.find(self.request.user, self.on)) for each in BESIDE_DOUBTS]

    def fold(self, rows: Any) -> list[str]:
        """The rules with so many rows that they are one line here; none where a rule was chosen."""
        if self.chosen.values["rule"] or self.chosen.values["state"] != OPEN:
            return []
        return [group.value for group in groups_of(rows, "rule", self.on, self.request.user) if group.number > MANY]

    def led(self, groups: Any) -> list[tuple[Any, str]]:
        """Each group with the address that narrows the list down to it."""
        given = {name: value for name, value in self.request.GET.items() if name not in ("page", "by")}
        return [(group, "?" + urlencode({**given, "by": self.by, self.by: group.value})) for group in groups]


class DoubtExport(ExportMixin, DoubtListView):
    """The list as it is narrowed down, every row of it, to take along."""

    @property
    def export_title(self) -> str:
        return "疑点"

    @property
    def back(self) -> str:
        return reverse("doubts:list")

    def fold(self, rows: Any) -> list[str]:
        return []


class OfDoubt(DayMixin):
    """A page about one doubt of the user's divisions."""

    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def doubt(self) -> Any:
        rows = ListedDoubt.objects.visible_to(self.request.user).select_related("assigned_to")
        return know([get_object_or_404(rows, pk=self.kwargs["pk"])], self.request.user)[0]

    @property
    def back(self) -> str:
        return came_from(self.request, reverse("doubts:list"))


class DoubtView(OfDoubt, TemplateView):
    """One doubt: what is odd, what it puts at risk, where it is put right, and who has exempted it."""

    template_name = "doubts/doubt.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        doubt, user = self.doubt, self.request.user
        rows = Exemption.objects.visible_to(user).filter(rule=doubt.rule, subject=doubt.subject, key=doubt.key)
        exemptions = [
            (each, each.state(self.on), each.last_day >= self.on and each.is_outdated(doubt.values))
            for each in rows.select_related("asked_by", "approved_by")
        ]
        return super().get_context_data(
            doubt=doubt, rule=doubt.its_rule, told=doubt.its_rule.told(doubt) if doubt.its_rule else "",
            risk=at_risk(doubt.its_rule, self.on), state=doubt.state(self.on), age=doubt.age(self.on), back=self.back,
            exemptions=exemptions, fix=self.fix_addresses(), today=self.on,
            may_approve=user.has_perm(APPROVE), may_enter=user.has_perm(ENTER),
            exempt_form=ExemptForm(on=self.on), **kwargs,
        )  # fmt: skip

    def fix_addresses(self) -> list[tuple[str, str]]:
        """Where it is put right, with what the way there is called; from there one comes back to the list."""
        about, user = self.doubt.about, self.request.user
        way = urlencode({"next": self.back})
        found = []
        if self.doubt.rule == "duplicate-person" and isinstance(about.subject, Person) and user.has_perm(KEEP):
            found.append(("查重合并", reverse("labor:merge", args=[about.subject.public_id])))
        if about.row and (address := address_to_fix(about.row, user)):
            found.append((f"去改{about.row._meta.verbose_name}", f"{address}?{way}"))
        if about.subject and about.subject != about.row:
            found.append((f"打开{about.subject._meta.verbose_name}页面", f"{about.subject.get_absolute_url()}?{way}"))
        return found


class ExemptView(OnceMixin, OfDoubt, PermissionMixin, FormView):
    """Ask that a doubt be left as it is; somebody else approves."""

    permission_required = ENTER
    form_class = ExemptForm
    template_name = "doubts/exempt.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "on": self.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(doubt=self.doubt, told=self.doubt.its_rule, back=self.back, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        said = {name: form.cleaned_data[name] for name in ("reason", "last_day")}
        try:
            actions.ask_to_exempt(doubt=self.doubt, by=self.request.user, on=self.on, **said)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        messages.success(self.request, "已申请豁免，等另一个人批准后不再列出。")
        return self.led(self.back)


class DecideView(DayMixin, PermissionMixin, View):
    """Approve an exemption, refuse it, or end it before its day."""

    permission_required = APPROVE

    @transaction.atomic
    def post(self, request: Any, pk: int) -> HttpResponse:
        exemption = get_object_or_404(Exemption.objects.visible_to(request.user).select_for_update(), pk=pk)
        try:
            messages.success(request, self.decide(exemption, request.POST.get("decision", "")))
        except ValidationError as refusal:
            messages.error(request, refusal.message)
        return redirect(came_from(request, reverse("doubts:list")))

    def decide(self, exemption: Exemption, decision: str) -> str:
        if decision == "approve":
            actions.approve(exemption=exemption, by=self.request.user, on=self.on)
            return f"已批准，豁免到 {exemption.last_day}。"
        if decision == "refuse":
            actions.refuse(exemption=exemption)
            return "没有批准，疑点照样列出。"
        if decision != "end":
            raise Http404
        actions.end(exemption=exemption, on=self.on)
        return "豁免已结束，疑点重新列出。"


class HandOverView(OnceMixin, PermissionMixin, DayMixin, FormView):
    """Hand one doubt, or all that the list shows, to a clerk with a day."""

    permission_required = KEEP
    form_class = HandOverForm
    template_name = "doubts/hand_over.html"

    @cached_property
    def doubts(self) -> Any:
        rows = ListedDoubt.objects.visible_to(self.request.user).filter(rule__in=codes_on(self.on))
        if one := self.request.GET.get("doubt", ""):
            return rows.unsettled().filter(pk=int(one) if KEY.fullmatch(one) else 0)
        return DoubtFilter(self.request.GET.dict(), user=self.request.user, on=self.on).narrow(rows).unsettled()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "on": self.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(number=self.doubts.count(), back=self.back, **kwargs)

    @property
    def back(self) -> str:
        return came_from(self.request, reverse("doubts:list"))

    def form_valid(self, form: Any) -> HttpResponse:
        due_on, number = form.cleaned_data["due_on"], self.doubts.count()
        done = actions.hand_over(doubts=self.doubts, to=form.person, by=self.request.user, due_on=due_on)
        if not done:
            form.add_error("to", "这些疑点不在这个人的管辖范围内，或者所在的村没有经办员账号")
            return self.form_invalid(form)
        left = f"，还有 {number - done} 处没有合适的人" if done < number else ""
        messages.success(self.request, f"已交办 {done} 处，{due_on} 前办完{left}。")
        return self.led(self.back)


class FindDoubtsView(PermissionMixin, View):
    """Look through all records now."""

    permission_required = KEEP

    def post(self, request: Any) -> HttpResponse:
        tasks.find_doubts.delay()
        messages.success(request, "正在查找，一般一两分钟；请过一会儿刷新本页。")
        return redirect("doubts:list")
