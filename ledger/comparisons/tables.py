"""The lines of a comparison as a list: what both sides say beside each other, and how it is narrowed down."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from core.filters import Choice, RegisterFilter
from core.models import Village
from core.registers.narrowing import village_choice
from core.tables import Column, RegisterTable
from labor.models import Person
from ledger.comparisons.keeping import cut
from ledger.comparisons.models import Standing
from ledger.models import ImportJob
from ledger.rosters.decisions import Colour

ITS_LINE = Column("its_line", "这一处", lambda line, on: "打开", kind="same-line its-page", links=True)


#: So much of a value stands in the list, so that no page grows with what a file says; all of it on the line's page.
SHORT = 60


def short(name: str) -> Any:
    """Finds a text of a line, as much of it as stands in the list."""
    return lambda line, on: cut(getattr(line, name), SHORT)


def content(line: Any, on: date) -> str:
    return f"{line.get_colour_display()}：{line.what}"


class LineTable(RegisterTable):
    """A line a difference."""

    columns = (
        Column("whose", "对象", lambda line, on: line.whose, kind="lead", links=True),
        Column("place", "村", lambda line, on: line.place_name, sort=("place",), kind="same-line"),
        Column("what", "内容", content, sort=("colour", "sheet", "column")),
        Column("key", "哪一条", short("key")),
        Column("ours", "台账", short("ours"), kind="as-typed"),
        Column("theirs", "名单", short("theirs"), kind="as-typed"),
        Column("state", "决定", lambda line, on: line.state, kind="same-line"),
        ITS_LINE,
    )

    def read(self, rows: Any) -> Iterable[Any]:
        return known(rows, self.request.user)


def known(rows: Any, user: Any) -> list[Any]:
    """Lines with what is told of them: whose they are, where, and how far.

    Of somebody whom the user does not see, who may live in another town by now, the line tells the name that it kept.
    """
    rows = rows.prefetch_related(Prefetch("person", Person.objects.visible_to(user)))
    lines = list(rows.with_standing().select_related("decided_by", "answered_by", "taken_in__batch"))
    places = dict(Village.objects.visible_to(user).values_list("code", "name"))
    for line in lines:
        line.place_name = places.get(line.place, "全镇")
    return lines


class LineFilter(RegisterFilter):
    """By side, village, content and decision."""

    choices = (
        Choice("colour", "哪一边有", Colour.choices, lambda rows, value, on: rows.filter(colour=value), main=True),
        village_choice("place"),
        Choice("standing", "决定", Standing.choices, lambda rows, value, on: rows.filter(standing=value), main=True),
    )


def filter_of(job: ImportJob, user: Any) -> type[LineFilter]:
    """With the sheets and columns in which the list of `job` differs."""
    rows = job.compared.visible_to(user).order_by("sheet", "column")
    pairs = rows.values_list("sheet", "column").distinct()
    sheets = dict.fromkeys(sheet for sheet, _ in pairs)
    options = [*((sheet, f"{sheet}（全部）") for sheet in sheets), *((f"{s}·{c}", f"{s}·{c}") for s, c in pairs if c)]
    what = Choice("what", "内容", options, _of_content, main=True)
    return type(LineFilter.__name__, (LineFilter,), {"choices": (*LineFilter.choices, what)})


def _of_content(rows: Any, value: str, on: date) -> Any:
    sheet, _, column = value.partition("·")
    return rows.filter(sheet=sheet, **({"column": column} if column else {}))


#: What both sides say of a line.
SAID = ("whose", "place", "what", "key", "ours", "theirs")


def asked_on(line: Any, on: date) -> date:
    return timezone.localdate(line.decided_at)


class AskedTable(LineTable):
    """What villages have been asked: the same, with what is to be looked at."""

    columns = (
        *(column for column in LineTable.columns if column.name in SAID),
        Column("note", "请核实", lambda line, on: line.note),
        Column("asked", "提出", asked_on, sort=("decided_at",), kind="date"),
        ITS_LINE,
    )
