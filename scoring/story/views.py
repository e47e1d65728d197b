"""The pages of the score's story: the year's course, and why it differs between two days."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property

from core.personal_data.names import display_name
from core.views import PAGE_SIZE, PartialMixin
from scoring.drilldown import Part, Records
from scoring.story.course import Course, month_course, year_course
from scoring.story.forms import ComparedDaysForm, MonthForm
from scoring.story.plot import Plot
from scoring.story.why import Cause, Key, Move, ScoreDifference, difference
from scoring.views import RubricPage


class TownPage(PartialMixin, RubricPage):
    """A page about a town's total; a village has none."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_village:
            raise Http404
        return super().get(request, *args, **kwargs)


class CourseView(TownPage):
    """今年走势和预计: the year by months, or one month by days."""

    template_name = "scoring/story/course.html"
    partial = "course"

    def get_asked(self) -> MonthForm:
        return MonthForm(self.request.GET, today=self.today, user=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        month, course = self.form.cleaned_data["month"], self.course
        plot = None if month else Plot(course, self.on.year)
        told = {"course": course, "steps": with_changes(course), "plot": plot, "month": month}
        return super().get_context_data(**told, **kwargs)

    @property
    def course(self) -> Course:
        month = self.form.cleaned_data["month"]
        if month:
            return month_course(self.form.place, month, self.today)
        return year_course(self.form.place, self.on.year, self.today)


def with_changes(course: Course) -> list[dict[str, Any]]:
    """Each point with the day before it in the course and by how much the total has moved since; the newest first."""
    steps = [
        {"point": here, "since": before.on, "moved": here.total - before.total}
        for before, here in pairwise(course.points)
    ]
    return [*steps[::-1], *({"point": first} for first in course.points[:1])]


@dataclass(frozen=True)
class CauseLine:
    """A cause as a page tells it: what it is called for the user, and where its record stands."""

    cause: Cause
    title: str
    address: str = ""


class ComparedDaysPage(TownPage):
    """A page about two days of a town."""

    asked: ComparedDaysForm

    def get_asked(self) -> ComparedDaysForm:
        return ComparedDaysForm(self.request.GET, today=self.today, user=self.request.user)

    @cached_property
    def difference(self) -> ScoreDifference:
        return difference(self.form.place, self.asked.earlier, self.on)


class WhyView(ComparedDaysPage):
    """为什么掉分: what moved the score between two days, by cause."""

    template_name = "scoring/story/why.html"
    partial = "why"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = [self._line(cause) for cause in self.difference.causes]
        return super().get_context_data(difference=self.difference, lines=lines, **kwargs)

    def _line(self, cause: Cause) -> CauseLine:
        record = cause.record and seen(cause.record, self.request.user)
        if record:
            return CauseLine(cause, display_name(record, self.request.user), record.get_absolute_url())
        return CauseLine(cause, cause.moves[0].sub_item.title)


class MovedRowsView(ComparedDaysPage):
    """The records of a sub-item that came between two days, or went: ?since=2023-04-30&as_of=2023-05-10."""

    template_name = "scoring/story/rows.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        records: Any = self.records  # a length and slices, all that a paginator asks for
        page = Paginator(records, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(sub_item=self.move.sub_item, label=self.label, page=page, **kwargs)

    @cached_property
    def move(self) -> Move:
        moves = (move for cause in self.difference.causes for move in cause.moves)
        found = next((move for move in moves if move.sub_item.code == self.kwargs["code"]), None)
        if found is None or not self._keys_of(found):
            raise Http404
        return found

    @property
    def keys(self) -> frozenset[Key]:
        return self._keys_of(self.move)

    def _keys_of(self, move: Move) -> frozenset[Key]:
        return move.came if self.kwargs["which"] == "came" else move.went

    @property
    def label(self) -> str:
        return self.move.label(self.kwargs["which"])

    @property
    def records(self) -> Records:
        """Those that the user may see, by village; who lives in another town by now counts, and is not shown."""
        labels = sorted({label for label, _ in self.keys})
        return Records([self._part(label) for label in labels], self.form.divisions)

    def _part(self, label: str) -> Part:
        model: Any = apps.get_model(label)
        keys = [key for kind, key in self.keys if kind == label]
        rows = model.objects.visible_to(self.request.user).filter(pk__in=keys)
        rows = rows.with_subject().annotate(place=F(model.division_path)).order_by("place", "pk")
        return Part.as_seen(self.label, rows, len(keys))


def seen(key: Key, user: Any) -> Any:
    """The record with a key, as far as the user may see it."""
    label, pk = key
    return apps.get_model(label).objects.visible_to(user).filter(pk=pk).first()
