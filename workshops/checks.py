"""What is odd about workshops and inspections. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date, timedelta

from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from workshops.models import Inspection, Workshop, WorkshopApplication

#: So long after the last inspection the next is due; the plan has workshops looked over all year.
INSPECTED_WITHIN = timedelta(days=183)
Result = Inspection.Result


@contribute(CHECKS, Workshop)
def not_entered_on_the_platform(workshop: Workshop, on: date) -> Iterator[str]:
    """Plan, section 三（二）: 及时将就业帮扶车间信息录入湖南省劳务协作脱贫综合信息服务平台."""
    if workshop.pk and workshop.is_certified(on) and workshop.entered_on is None:
        yield "已认定，还没有登记录入湖南省劳务协作脱贫综合信息服务平台的日期"


@contribute(CHECKS, Workshop)
def inspection_overdue(workshop: Workshop, on: date) -> Iterator[str]:
    if not (workshop.pk and workshop.is_certified(on)):
        return
    last = workshop.inspections.up_to(on).first()
    if (last.inspected_on if last else workshop.certified_on) + INSPECTED_WITHIN < on:
        yield f"上次检查是{last.inspected_on}，已超过半年" if last else "认定以来还没有检查过"


@contribute(CHECKS, WorkshopApplication)
def dated_ahead(application: WorkshopApplication, on: date) -> Iterator[str]:
    if max(filter(None, (application.applied_on, application.checked_on, application.approved_on))) > on:
        yield "日期在今天以后"


@contribute(CHECKS, Inspection, code="inspection-without-words")
def failed_in_what(inspection: Inspection, on: date) -> Iterator[str]:
    if inspection.result != Result.FAILED:
        return
    if not (inspection.rectify_by or inspection.rectified_on):
        yield "检查结果是“不符合”，没有写整改时限"
    if all(getattr(inspection, name) for name in Inspection.QUESTIONS):
        yield "四项都答“是”，检查结果却是“不符合”"


contribute(CHECKS, Inspection)(day_ahead("inspected_on"))
