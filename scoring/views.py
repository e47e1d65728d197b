"""The score and its reasons: the board of a town, the share of a village, the page of each sub-item; and its future."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.generic import TemplateView

from core.exports.taking import Offered
from core.exports.views import ExportMixin
from core.models import Division, Village
from core.pages.beside_tasks import BESIDE
from core.pages.panels import Piece
from core.pages.returning import next_place, without_place
from core.permissions import ENTER
from core.registers.layouts import with_besides
from core.views import PAGE_SIZE, ChosenDayMixin, PartialMixin, PermissionMixin
from labor.models import Person
from labor.people.registers import PersonRegister
from labor.people.tables import FoundTable
from labor.verification.compared import ComparedVillages, compared_villages
from scoring.actions import BEGINNINGS, IN_THE_INBOX
from scoring.board import TownBoard, village_board
from scoring.catalogue import first_year
from scoring.drilldown import Drilldown
from scoring.forms import ScopeForm
from scoring.grouping import InboxChoice, chosen_before, remember
from scoring.handing.beside import handed_in
from scoring.inbox import Inbox
from scoring.late_entries import as_lines, late_entries, late_records
from scoring.levels import chances
from scoring.proofs import proofs_of
from scoring.score import of_rubric, score_of
from scoring.targets import started_on, target_progress
from scoring.workforce import Workforce

PEOPLE_A_PAGE = 50


class ScopeMixin(ChosenDayMixin):
    """One of the user's divisions, which the address names, and a day; who has no division is told so."""

    asked: ScopeForm

    def get_asked(self) -> ScopeForm:
        return ScopeForm(self.request.GET, today=self.today, user=self.request.user)

    def refused(self) -> HttpResponseBase:
        if "division" in self.asked.errors:
            raise Http404
        return super().refused()

    @property
    def form(self) -> ScopeForm:
        return self.asked

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.asked.is_valid() and not self.form.place:
            return render(request, "scoring/no_division.html")
        return super().dispatch(request, *args, **kwargs)


class ScopePage(PermissionMixin, ScopeMixin, TemplateView):
    """A page about one of the user's divisions, on a day."""

    @property
    def is_village(self) -> bool:
        return len(self.form.place) == Division.Level.VILLAGE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = {"form": self.form, "division_name": self.form.divisions[self.form.place]}
        return super().get_context_data(**names, **kwargs)


class RubricPage(ScopePage):
    """A page of what the year's rubric counts. Before there was a rubric, there is nothing to count by."""

    day_label = "计分日"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.on.year < first_year():
            shown = {"first_year": first_year(), "day_label": self.day_label, **ScopePage.get_context_data(self)}
            return render(request, "scoring/no_rubric.html", shown)
        return super().get(request, *args, **kwargs)

    def get_bands(self) -> list[str]:
        return [*super().get_bands(), *of_rubric(self.on.year)]


