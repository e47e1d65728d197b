"""What recruitment adds to its own pages, and to those of agreements, people and their job-seeking cases."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from core.contributions import contribute
from core.pages.panels import PANELS, PIECES, Panel
from labor.employers.naming import NAMED, naming
from labor.models import CooperationAgreement, Employer, Employment, JobSeekingCase, Person
from platforms.models import Candidate, RecruitmentEvent, Vacancy
from platforms.recruitment.matching import Seeker, seekers_for
from platforms.recruitment.tables import CandidateTable

contribute(NAMED, field="employer")(Vacancy)

contribute(PANELS, Vacancy)(
    Panel(
        "candidates",
        "应聘人选",
        lambda vacancy, on: vacancy.candidates.all(),
        ("person__village",),
        related=("person__village",),
        table=CandidateTable,
        empty="还没有人报名",
    ),
)
contribute(PANELS, Employer)(
    Panel(
        "vacancies",
        "招聘岗位",
        lambda employer, on: naming(Vacancy, employer),
        ("title", "headcount", "wage_min", "wage_max", "published_on", "closes_on", "state"),
        empty="没有这个单位的招聘岗位",
    ),
    Panel(
        "candidates",
        "应聘人选",
        lambda employer, on: Candidate.objects.filter(vacancy__in=naming(Vacancy, employer)),
        ("vacancy", "person__village"),
        related=("person__village",),
        table=CandidateTable,
        empty="还没有人报名",
    ),
)
contribute(PANELS, RecruitmentEvent)(
    Panel(
        "presences",
        "参会单位",
        lambda event, on: event.presences.all(),
        ("employer", "posts", "agreed"),
        related=("employer",),
        empty="还没有登记参会单位",
        add="platforms:event_employer_add",
    ),
    Panel(
        "candidates",
        "在活动上报名的人",
        lambda event, on: event.candidates.all(),
        ("vacancy", "person__village"),
        related=("person__village",),
        table=CandidateTable,
        empty="还没有人报名",
    ),
)
contribute(PANELS, CooperationAgreement)(
    Panel(
        "vacancies",
        "按这份协议提供的岗位",
        lambda agreement, on: agreement.vacancies.all(),
        ("title", "employer", "workplace", "headcount", "state"),
        empty="还没有岗位。登记招聘岗位时选上这份协议",
    ),
)


@contribute(PIECES, Person, template="platforms/matches.html")
def _for_person(person: Person, request: HttpRequest, on: date) -> dict[str, Any] | None:
    """For the case that is open, if there is one."""
    case = next((case for case in person.open_cases if case.willing), None)
    return _recommendable(case, on) if case else None


@contribute(PIECES, JobSeekingCase, template="platforms/matches.html")
def _for_case(case: JobSeekingCase, request: HttpRequest, on: date) -> dict[str, Any] | None:
    seeks = case.willing and not case.is_voided and case.closed_on(on) is None
    return _recommendable(case, on) if seeks else None


def _recommendable(case: JobSeekingCase, on: date) -> dict[str, Any]:
    return {"person": case.person, "matches": Seeker(case, on).best()}


@contribute(PIECES, Vacancy, template="platforms/suited.html")
def _suited(vacancy: Vacancy, request: HttpRequest, on: date) -> dict[str, Any] | None:
    """As long as the vacancy is open."""
    if vacancy.is_voided or not vacancy.is_open(on):
        return None
    return {"vacancy": vacancy, "suited": seekers_for(vacancy, request.user, on)}


@contribute(PIECES, Candidate, template="platforms/took_up.html")
def _took_up(candidate: Candidate, request: HttpRequest, on: date) -> Employment | None:
    """The job that came of it; where there is none, it is offered above."""
    return candidate.job if candidate.started_on and not candidate.is_voided else None
