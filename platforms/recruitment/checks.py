"""What is odd about recruitment. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date

from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from labor.models import Employer
from platforms.models import Candidate, RecruitmentEvent, Vacancy
from platforms.recruitment.models import RECRUITED_AGES


@contribute(CHECKS, Vacancy, code="vacancy-zone-differs")
def zone_unlike_the_employers(vacancy: Vacancy, on: date) -> Iterator[str]:
    employer = Employer.objects.filter(town=vacancy.town_id).called(vacancy.employer).first()
    if employer and (employer.kind == Employer.Kind.ZONE) != vacancy.in_industrial_zone:
        yield f"用人单位里{employer.name}登记为“{employer.get_kind_display()}”，与这里不一致"


@contribute(CHECKS, Candidate, code="candidate-age-of-plan")
def of_another_age_than_the_plan_recruits(candidate: Candidate, on: date) -> Iterator[str]:
    """Plan, section 二（七）: 年龄在18-55岁之间."""
    age = candidate.person.age(candidate.applied_on)
    if candidate.vacancy.in_industrial_zone and age not in RECRUITED_AGES:
        yield "方案二（七）要求招聘的人“年龄在18-55岁之间”，此人申请时不在其中"


@contribute(CHECKS, Candidate, code="candidate-age-of-vacancy")
def of_another_age_than_the_vacancy_takes(candidate: Candidate, on: date) -> Iterator[str]:
    age, vacancy = candidate.person.age(candidate.applied_on), candidate.vacancy
    if not vacancy.takes(age):
        yield f"岗位要求{vacancy.ages}，此人申请时不符"


@contribute(CHECKS, Candidate, code="hired-without-certificate")
def hired_without_the_certificate(candidate: Candidate, on: date) -> Iterator[str]:
    needed = candidate.vacancy.needs_health_certificate and not candidate.has_health_certificate
    if needed and (candidate.hired_on or candidate.started_on):
        yield "岗位依法须持健康证，还没有登记此人持健康证"


@contribute(CHECKS, Candidate, code="hired-beyond-headcount")
def hired_beyond_the_headcount(candidate: Candidate, on: date) -> Iterator[str]:
    hired = candidate.vacancy.candidates.exclude(hired_on=None).filter(failed_on=None)
    taken = hired.exclude(pk=candidate.pk).count()
    if candidate.hired_on and candidate.is_open and taken >= candidate.vacancy.headcount:
        yield f"这个岗位招{candidate.vacancy.headcount}人，已录用{taken}人"


@contribute(CHECKS, Candidate, code="candidate-employed")
def applies_while_employed(candidate: Candidate, on: date) -> Iterator[str]:
    if not candidate.is_open:
        return
    jobs = (job for job in candidate.person.employments.all() if job.covers(on) and job != candidate.job)
    if job := next(jobs, None):
        yield f"正在{job.employer}就业（{job.started_on}起）"


@contribute(CHECKS, Candidate, code="candidate-left")
def applies_after_leaving(candidate: Candidate, on: date) -> Iterator[str]:
    left = candidate.person.left_on
    if left and left <= candidate.applied_on:
        yield f"此人{left}已退出台账"


for field in ("applied_on", "recommended_on", "interviewed_on", "hired_on", "started_on", "failed_on"):
    contribute(CHECKS, Candidate)(day_ahead(field))


@contribute(CHECKS, RecruitmentEvent, code="event-without-employers")
def held_without_employers(event: RecruitmentEvent, on: date) -> Iterator[str]:
    if event.pk and event.held_on <= on and not event.presences.exists():
        yield "活动已经举办，还没有登记参会单位"
