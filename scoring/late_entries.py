"""补录 behind a sub-item: what counts on a past day and was entered only after it."""

from datetime import date
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Min
from django.utils import timezone

from core.history import tables, tables_read
from core.memo import remembered
from core.models import Village
from core.records import Record
from core.records.entering import ENTERED, day_of, entered_after
from core.scoping import inside
from scoring.drilldown import Drilldown


class LateEntries(NamedTuple):
    """So many records of a kind that the day itself did not know of."""

    kind: str
    number: int


def late_entries(drilldown: Drilldown) -> list[LateEntries]:
    """Of the records that the sub-item reads on its day, those entered later; counted anew only when data changed."""
    score = drilldown.score
    circumstances = (score.rubric.digest, drilldown.sub_item.code, drilldown.place, score.scope.on)
    return remembered({"late": tables()}, circumstances, lambda _: {"late": _counted(drilldown)})["late"]


def _counted(drilldown: Drilldown) -> list[LateEntries]:
    on, known = drilldown.score.scope.on, _moved_in(drilldown.place)
    found = []
    for model in _models_read(drilldown):
        rows: Any = model._default_manager.everywhere("counted for a place, whoever looks").within(drilldown.place)
        if number := entered_after(rows, on, known).count():
            found.append(LateEntries(str(model._meta.verbose_name), number))
    return found


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
