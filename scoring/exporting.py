"""What score pages list, to take along: the rows behind a sub-item, the villages side by side, 就业规模 in figures."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from core.exports.lines import LinesTable
from core.exports.views import ExportMixin
from core.models import Division, Village
from core.tables import Column, Find
from scoring.board import TownBoard, VillageRow
from scoring.catalogue import first_year
from scoring.drilldown import Drilldown, Line
from scoring.score import score_of
from scoring.views import ScopePage, SubItemPage
from scoring.workforce import Workforce


class LinesExport(ExportMixin, ScopePage):
    """Lines of a division on a day."""

    def get_lines(self) -> Any:
        raise NotImplementedError

    def get_columns(self) -> Sequence[Column]:
        raise NotImplementedError

    @cached_property
    def table(self) -> Any:
        return LinesTable(self.get_lines(), self.get_columns(), self.request, self.on)

    def get_said(self) -> list[str]:
        return [f"{self.form.divisions[self.form.place]}，截至{self.on}", *super().get_said()]


class OfRubric(LinesExport):
    """Lines of what a year's rubric counts; before there was one there are none."""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.asked.is_valid() and self.on.year < first_year():
            raise Http404


def number_of(line: Line, on: date) -> Any:
    """What the registers call whoever is listed: an identity number, or a code."""
    subject: Any = line.record.subject
    return getattr(subject, "id_number", None) or getattr(subject, "code", "")


ROWS_OF_SUB_ITEM = (
    Column("subject", "对象", lambda line, on: line.record.subject),
    Column("number", "证件号码、编号", number_of),
    Column("place", "所在村", lambda line, on: line.place),
    Column("phone", "联系电话", lambda line, on: getattr(line.record.subject, "phone", "")),
    Column("kind", "记录类别", lambda line, on: str(line.record._meta.verbose_name)),
    Column("summary", "记录", lambda line, on: line.record.summary),
    Column("reason", "原因", lambda line, on: line.reason),
)


class SubItemExport(OfRubric, SubItemPage):
    """The records behind the lost points of a sub-item, or behind the number that was opened."""

    def get_lines(self) -> Any:
        return self.drilldown.records(self.request.user, self.form.divisions)

    def get_columns(self) -> Sequence[Column]:
        return ROWS_OF_SUB_ITEM

    @cached_property
    def drilldown(self) -> Drilldown:
        asked = self.request.GET
        return self.get_drilldown(before=asked.get("before") == "1", opened=asked.get("rows", ""))

    @property
    def export_title(self) -> str:
        found = self.drilldown
        return f"{found.sub_item.code} {found.sub_item.title}：{found.title}"

    @property
    def back(self) -> str:
        return reverse("scoring:sub_item", args=[self.kwargs["code"]])


def count_of(place: int) -> Find:
    """Finds what a village was counted of the sub-item in this place."""
    return lambda row, on: row.shares[place].count


class VillagesExport(OfRubric):
    """The villages of a town side by side: points lost, and what was counted of each sub-item."""

    export_title = "各村扣分"

    def get_said(self) -> list[str]:
        return [*super().get_said(), "，".join(f"{each.code} {each.title}" for each in self.board.compared)]

    def get_lines(self) -> list[VillageRow]:
        return self.board.villages

    def get_columns(self) -> list[Column]:
        compared = enumerate(self.board.compared)
        shares = [Column(each.code, f"第{each.code}目", count_of(place)) for place, each in compared]
        own = (
            Column("name", "村（社区）", lambda row, on: row.name),
            Column("code", "村代码", lambda row, on: row.code),
            Column("deducted", "扣分（未计扣完为止）", lambda row, on: row.deducted),
        )
        return [*own, *shares]

    @cached_property
    def board(self) -> TownBoard:
        villages = Village.objects.visible_to(self.request.user).within(self.form.place)
        return TownBoard(score_of(self.form.place[: Division.Level.TOWN], self.on), list(villages))

    @property
    def back(self) -> str:
        return reverse("scoring:dashboard")


class WorkforceFigure(NamedTuple):
    """A figure of 就业规模: under what, of what, how many, and what that says beside others."""

    group: str
    label: str
    number: int
    percent: int | None = None
    difference: int | None = None


FIGURES = (
    Column("group", "分类", lambda line, on: line.group),
    Column("label", "项目", lambda line, on: line.label),
    Column("number", "人数", lambda line, on: line.number),
    Column("percent", "占比（%）", lambda line, on: line.percent),
    Column("difference", "比上月", lambda line, on: line.difference),
)


class WorkforceExport(LinesExport):
    """The figures of 就业规模, as its page has them."""

    export_title = "就业规模"

    def get_lines(self) -> list[WorkforceFigure]:
        return list(figures(Workforce(self.form.place, self.on)))

    def get_columns(self) -> Sequence[Column]:
        return FIGURES

    @property
    def back(self) -> str:
        return reverse("scoring:workforce")


def figures(workforce: Workforce) -> Iterator[WorkforceFigure]:
    yield WorkforceFigure("总数", "在业", workforce.total)
    yield WorkforceFigure("总数", "脱贫劳动力", workforce.labor)
    groups = {"按就业地": workforce.regions, "按就业渠道": workforce.channels, "按行业": workforce.industries}
    if workforce.is_town:
        groups["按村（社区）"] = workforce.villages
    for group, shares in groups.items():
        yield from (WorkforceFigure(group, share.label, share.count, share.percent) for share in shares)
    for change in reversed(workforce.changes):
        yield WorkforceFigure("逐月变化", change.label, change.after, difference=change.difference)