class DashboardView(RubricPage):
    """考核看板: a town's total with its eight items and its villages, or a village's share."""

    def get_template_names(self) -> list[str]:
        return ["scoring/village.html" if self.is_village else "scoring/dashboard.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = score_of(self.form.place[: Division.Level.TOWN], self.on)
        villages = Village.objects.visible_to(self.request.user).within(self.form.place)
        board = village_board(counted, villages.get()) if self.is_village else TownBoard(counted, list(villages))
        return super().get_context_data(board=board, compared=self.get_compared(), **kwargs)

    def get_compared(self) -> ComparedVillages | None:
        """What can be done beneath the villages side by side, which nobody does about another day than today."""
        compares = self.on == self.today and not self.is_village
        return compared_villages(self.request.user, self.form.place, self.on) if compares else None


class TargetsView(RubricPage):
    """方案目标: how far each target of the plan's section 二 has come, and who must act."""

    template_name = "scoring/targets.html"
    day_label = "统计日"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = target_progress(self.form.place, self.on)
        missed, begun = [each for each in found if each.gap], started_on(self.form.place, self.on.year)
        return super().get_context_data(target_progress=found, missed=missed, started_on=begun, **kwargs)


class SubItemPage(PartialMixin, RubricPage):
    """A page about one sub-item in a town or village."""

    def get_drilldown(self, **lists: Any) -> Drilldown:
        """Of the sub-item that the address names; `lists` says which of its lists are asked for."""
        counted = score_of(self.form.place[: Division.Level.TOWN], self.on)
        found = Drilldown.find(counted, self.kwargs["code"], self.form.place, **lists)
        if found is None:
            raise Http404
        return found


class SubItemView(SubItemPage):
    """A sub-item: how it is worded and counted, its numbers, and the records behind every lost point."""

    template_name = "scoring/sub_item.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before, opened = self.request.GET.get("before") == "1", self.request.GET.get("rows", "")
        drilldown = self.get_drilldown(before=before, opened=opened)
        # a length and slices, all that a paginator asks for
        records: Any = drilldown.records(self.request.user, self.form.divisions)
        page = Paginator(records, PAGE_SIZE).get_page(self.request.GET.get("page"))
        late = late_entries(drilldown) if self.on < self.today else []
        told = {"late": late, **self.get_deeds(drilldown)}
        return super().get_context_data(drilldown=drilldown, page=page, **told, **kwargs)

    def get_deeds(self, drilldown: Drilldown) -> dict[str, Any]:
        """What can be done about it: where one begins, what more of wins points back, and what proves full marks."""
        beginnings = (BEGINNINGS.get(drilldown.sub_item.rule.name, IN_THE_INBOX), IN_THE_INBOX)
        begin = next((each for each in beginnings if self.request.user.has_perm(each.permission)), None)
        code, open_yet = drilldown.sub_item.code, self.on >= self.today
        return {
            "begin": {"label": begin.label, "address": begin.address(None, "")} if begin else None,
            "chances": [each for each in chances(self.form.place, self.on) if each.code == code] if open_yet else [],
            "proofs": proofs_of(drilldown, self.request.user),
        }


class LateEntriesView(SubItemPage):
    """The records of one kind that count on a past day and were entered only after it: ?kind=labor.verification."""

    template_name = "scoring/late_entries.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        drilldown, label = self.get_drilldown(), self.request.GET.get("kind", "")
        found = next((each for each in late_entries(drilldown) if each.label == label), None)
        if found is None:
            raise Http404
        records = late_records(drilldown, label, self.request.user)
        page = Paginator(records, PAGE_SIZE).get_page(self.request.GET.get("page"))
        page.object_list = as_lines(page.object_list, self.form.divisions, self.on)
        return super().get_context_data(drilldown=drilldown, page=page, kind=found.kind, **kwargs)


class InboxView(PartialMixin, RubricPage):
    """待办: what has to be done in one of the user's divisions, soonest first, put together as the address says.

    What is sent is how it is to stand together from now on, which is remembered.
    """

    template_name = "scoring/inbox.html"
    permission_required = ENTER

    @property
    def on(self) -> date:
        return self.today

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = {**self.asked_for, **remember(request.user, request.POST.dict())}
        return redirect(f"{request.path}?{urlencode({name: asked[name] for name in asked if asked[name]})}")

    @property
    def asked_for(self) -> dict[str, str]:
        """What the address asks for; whose tasks it is that somebody wants holds where it asks for nothing else."""
        asked = without_place(self.request.GET.copy())
        asked.pop("page", None)
        before = chosen_before(self.request.user)
        if asked.keys() - {"by"}:
            before.pop("whose", None)
        return {**before, **asked.dict()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inbox = Inbox(self.form.place, self.on, self.request.user, self.form.divisions)
        handed = {(each.task_kind, each.village_id): each for each in handed_in(self.request.user, self.form.place)}
        choice = InboxChoice(inbox, self.asked_for, handed)
        tasks: Any = choice.tasks  # a length and slices, all that a paginator asks for
        page = Paginator(tasks, PAGE_SIZE).get_page(self.request.GET.get("page"))
        found = [Piece(each.template, each.find(self.request.user, self.form.place, self.on)) for each in BESIDE]
        level = [each for each in chances(self.form.place, self.on) if not each.proves]
        # the row that has taken the place of what is done
        at = next_place(self.request, page.object_list)
        kwargs |= {"beside": found, "chances": level, "at": at, "parts": list(choice.parts(page.object_list))}
        if choice.by == "village" and not self.is_village:
            kwargs["compared"] = compared_villages(self.request.user, self.form.place, self.on)
        return super().get_context_data(inbox=inbox, choice=choice, page=page, **kwargs)


class WorkforceView(ScopePage):
    """The people in work of a division on a day."""

    template_name = "scoring/workforce.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(workforce=Workforce(self.form.place, self.on), **kwargs)


class WorkforcePeopleView(PartialMixin, ScopePage):
    """The people behind a figure: ?by=region&value=town, or ?by=change&since=2023-04-30&value=lost0."""

    template_name = "scoring/workforce_people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title, keys = self.found
        people = self.get_queryset()
        table = FoundTable(people, self.request, self.on, size=PEOPLE_A_PAGE, empty="没有这样的人。")
        elsewhere = len(keys) - people.count()
        export = reverse("scoring:workforce_people_export")
        told = {"title": title, "table": table, "elsewhere": elsewhere, "export_address": export}
        return super().get_context_data(**told, **kwargs)

    @cached_property
    def found(self) -> tuple[str, Any]:
        """What the figure is called, and the keys of its people."""
        return self.find(Workforce(self.form.place, self.on), **self.figure)

    def get_queryset(self) -> Any:
        return Person.objects.visible_to(self.request.user).filter(pk__in=self.found[1])

    @property
    def figure(self) -> dict[str, str]:
        return {name: self.request.GET.get(name, "") for name in ("by", "value", "since")}

    def find(self, workforce: Workforce, by: str, value: str, since: str) -> tuple[str, Any]:
        if by == "change":
            change = next((each for each in workforce.changes if each.start.isoformat() == since), None)
            reason, keys = change.people(value) if change else ("", frozenset())
            gone = "减少" if value.startswith("lost") else "增加"
            return f"{self._span(change)}{gone}的人：{reason}", keys
        labels = {share.value: share.label for share in workforce.shares_by(by)}
        title = f"已就业的脱贫劳动力：{labels[value]}" if value in labels else "已就业的脱贫劳动力"
        return title, workforce.people_by(by, value)

    def _span(self, change: Any) -> str:
        days: tuple[date, ...] = (change.start, change.end) if change else ()
        return "至".join(day.isoformat() for day in days)


class WorkforcePeopleExport(ExportMixin, WorkforcePeopleView):
    """The same people, to take along with all that the register of people tells of them."""

    @property
    def export_title(self) -> str:
        return self.found[0]

    @property
    def back(self) -> str:
        return reverse("scoring:workforce_people")

    def get_said(self) -> list[str]:
        return [f"{self.form.divisions[self.form.place]}，工作情况截至{self.on}", *super().get_said()]

    def get_offered(self) -> list[Offered]:
        return with_besides(super().get_offered(), PersonRegister, self.on)
