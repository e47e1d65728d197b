"""补录 behind a sub-item: what counts on a past day and was entered only after it, or ended by what was."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import F, Min
from django.utils import timezone

from core.history import tables, tables_read
from core.memo import remembered
from core.models import Village
from core.records import Record
from core.records.entering import ENTERED, counted_since, day_of, entered_after
from core.scoping import inside
from core.wall import everywhere
from scoring.drilldown import Drilldown, Line


class LateEntries(NamedTuple):
    """So many records of a kind of which the day itself did not know as they count now."""

    label: str
    kind: str
    number: int


def late_entries(drilldown: Drilldown) -> list[LateEntries]:
    """Of the records that the sub-item reads on its day, those entered later; counted anew only when data changed."""
    score = drilldown.score
    circumstances = (score.rubric.digest, drilldown.sub_item.code, drilldown.place, score.scope.on)
    return remembered({"late": tables()}, circumstances, lambda _: {"late": _counted(drilldown)})["late"]


@everywhere("counted for a place, whoever looks")
def _counted(drilldown: Drilldown) -> list[LateEntries]:
    known = _moved_in(drilldown.place)
    found = ((model, _late_rows(drilldown, model, known).count()) for model in _models_read(drilldown))
    return [
        LateEntries(model._meta.label_lower, str(model._meta.verbose_name), number) for model, number in found if number
    ]


def late_records(drilldown: Drilldown, label: str, user: Any) -> Any:
    """The records of one of these kinds, by its label, newest first, each with the division that it `stands_in`."""
    model = next(each for each in _models_read(drilldown) if each._meta.label_lower == label)
    rows = _late_rows(drilldown, model, _moved_in(drilldown.place)).visible_to(user).with_subject()
    return rows.annotate(stands_in=F(rows.model.division_path)).order_by(f"-{day_of(model).name}", "-pk")


def as_lines(records: Iterable[Any], names: Mapping[str, str], on: date) -> list[Line]:
    """A page of them, each with when it was entered."""
    rows = list(records)
    days = counted_since(rows, on)
    told = {row: getattr(row, day_of(type(row)).name) for row in rows}
    return [Line(row, names.get(row.stands_in, "全镇"), f"{told[row]} 的，{days[row]} 登记") for row in rows]


def _late_rows(drilldown: Drilldown, model: type[Record], known: date) -> Any:
    rows: Any = model._default_manager.get_queryset()
    return entered_after(rows.within(drilldown.place), drilldown.score.scope.on, known)


def _moved_in(place: str) -> date:
    """The day on which the villages of a place were entered, and what was brought along with them."""
    lines = Village.history.filter(inside("code", place), history_type=ENTERED)
    moment = lines.aggregate(first=Min("history_date"))["first"]
    return timezone.localdate(moment) if moment else date.min


def _models_read(drilldown: Drilldown) -> list[type[Record]]:
    """The kinds of records about a day that the numbers of the sub-item are counted from."""
    tallies = drilldown.sub_item.rule.tallies(drilldown.score.scope).values()
    tables = frozenset().union(*(tables_read(tally.within(drilldown.place)) for tally in tallies))
    models = (model for model in apps.get_models() if issubclass(model, Record) and model._meta.db_table in tables)
    return [model for model in models if day_of(model) is not None]
