"""Work in a month: who worked where, as the national monitoring asks."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from core.models import Division
from core.records.as_they_were import as_they_were
from core.tables import Column
from labor.models import Employment, ExportParticipant
from labor.people import conditions
from ledger.official.sources.base import OfficialSource, SourceTable, Wanted, labels_of, of_person, said

COUNTY, TOWN = int(Division.Level.COUNTY), int(Division.Level.TOWN)


def find(wanted: Wanted) -> Any:
    """Jobs that went on in the month, of 脱贫人口和监测对象; somebody may have had several."""
    lasted = Q(ended_on=None) | Q(ended_on__gte=wanted.first)
    aided = conditions.aided(wanted.last, "person__")
    jobs = Employment.objects.filter(lasted, aided, started_on__lte=wanted.last, person__voided_at=None)
    return jobs.order_by("person__village", "person__name_pinyin", "person", "started_on")


def monitored_as(job: Any, on: date) -> str:
    household = job.person.household
    return household.get_monitoring_display() if household and household.is_monitored(on) else ""


def place_of_home(level: int) -> Any:
    """What the county or town in which somebody is at home is called."""
    return lambda job: job.names.get(job.person.village_id[:level], "")


class MonthOfWorkTable(SourceTable):
    columns = (
        said("县", place_of_home(COUNTY)),
        said("乡", place_of_home(TOWN)),
        *of_person("村", "户编号", "户主姓名", "姓名", "证件号码", "联系电话", "户类型"),
        Column("", "监测对象类别", monitored_as),
        said("是否已务工", lambda job: True),
        said("开始时间", lambda job: job.started_on),
        said("结束时间", lambda job: job.ended_on),
        said("务工所在地", lambda job: job.place),
        said("务工企业名称", lambda job: job.employer),
        said("岗位", lambda job: job.post),
        said("所属行业", lambda job: job.get_industry_display()),
        said("务工月收入", lambda job: job.monthly_wage),
        said("就业渠道", lambda job: job.get_channel_display()),
        said("是否点对点输送", lambda job: job.point_to_point),
    )

    def read(self, rows: Any) -> list[Any]:
        taking_part = ExportParticipant.objects.filter(person=OuterRef("person"), export=OuterRef("export"))
        told = rows.annotate(point_to_point=Subquery(taking_part.values("point_to_point")[:1]))
        found = list(told.select_related("person__village", "person__household", "workplace_division"))
        as_they_were(found, self.on)  # so that their towns of then are named
        codes = {job.person.village_id[:level] for job in found for level in (COUNTY, TOWN)}
        known = Division.objects.everywhere("the code list is public").filter(code__in=codes)
        names = dict(known.values_list("code", "name"))
        for job in found:
            job.names = names
        return found


MONTH_OF_WORK = OfficialSource(find, MonthOfWorkTable, labels_of(MonthOfWorkTable.columns))
