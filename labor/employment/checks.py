"""What is odd about jobs, workshops as employers, and job-seeking cases. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from labor.models import Employment, JobSeekingCase, Person
from labor.people import conditions
from labor.people.checks import not_able
from workshops.models import Workshop

Channel = Employment.Channel
#: Wages a month between which nobody asks, in yuan.
USUAL_WAGES = (Decimal(300), Decimal(50_000))
#: The digits of a division's code that tell its county.
COUNTY = 6


@contribute(CHECKS, Employment)
def overlaps_other_work(job: Employment, on: date) -> Iterator[str]:
    for other in job.person.employments.exclude(pk=job.pk):
        if not job.overlaps(other):
            continue
        if other.ended_on is None:
            yield f"与{other.started_on}起在{other.employer}的就业重叠，如已离开，请先结束那一份"
        else:
            yield f"与在{other.employer}的就业重叠，那一份到{other.ended_on}才结束"


contribute(CHECKS, Employment)(day_ahead("started_on"))
contribute(CHECKS, Employment)(day_ahead("ended_on", "，到那天之前仍算在岗"))


@contribute(CHECKS, Employment)
def odd_wage(job: Employment, on: date) -> Iterator[str]:
    if job.monthly_wage is None:
        yield "没有填月收入"
    elif job.monthly_wage < USUAL_WAGES[0]:
        yield f"月收入{job.monthly_wage:,.0f}元，偏低，请核对单位是不是“元”"
    elif job.monthly_wage > USUAL_WAGES[1]:
        yield f"月收入{job.monthly_wage:,.0f}元，偏高，请核对是不是年收入"


@contribute(CHECKS, Employment)
def far_from_home_by_local_channel(job: Employment, on: date) -> Iterator[str]:
    """帮扶车间 and 公益性岗位 are in the county; so is 县内务工, and the other two are not."""
    if job.workplace_division_id is None:
        return
    home = job.person.village_id[:COUNTY]
    away = not job.workplace_division_id.startswith(home[: len(job.workplace_division_id)])
    inside = job.workplace_division_id.startswith(home)
    if away and job.channel in (Channel.WORKSHOP, Channel.PUBLIC_BENEFIT, Channel.COUNTY):
        yield f"就业地{job.place}不在本县，就业渠道却是“{job.get_channel_display()}”"
    if inside and job.channel in (Channel.OTHER_COUNTY, Channel.OTHER_PROVINCE):
        yield f"就业地{job.place}在本县，就业渠道却是“{job.get_channel_display()}”"


@contribute(CHECKS, Employment)
def works_without_being_able(job: Employment, on: date) -> Iterator[str]:
    yield from not_able(job.person, job.started_on, "却登记就业")


@contribute(CHECKS, Employment)
def workshop_missing_or_idle(job: Employment, on: date) -> Iterator[str]:
    if job.workshop is None:
        if named := Workshop.objects.within(job.person.village.town_code).filter(name=job.employer).first():
            yield f"单位与帮扶车间“{named.name}”同名，但没有选择车间"
        elif job.channel == Channel.WORKSHOP:
            yield "就业渠道是“帮扶车间”，但没有选择车间"
    elif not Workshop.objects.operating(job.started_on).filter(pk=job.workshop_id).exists():
        yield f"开始就业时车间“{job.workshop.name}”不在运营"


@contribute(CHECKS, Workshop)
def employs_whom(workshop: Workshop, on: date) -> Iterator[str]:
    """A certified workshop is there to employ people lifted out of poverty."""
    if not (workshop.pk and workshop.is_certified(on)):
        return
    workers = Person.objects.filter(pk__in=workshop.employments.current(on).values("person"))
    if workshop.stopped_on and workshop.stopped_on <= on:
        if number := workers.count():
            yield f"已停产，还有{number}人登记在这里就业，请核实后结束就业"
    elif not workers.exists():
        yield "没有人登记在这里就业"
    elif not workers.filter(conditions.registered_out_of_poverty(on)).exists():
        yield "在岗的人里没有脱贫劳动力"


@contribute(CHECKS, JobSeekingCase)
def seeks_work_while_employed(case: JobSeekingCase, on: date) -> Iterator[str]:
    if case.ended_on:
        return
    if job := case.person.employments.current(on).first():
        words = "登记求职" if case.willing else "登记为无就业意愿"
        yield f"正在{job.employer}就业（{job.started_on}起），却{words}"


@contribute(CHECKS, JobSeekingCase)
def second_open_case(case: JobSeekingCase, on: date) -> Iterator[str]:
    others = case.person.job_seeking_cases.open(on).exclude(pk=case.pk)
    if case.ended_on is None and (other := others.first()):
        yield f"{other.registered_on}的求职登记还没有终结"


@contribute(CHECKS, JobSeekingCase)
def seeks_work_without_being_able(case: JobSeekingCase, on: date) -> Iterator[str]:
    if case.willing:
        yield from not_able(case.person, case.registered_on, "却登记有就业意愿")


contribute(CHECKS, JobSeekingCase)(day_ahead("registered_on"))
contribute(CHECKS, JobSeekingCase)(day_ahead("ended_on"))


@contribute(CHECKS, JobSeekingCase)
def ended_by_work_that_nobody_recorded(case: JobSeekingCase, on: date) -> Iterator[str]:
    found_work = case.end_reason == JobSeekingCase.EndReason.EMPLOYED
    if found_work and not case.person.employments.filter(started_on__gte=case.registered_on).exists():
        yield "终结原因是“实现就业”，但没有登记之后开始的就业记录，请登记就业"
