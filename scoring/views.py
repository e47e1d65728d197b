"""The score and its reasons: the board of a town, the share of a village, the page of each sub-item; and its future."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import TemplateView

from core.models import Division, Village
from core.views import PAGE_SIZE, DayMixin, PartialMixin, PermissionMixin
from scoring.board import TownBoard, village_board
from scoring.drilldown import Drilldown
from scoring.forms import ScopeForm
from scoring.inbox import Inbox
from scoring.memo import survey
from scoring.targets import standings


class ScopePage(PermissionMixin, TemplateView):
    """A page of the score: of one of the user's divisions, on a day."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.form = ScopeForm(request.GET, user=request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("division")
        if asked and asked not in self.form.divisions:
            raise Http404
        if not self.form.place:
            return render(request, "scoring/no_division.html")
        return super().get(request, *args, **kwargs)

    @property
    def is_village(self) -> bool:
        return len(self.form.place) == Division.Level.VILLAGE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = {"form": self.form, "division_name": self.form.divisions[self.form.place]}
        return super().get_context_data(**names, **kwargs)


class DashboardView(ScopePage):
    """考核看板: a town's total with its eight items and its villages, or a village's share."""

    def get_template_names(self) -> list[str]:
        return ["scoring/village.html" if self.is_village else "scoring/dashboard.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = survey(self.form.place[: Division.Level.TOWN], self.form.day)
        villages = Village.objects.visible_to(self.request.user).within(self.form.place)
        board = village_board(counted, villages.get()) if self.is_village else TownBoard(counted, list(villages))
        return super().get_context_data(board=board, **kwargs)


class TargetsView(ScopePage):
    """方案目标: how far each target of the plan's section 二 has come, and who must act."""

    template_name = "scoring/targets.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = standings(self.form.place, self.form.day)
        return super().get_context_data(standings=found, missed=[each for each in found if each.gap], **kwargs)


class SubItemView(PartialMixin, ScopePage):
    """A sub-item: how it is worded and counted, its numbers, and the records behind every lost point."""

    template_name = "scoring/sub_item.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = survey(self.form.place[: Division.Level.TOWN], self.form.day)
        drilldown = Drilldown.find(counted, kwargs["code"], self.form.place)
        if drilldown is None:
            raise Http404
        # a length and slices, all that a paginator asks for
        records: Any = drilldown.records(self.request.user, self.form.divisions)
        page = Paginator(records, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(drilldown=drilldown, page=page, **kwargs)


class InboxView(DayMixin, PartialMixin, ScopePage):
    """待办: what has to be done in one of the user's divisions, soonest first, all of it or of one kind."""

    template_name = "scoring/inbox.html"
    permission_required = "core.enter"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inbox = Inbox(self.form.place, self.on, self.request.user, self.form.divisions)
        kind = self.request.GET.get("kind", "")
        entries: Any = inbox.entries(kind)  # a length and slices, all that a paginator asks for
        page = Paginator(entries, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(inbox=inbox, kind=kind, page=page, **kwargs)
