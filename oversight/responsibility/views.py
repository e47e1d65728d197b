"""我负责的, and 责任人: who stands behind the names on tasks, problems and posts."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.models import LeadershipPost
from core.models import Division
from core.pages.display import page_of
from core.permissions import KEEP
from core.personal_data.names import user_label
from core.scoping import people_of
from core.states import State, Tone, days_left
from core.views import DayMixin, OnceMixin, PermissionMixin
from oversight.models import Responsible
from oversight.responsibility.actions import hand_responsibility_over, join, label_of
from oversight.responsibility.matters import Named, counted, names_of, open_under


class MineView(DayMixin, TemplateView):
    """我负责的: what is open and has the user's name, or that of a post that they hold, the soonest first."""

    template_name = "oversight/responsibility/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        mine = open_under(names_of(user, self.on), self.on)
        found = sorted(((getattr(record, matter.due), record) for matter, record in mine), key=itemgetter(0))
        lines = [(record, due, days_left(due, self.on), page_of(record, user)) for due, record in found]
        return super().get_context_data(lines=lines, **kwargs)


class ResponsibleLine(NamedTuple):
    """A name with what is open under it, who stands behind it, how that stands, who is proposed; its form's token."""

    named: Named
    town: str
    number: int
    behind: str
    state: State
    proposed: str
    token: UUID


class ResponsibleView(OnceMixin, PermissionMixin, DayMixin, TemplateView):
    """责任人: every name with something open, joined to an account or a post; of a closed account it is handed over."""

    permission_required = KEEP
    template_name = "oversight/responsibility/list.html"

    @cached_property
    def towns(self) -> dict[str, str]:
        return dict(Division.objects.towns().visible_to(self.request.user).values_list("code", "name"))

    @cached_property
    def options(self) -> dict[str, Any]:
        """Whom a name may stand for, by what the form calls it."""
        user = self.request.user
        people = people_of(user).open(self.on).order_by("name_pinyin", "pk")
        accounts = {f"account-{each.pk}": each for each in people}
        return accounts | {f"post-{each.pk}": each for each in LeadershipPost.objects.visible_to(user)}

    @cached_property
    def numbers(self) -> dict[Named, int]:
        return counted(lambda model: model.objects.visible_to(self.request.user), self.on)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        options = [(key, self._told(key)) for key in self.options]
        return super().get_context_data(lines=list(self.lines()), options=options, **kwargs)

    def _told(self, key: str) -> str:
        kind = "岗位：" if key.startswith("post") else "账号："
        return f"{kind}{label_of(self.options[key])}"

    def lines(self) -> Iterator[ResponsibleLine]:
        rows = Responsible.objects.visible_to(self.request.user).select_related("account", "post")
        joined = {Named(row.town_id, row.name): row for row in rows}
        by_label = {label_of(each): key for key, each in self.options.items()}
        for named in sorted(self.numbers, key=lambda each: (each in joined, each)):
            behind, state = self._behind(joined.get(named))
            town, number = self.towns.get(named.town, ""), self.numbers[named]
            yield ResponsibleLine(named, town, number, behind, state, by_label.get(named.name, ""), uuid4())

    def _behind(self, row: Responsible | None) -> tuple[str, State]:
        if row is None:
            return "", State("还没有对应", Tone.DUE)
        if row.post:
            return label_of(row.post), row.post.state(self.on)
        closed = row.account.has_ended(self.on)
        return user_label(row.account), State("账号已停用", Tone.LOST) if closed else State("在用", Tone.SAFE)

    def work(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        named = Named(request.POST.get("town", ""), request.POST.get("name", ""))
        to = self.options.get(request.POST.get("to", ""))
        if named not in self.numbers or named.town not in self.towns:
            raise Http404
        if to is None:
            messages.error(request, "请选一个账号或岗位。")
            return redirect("oversight:responsible")
        return self.carry_out(named, to)

    def carry_out(self, named: Named, to: Any) -> HttpResponse:
        try:
            if self.request.POST.get("deed") == "hand_over":
                number = hand_responsibility_over(named=named, to=to, by=self.request.user, on=self.on)
                messages.success(self.request, f"已移交 {number} 件给{label_of(to)}。")
            else:
                join(named=named, to=to)
                messages.success(self.request, f"已对应到{label_of(to)}，到期前会提醒。")
        except ValidationError as refusal:
            messages.error(self.request, refusal.message)
            return redirect("oversight:responsible")
        return self.led(reverse("oversight:responsible"))
