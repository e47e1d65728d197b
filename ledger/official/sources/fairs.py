"""Fairs of a year, with what they offered and what came of them."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import BooleanField, ExpressionWrapper, F

from labor.people import conditions
from ledger.official.sources.base import OfficialSource, SourceTable, Wanted, labels_of, said
from platforms.models import Candidate, RecruitmentEvent


def find(wanted: Wanted) -> Any:
    return RecruitmentEvent.objects.filter(held_on__range=(wanted.first, wanted.last)).order_by("held_on", "name")


def agreed(event: Any) -> int | None:
    """How many came to terms; blank where no employer has said."""
    told = [each.agreed for each in event.presences.all() if each.agreed is not None]
    return sum(told) if told else None


def started(event: Any, *, poor: bool = False) -> int:
    """How many different people took up work within a month of it."""
    until: date = event.held_on + relativedelta(months=1)
    soon = (each for each in event.came if each.started_on and each.started_on <= until)
    return len({each.person_id for each in soon if each.is_poor or not poor})


class FairTable(SourceTable):
    columns = (
        said("所属行政区", lambda event: event.town),
        said("招聘会名称", lambda event: event.name),
        said("形式", lambda event: event.get_kind_display()),
        said("举办地点", lambda event: event.place),
        said("开始日期", lambda event: event.held_on),
        said("参会单位", lambda event: len(event.presences.all())),
        said("提供就业岗位", lambda event: sum(each.posts for each in event.presences.all())),
        said("参会人数", lambda event: event.reached),
        said("签订意向协议人数", agreed),
        said("一个月内就业人数", started),
        said("脱贫劳动力就业人数", lambda event: started(event, poor=True)),
    )

    def read(self, rows: Any) -> list[Any]:
        """Events with who applied there, as `came`; 脱贫 is who was so on the day of the event."""
        found = list(rows.select_related("town").prefetch_related("presences"))
        poor = ExpressionWrapper(conditions.out_of_poverty(F("event__held_on"), "person__"), BooleanField())
        of_events = Candidate.objects.visible_to(self.wanted.user).filter(event__in=[event.pk for event in found])
        came = list(of_events.annotate(is_poor=poor))
        for event in found:
            event.came = [each for each in came if each.event_id == event.pk]
        return found


FAIRS = OfficialSource(find, FairTable, labels_of(FairTable.columns), of_town=True)
