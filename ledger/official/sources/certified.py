"""Workshops on a day, with how many work there."""

from typing import Any

from django.db.models import OuterRef

from labor.models import Employment
from labor.people import conditions
from ledger.official.sources.base import OfficialSource, SourceTable, Wanted, labels_of, said
from workshops.models import Workshop


def find(wanted: Wanted) -> Any:
    """Those certified by the day, withdrawn or not."""
    return Workshop.objects.filter(certified_on__lte=wanted.last).order_by("village", "code")


class WorkshopHeadTable(SourceTable):
    columns = (
        said("所属行政区", lambda workshop: workshop.village),
        said("车间编号", lambda workshop: workshop.code),
        said("车间名称", lambda workshop: workshop.name),
        said("类型", lambda workshop: workshop.get_kind_display()),
        said("认定时间", lambda workshop: workshop.certified_on),
        said("停产时间", lambda workshop: workshop.stopped_on),
        said("注销时间", lambda workshop: workshop.withdrawn_on),
        said("安置点名称", lambda workshop: workshop.site),
        said("从业人数", lambda workshop: workshop.workers),
        said("脱贫劳动力数量", lambda workshop: workshop.workers_out_of_poverty),
    )

    def read(self, rows: Any) -> Any:
        """Workshops with how many different people work there on the day."""
        there = Employment.objects.current(self.on).filter(workshop=OuterRef("pk"))
        poor = there.filter(conditions.registered_out_of_poverty(self.on, "person__"))
        counts = {"workers": there, "workers_out_of_poverty": poor}
        counted = {name: jobs.number_of("person", by="workshop") for name, jobs in counts.items()}
        return rows.select_related("village", "site").annotate(**counted)


WORKSHOPS = OfficialSource(find, WorkshopHeadTable, labels_of(WorkshopHeadTable.columns))
